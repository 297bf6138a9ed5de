import Dispatcher
import PGStore
import Postgres
import Shipped
import Tabular
import TestSupport
import Testing
import Web
import Workflow

/// Residents say where by a position: it finds the unit, and is kept as words that can be erased.
@Suite struct ResidentPositionTests {
    /// The communities and a building, 111 m for each thousandth of a degree; and a second street, so that there is no single one.
    private static let units = """
        code,kind,name,parent_code,lat,long,radius
        C1,community,一社区,S,30.01,125,500
        C2,community,二社区,S,30.03,125,500
        B,building,一号楼,G,30.011,125,40
        S2,street,二街道,,,,
        """

    private static func with<Value: Sendable>(
        _ definition: WorkflowDefinition? = nil,
        units: String = units,
        _ body: @Sendable (WebDistrict) async throws -> Value
    ) async throws -> Value {
        var limits = ServiceLimits()
        limits.residents.filing = .init(burst: 1_000, seconds: 1)
        return try await WebDistrict.with(limits: limits, definition: definition) { web in
            let importer = Importer(engine: web.city.engine, district: web.city.id)
            let report = try await importer.run(.units, .bytes(Array(units.utf8)))
            #expect(report.badRows == 0)
            let loaded = report.revision
            try await eventually("the service has read it") {
                let tag = try await web.get("/api/v1/units", as: "desk").header("ETag")
                return tag.flatMap { Int64($0.filter(\.isNumber)) } ?? 0 >= loaded
            }
            return try await body(web)
        }
    }

    private static func file(_ web: WebDistrict, _ lat: String?, _ long: String = "125", _ more: JSONObject = [:])
        async throws -> Answer
    {
        var filing: JSONObject = ["category": "水务", "text": "三楼漏水"]
        if let lat { filing["position"] = ["lat": .string(lat), "long": .string(long)] }
        return try await web.post("/api/v1/public/matters", .object(filing.merging(more) { $1 }), as: nil)
    }

    private static func place(_ answer: Answer, _ web: WebDistrict) async throws -> UnitID? {
        let id = try #require(TicketNumber(try Own(answer).number)?.id)
        return try await web.city.ticket(id)?.place
    }

    @Test func `the nearest unit that reaches it is the place, but a code or an address says it better`() async throws {
        try await Self.with { web in
            for (lat, wanted) in [("30.0111", "B"), ("30.0116", "C1"), ("30.0299", "C2")] {
                let answer = try await Self.file(web, lat)
                #expect(answer.status == 201, "\(answer)")
                #expect(try await Self.place(answer, web) == web.city.unit(wanted), "\(lat)")
            }
            let coded = try await Self.file(web, "30.0111", "125", ["place": "C2"])
            #expect(try await Self.place(coded, web) == web.city.unit("C2"))
            let named = try await Self.file(web, "30.0111", "125", ["address": "二社区门口"])
            #expect(try await Self.place(named, web) == web.city.unit("C2"))
            // An address that names nothing leaves it to the position.
            let vague = try await Self.file(web, "30.0111", "125", ["address": "门口"])
            #expect(try await Self.place(vague, web) == web.city.unit("B"))
        }
    }

    @Test func `it is kept as a word of its event, which can be erased, and nobody else's board tells it`() async throws
    {
        try await Self.with { web in
            let answer = try await Self.file(web, "30.011123456", "125.00001")
            let own = try Own(answer)
            let id = try #require(TicketNumber(own.number)?.id)
            let kept: Query = """
                SELECT text FROM remark
                WHERE district_id = \(web.city.id.rawValue) AND ticket_id = \(id.rawValue) AND field = 'position'
                """
            let text: String = try await web.city.engine.pool.query(kept).only()[0]
            #expect(text == "30.011123,125.00001")
            let payloads: Query = """
                SELECT count(*) FROM ticket_event WHERE district_id = \(web.city.id.rawValue)
                    AND ticket_id = \(id.rawValue) AND convert_from(payload, 'UTF8') LIKE '%30.0111%'
                """
            #expect(try await web.city.count(payloads) == 0)
            #expect(try await web.own(own).json["text"] == "三楼漏水")
            #expect(try await !web.get("/api/v1/public/board", as: nil).text.contains("30.0111"))
            #expect(try await web.city.engine.verify(web.city.id).findings == [])
        }
    }

    @Test func `out of reach, out of the city, and no point on the earth are refused, each by its own code`()
        async throws
    {
        try await Self.with { web in
            let before = try await web.city.count(
                "SELECT count(*) FROM ticket WHERE district_id = \(web.city.id.rawValue)"
            )
            for (lat, long, more, code) in [
                ("30.02", "125", [:], "place_not_found"), ("30.01", "125.01", [:], "place_not_found"),
                ("31.2304", "121.4737", [:], "position_out_of_city"),
                // Also where a place is named: the position is not the matter's.
                ("31.2304", "121.4737", ["place": "C1"], "position_out_of_city"),
                ("-30.01", "-55", ["address": "一社区"], "position_out_of_city"),
                ("91", "125", [:], "bad_position"), ("30.01", "181", [:], "bad_position"),
                ("nan", "125", [:], "bad_position"), ("1e1", "125", [:], "bad_position"),
                ("30,01", "125", [:], "bad_position"),
            ] as [(String, String, JSONObject, String)] {
                let answer = try await Self.file(web, lat, long, more)
                #expect(answer.status == 422 && answer.code == code, "\(lat),\(long): \(answer.text)")
            }
            #expect(try await Self.file(web, nil).code == "no_place")
            for position: JSONValue in ["30,125", ["lat": "30"], ["lat": 30, "long": 125], ["lat": "", "long": ""]] {
                let answer = try await Self.file(web, nil, "", ["position": position])
                #expect(answer.status == 400 && answer.code == "bad_request", "\(position): \(answer.text)")
            }
            let after = try await web.city.count(
                "SELECT count(*) FROM ticket WHERE district_id = \(web.city.id.rawValue)"
            )
            #expect(after == before)
        }
    }

    @Test func `rules of before the field came keep it in the text`() async throws {
        let issue = try Shipped.definition("issue")
        let may = issue.actions["report"]?.may.filter { $0 != "position" }.map { JSONValue.string($0.text) } ?? []
        try await Self.with(issue.with(["actions.report.may": .array(may)])) { web in
            let answer = try await Self.file(web, "30.0111", "125.5", ["place": "C1", "address": "楼下"])
            let text = try await web.own(Own(answer)).json["text"]?.string
            #expect(text == "三楼漏水\n地点：楼下\n位置：30.0111,125.5 (WGS84)")
        }
    }

    @Test func `a district of one street is that street, as far as the city goes`() async throws {
        let one = Self.units.split(separator: "\n").dropLast().joined(separator: "\n")
        try await Self.with(units: one) { web in
            let near = try await Self.file(web, "30.2")
            #expect(try await Self.place(near, web) == web.city.unit("S"), "\(near)")
            #expect(try await Self.file(web, "31.2304", "121.4737").code == "position_out_of_city")
        }
    }
}
