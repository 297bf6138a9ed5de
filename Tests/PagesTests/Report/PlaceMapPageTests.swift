import Dispatcher
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

@testable import Pages

/// 在图上选地点, without a script, and what its script asks.
@Suite struct PlaceMapPageTests {
    /// Where buildings stand: a few metres on maps of another reckoning are a few hundred.
    private static let places = """
        code,kind,name,parent_code,lat,long,radius
        B,building,一号楼,G,30.2741,120.1551,40
        B2,building,二号楼,G,30.2751,120.1551,40

        """

    private static func placed(_ city: TestDistrict) async throws {
        let report = try await Importer(engine: city.engine, district: city.id)
            .run(.units, .bytes(Array(places.utf8)))
        #expect(report.badRows == 0, "\(report)")
    }

    @Test func `units stand on a plan a level at a time, and lead to the form`() async throws {
        try await PageDistrict.with(passwordsOf: ["grid", "leader", "water"]) { pages in
            try await Self.placed(pages.city)
            let grid = try await pages.signIn("grid")
            #expect(try await pages.get("/report", grid).text.contains("href=\"/report/map\""))
            let own = try await pages.get("/report/map", grid)
            #expect(own.status == 200 && own.text.contains("就报在 一网格") && own.text.contains("二号楼"))
            #expect(
                own.text.matches(of: /class="plan-unit"/).count == 2 && own.text.contains("href=\"/report?place=B2\"")
            )
            #expect(own.text.contains("href=\"/report/map?under=C1\""))
            // A building has nothing below: whoever leads it sees it among its neighbours.
            let leader = try await pages.get("/report/map", pages.signIn("leader"))
            #expect(leader.text.contains("就报在 一网格") && leader.text.contains("二号楼"))
            // A department's people are at no place: they begin at the top, and so does whoever wants to.
            for page in [
                try await pages.get("/report/map", pages.signIn("water")),
                try await pages.get("/report/map?all=true", grid),
            ] {
                #expect(page.text.contains("href=\"/report/map?under=S\"") && !page.text.contains("就报在"))
                #expect(!page.text.contains("水务局") || page.text.contains("水务局</span>"), "a department is no place")
            }
            // What is nobody's code is not repeated: one's own stands there.
            let unknown = try await pages.get("/report/map?under=%3Cb%3E", grid)
            #expect(unknown.status == 200 && unknown.text.contains("就报在 一网格") && !unknown.text.contains("<b>"))
            #expect(try await pages.get("/report/map").status == 303)
        }
    }

    @Test(arguments: [Datum.wgs84, .gcj02])
    func `a point of the map says to whom it belongs, by the map's own reckoning`(_ datum: Datum) async throws {
        let tiles = try MapTiles(templates: ["https://tiles.example/{z}/{x}/{y}.png"], attribution: "某图", datum: datum)
        try await PageDistrict.with(passwordsOf: ["grid"], tiles: tiles) { pages in
            try await Self.placed(pages.city)
            let grid = try await pages.signIn("grid")
            #expect(
                try await pages.get("/report", grid).header("Content-Security-Policy")?.contains(
                    "https://tiles.example"
                ) == true
            )
            let ground = try await pages.data("/report/map/units", grid)
            let unit = try #require(ground["units"]?.array?.last)
            #expect(unit["name"] == "二号楼" && ground["tiles"]?.array?.count == 1 && ground["attribution"] == "某图")
            let view = try #require(ground["view"]?.string.flatMap { PositionBox($0) })
            let (lat, long) = (unit["lat"]?.string ?? "", unit["long"]?.string ?? "")
            let drawn = try #require(Position(latitude: lat, longitude: long))
            let kept = try #require(Position("30.2751,120.1551"))
            #expect(datum.drawn(kept) == drawn)
            let isInView = (view.southWest.latitude...view.northEast.latitude).contains(drawn.latitude)
            #expect(isInView)
            let found = try await pages.data("/report/map/point?lat=\(lat)&long=\(long)", grid)
            #expect(found["place"]?["code"] == "B2" && found["above"]?.array?.last == "一网格")
            let position = try #require(found["position"]?.string.flatMap { Position($0) })
            #expect(position.distance(to: kept) < 2)
            #expect(try await pages.data("/report/map/point?lat=10&long=10", grid)["place"] == .null)
            #expect(try await pages.get("/report/map/point?lat=north&long=1", grid).status == 422)
        }
    }
}

extension PageDistrict {
    /// What a page's script is told.
    fileprivate func data(_ path: String, _ session: [String: String]) async throws -> JSONValue {
        let answer = try await get(path, session)
        #expect(answer.status == 200, "\(path): \(answer.text)")
        return try JSONValue(parsing: answer.bytes)
    }
}
