import Dispatcher
import Foundation
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

@testable import Pages

/// The map of matters without a script: a list, a drawn plan, filters that an address bears; and what a script asks besides.
@Suite struct MapPageTests {
    private static let places = """
        code,kind,name,parent_code,lat,long,radius
        C1,community,一社区,S,30.01,125,800
        C2,community,二社区,S,30.05,125.05,800
        G,grid,一网格,C1,30.0111,125.0011,120

        """

    private static func place(_ pages: PageDistrict) async throws {
        _ = try await Importer(engine: pages.city.engine, district: pages.city.id)
            .run(.units, .bytes(Array(places.utf8)))
    }

    /// What stands between two texts, the second after the first.
    private static func part(_ page: PageAnswer, _ from: String, _ to: String) throws -> String {
        let start = try #require(page.text.range(of: from))
        let end = try #require(page.text[start.upperBound...].range(of: to))
        return String(page.text[start.upperBound..<end.lowerBound])
    }

    @Test func `without a script there are a plan of units and the same matters as a list`() async throws {
        try await PageDistrict.with(passwordsOf: ["street", "desk"]) { pages in
            try await Self.place(pages)
            let (near, far) = (
                try await pages.city.file(text: "<b>楼道漏水</b>"), try await pages.city.file(place: "C2", text: "路灯不亮")
            )
            try await pages.city.light(far, .red)
            let session = try await pages.signIn("street")
            let page = try await pages.get("/map", session)
            #expect(page.status == 200)
            let list = try Self.part(page, "id=\"map-list\"", "</section>")
            #expect(list.matches(of: /class="line-link"/).count == 2)
            let order = ["路灯不亮", "&lt;b&gt;楼道漏水"].compactMap { list.range(of: $0)?.lowerBound }
            #expect(order.count == 2 && order == order.sorted() && !page.text.contains("<b>楼道"))
            let plan = try Self.part(page, "<figure class=\"plan\"", "</figure>")
            #expect(plan.contains("aria-label=\"二社区 在办 1 将到期 0 超时 1\"") && plan.contains("plan-red"))
            #expect(plan.contains("aria-label=\"一社区 在办 1 将到期 0 超时 0\"") && plan.contains("plan-green"))
            #expect(!plan.contains("一网格"))
            // A unit on the plan opens the piece of the map around it.
            let link = try #require(plan.firstMatch(of: /href="(\/map\?bbox=[^"]+)" class="plan-unit plan-red"/))
            let around = try await pages.get(String(link.1), session)
            let shown = try Self.part(around, "id=\"map-list\"", "</section>")
            #expect(shown.contains("路灯不亮") && !shown.contains("楼道漏水"))
            #expect(
                around.text.contains("id=\"map-whole\"><a class=\"btn btn-outline-secondary\" href=\"/map\">看全部范围</a>")
            )
            #expect(page.text.contains("id=\"map-whole\" hidden>"))
            // Those of one community see it alone.
            let desk = try await pages.get("/map", try await pages.signIn("desk"))
            #expect(desk.text.contains("楼道漏水") && !desk.text.contains("路灯不亮") && !desk.text.contains("二社区"))
            #expect(desk.text.contains("一网格"))
            _ = near
        }
    }

    @Test func `what is chosen stands in the address and in the form, and what makes no sense is refused`() async throws
    {
        try await PageDistrict.with(passwordsOf: ["street"]) { pages in
            try await Self.place(pages)
            let red = try await pages.city.file(text: "红的一件")
            _ = try await pages.city.file(place: "C2", text: "绿的一件")
            try await pages.city.light(red, .red)
            let session = try await pages.signIn("street")
            let page = try await pages.get("/map?lamp=red&category=&responsible=&state=&kind=grid&bbox=", session)
            let list = try Self.part(page, "id=\"map-list\"", "</section>")
            #expect(list.contains("红的一件") && !list.contains("绿的一件"))
            #expect(page.text.contains("<option value=\"red\" selected>超时</option>"))
            #expect(page.text.contains("<option value=\"grid\" selected>网格</option>"))
            #expect(page.text.contains("href=\"/map?lamp=red&amp;kind=grid&amp;bbox="))
            let here = try await pages.get("/map?responsible=C2", session)
            #expect(here.text.contains("绿的一件") && !here.text.contains("红的一件"))
            #expect(here.text.contains("<option value=\"C2\" selected>二社区</option>"))
            let strange = try await pages.get("/map?state=vanished", session)
            #expect(strange.text.contains("<option value=\"vanished\" selected>vanished</option>"))
            #expect(strange.text.contains("这里没有在办的"))
            for query in ["bbox=1,2", "lamp=blue", "responsible=XX", "kind=%21"] {
                let refused = try await pages.get("/map?\(query)", session)
                #expect((400..<500).contains(refused.status), "\(query): \(refused.status)")
                #expect(refused.text.contains("class=\"problem\"") || refused.text.contains("code"), "\(query)")
            }
            #expect(try await pages.get("/map").header("Location") == "/sign-in?next=%2Fmap")
        }
    }

    @Test func `a script is given points, circles and the list, and no more than the page`() async throws {
        try await PageDistrict.with(passwordsOf: ["street", "desk"]) { pages in
            try await Self.place(pages)
            _ = try await pages.city.file(text: "一社区的事")
            let far = try await pages.city.file(place: "C2", text: "二社区的事")
            func data(_ account: String, _ query: String = "") async throws -> JSONValue {
                var headers = try await pages.signIn(account)
                headers["Accept"] = "application/json"
                let answer = try await pages.get("/map/matters\(query)", headers)
                #expect(answer.status == 200 && answer.header("Content-Type") == "application/json")
                return try JSONValue(parsing: answer.bytes)
            }
            let street = try await data("street")
            #expect(street["matters"]?.array?.count == 2 && street["is_more"] == false)
            let point = try #require(street["matters"]?.array?.first { $0["headline"] == "二社区的事" })
            #expect(point["lat"] == "30.05" && point["long"] == "125.05" && point["at"] == "unit")
            #expect(point["lamp"]?["name"] == "green" && point["holder"] == "二社区" && point["place"] == "二社区")
            #expect(street["units"]?.array?.map { $0["name"]?.string } == ["一社区", "二社区"])
            #expect(street["list"]?.string?.contains("二社区的事") == true)
            let desk = try await data("desk")
            #expect(desk["matters"]?.array?.count == 1 && desk["list"]?.string?.contains("二社区") == false)
            let east = try await data("street", "?bbox=125.04,30.04,125.06,30.06")
            #expect(east["matters"]?.array?.count == 1)
            try await pages.city.light(far, .yellow)
            #expect(try await data("street", "?lamp=yellow")["matters"]?.array?.count == 1)
        }
    }

    @Test func `it is among the ways of those who watch`() async throws {
        try await PageDistrict.with(passwordsOf: ["street", "desk", "grid", "water", "system"], also: .keepers) {
            pages in
            for (account, isThere) in [
                ("street", true), ("desk", true), ("grid", true), ("water", false), ("system", false),
            ] {
                let page = try await pages.get("/work", try await pages.signIn(account))
                #expect(page.text.contains("href=\"/map\"") == isThere, "\(account)")
            }
            // Where nobody has said where anything lies, that is what it says.
            let page = try await pages.get("/map", try await pages.signIn("desk"))
            #expect(page.status == 200 && page.text.contains("还没有单位写明位置") && !page.text.contains("id=\"map\""))
        }
    }

    @Test func `pictures come from hosts that were named, on this page alone, and degrees are the map's`() async throws
    {
        let template = "https://tiles.example:8443/{z}/{x}/{y}.png?key=a&b=c"
        let tiles = try MapTiles(templates: [template], attribution: "某图 <审图号>", datum: .gcj02, maxZoom: 17)
        try await PageDistrict.with(passwordsOf: ["street"], tiles: tiles) { pages in
            let china = Self.places.replacing(",125", with: ",121")
            _ = try await Importer(engine: pages.city.engine, district: pages.city.id)
                .run(.units, .bytes(Array(china.utf8)))
            _ = try await pages.city.file(text: "一社区的事")
            var session = try await pages.signIn("street")
            let page = try await pages.get("/map", session)
            let policy = try #require(page.header("Content-Security-Policy"))
            #expect(policy.contains("img-src 'self' https://tiles.example:8443 data: blob:;"))
            #expect(policy.contains("connect-src 'self';") && policy.contains("script-src 'self';"))
            #expect(page.text.contains("data-attribution=\"某图 &lt;审图号&gt;\"") && page.text.contains("data-zoom=\"17\""))
            let other = try await pages.get("/work", session)
            #expect(other.header("Content-Security-Policy")?.contains("tiles.example") == false)
            // What is kept is where it was: the page's degrees are those of the tiles.
            session["Accept"] = "application/json"
            let data = try JSONValue(parsing: try await pages.get("/map/matters", session).bytes)
            let point = try #require(data["matters"]?.array?.first)
            let told = try #require(
                Position(latitude: point["lat"]?.string ?? "", longitude: point["long"]?.string ?? "")
            )
            let kept = try #require(Position("30.01,121"))
            #expect(told == Datum.gcj02.drawn(kept) && told.distance(to: kept) > 300)
            let around = "\(told.longitudeText),\(told.latitudeText)"
            let box = try #require(PositionBox("\(around),\(around)"))
            func count(_ box: PositionBox) async throws -> Int? {
                let query = box.description.replacing(",", with: "%2C")
                let answer = try await pages.get("/map/matters?bbox=\(query)", session)
                return try JSONValue(parsing: answer.bytes)["matters"]?.array?.count
            }
            let wide = try #require(
                PositionBox(around: MapPoint(point, .wgs84)?.box(around: 20)?.corners ?? box.corners)
            )
            #expect(try await count(wide) == 1)
            let shifted = MapPoint(["lat": "30.01", "long": "121"], .wgs84)?.box(around: 20)
            #expect(try await count(try #require(shifted)) == 0)
        }
    }
}
