import Dispatcher
import PGStore
import Postgres
import Tabular
import TestSupport
import Testing
import Web
import Workflow

/// Open311: positions find places, and are told to whom they may be told.
@Suite struct Open311PositionTests {
    /// The communities and a building, 111 m for each thousandth of a degree.
    private static let units = """
        code,kind,name,parent_code,lat,long,radius
        C1,community,一社区,S,30.01,125,500
        C2,community,二社区,S,30.03,125,500
        B,building,一号楼,G,30.011,125,40
        """

    private static func with<Value: Sendable>(
        _ body: @Sendable (WebDistrict) async throws -> Value
    ) async throws -> Value {
        try await WebDistrict.withServices { web in
            let importer = Importer(engine: web.city.engine, district: web.city.id)
            let report = try await importer.run(.units, .bytes(Array(units.utf8)))
            #expect(report.badRows == 0 && report.loaded == 3)
            return try await body(web)
        }
    }

    private static let words = [("service_code", "water"), ("attribute[kind]", "dry"), ("description", "停水")]

    @Test func `a position finds the nearest unit that reaches it, anywhere in the district`() async throws {
        try await Self.with { web in
            // A second street: there is no single one that stands for all of it.
            let importer = Importer(engine: web.city.engine, district: web.city.id)
            _ = try await importer.run(.units, .bytes(Array("code,kind,name,parent_code\nS2,street,二街道,\n".utf8)))
            for (lat, wanted) in [("30.0111", "B"), ("30.0116", "C1"), ("30.0299", "C2")] {
                let answer = try await web.form("requests.json", Self.words + [("lat", lat), ("long", "125")])
                let number = answer.requests.first?["service_request_id"]?.string ?? ""
                let ticket = try #require(try await web.city.ticket(TicketNumber(number)?.id ?? TicketID(0)))
                #expect(ticket.place == web.city.unit(wanted), "\(lat): \(answer.text)")
            }
            for fields in [[("lat", "30.02"), ("long", "125")], [("lat", "30.01"), ("long", "125.01")]] {
                let far = try await web.form("requests.json", Self.words + fields)
                #expect(far.status == 400 && far.text.contains("[place_not_found]"), "\(far.text)")
            }
            // Words that name one place are more exact than a telephone's position.
            let named = try await web.form(
                "requests.json",
                Self.words + [("lat", "30.0111"), ("long", "125"), ("address_string", "二社区门口")]
            )
            let number = named.requests.first?["service_request_id"]?.string ?? ""
            let ticket = try await web.city.ticket(TicketNumber(number)?.id ?? TicketID(0))
            #expect(ticket?.place == web.city.unit("C2"))
        }
    }

    @Test func `one's own position is told exactly, others' down to the community`() async throws {
        try await Self.with { web in
            let fields = Self.words + [("lat", "30.011123456"), ("long", "125.00001")]
            let answer = try await web.form("requests.json", fields)
            let number = try #require(answer.requests.first?["service_request_id"]?.string)
            let own = try await web.open("requests/\(number).json", as: "parks")
            #expect(own.text.contains(#""lat":30.011123,"#) && own.text.contains(#""long":125.00001,"#), "\(own.text)")
            let xml = try await web.open("requests/\(number).xml", as: "parks")
            #expect(xml.text.contains("<lat>30.011123</lat><long>125.00001</long>"))
            // It is a word of its event, which can be erased, and no part of the chain itself.
            let id = try #require(TicketNumber(number)?.id)
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
            try await web.end(number)
            let shown = try await web.open("requests/\(number).json")
            #expect(shown.text.contains(#""lat":30.01,"#) && shown.text.contains(#""long":125,"#), "\(shown.text)")
            #expect(!shown.text.contains("30.0111"))
            #expect(try await web.city.engine.verify(web.city.id).findings == [])
            // Who gave no position is told where the place lies.
            let plain = try await web.fileOpen()
            #expect(try await web.open("requests/\(plain).json", as: "parks").text.contains(#""lat":30.011,"#))
        }
    }

    @Test func `requests are found around a point by what is told of where they are`() async throws {
        try await Self.with { web in
            let answer = try await web.form("requests.json", Self.words + [("lat", "30.0111"), ("long", "125")])
            let near = try #require(answer.requests.first?["service_request_id"]?.string)
            let far = try await web.form("requests.json", Self.words + [("address_id", "C2")])
                .requests.first?["service_request_id"]?.string
            func found(_ query: String, as account: String? = "parks") async throws -> [String] {
                try await web.open("requests.json?\(query)", as: account).numbers
            }
            #expect(try await found("lat=30.0112&long=125&radius=20") == [near])
            #expect(try await found("lat=30.0112&long=125&radius=5") == [])
            #expect(try await found("lat=30.03&long=125") == [far].compactMap(\.self))
            #expect(try await found("lat=30.02&long=125&radius=5000").count == 2)
            #expect(try await found("lat=30.02&long=125&radius=5000&page=2&page_size=1") == [near])
            try await web.end(near)
            // Anybody else finds it around its community, and nowhere else.
            #expect(try await found("lat=30.0111&long=125&radius=20", as: nil) == [])
            #expect(try await found("lat=30.01&long=125&radius=20", as: nil) == [near])
            for (query, code) in [
                ("lat=30", "bad_position"), ("long=125&radius=5", "bad_position"),
                ("lat=91&long=0", "bad_position"), ("radius=100", "radius_without_position"),
                ("lat=30&long=125&radius=0", "out_of_range"), ("lat=30&long=125&radius=50001", "out_of_range"),
                ("lat=30&long=125&radius=1.5", "wrong_type"),
            ] {
                let refused = try await web.open("requests.json?\(query)")
                #expect(refused.status == 400 && refused.text.contains("[\(code)]"), "\(query): \(refused.text)")
            }
        }
    }

    @Test func `units say where they lie`() async throws {
        try await Self.with { web in
            let unit = try await web.get("/api/v1/units/B").json
            #expect(unit["location"] == ["lat": "30.011", "long": "125", "radius": 40])
            #expect(try await web.get("/api/v1/units/G").json["location"] == .null)
        }
    }

    @Test func `staff give a position by the same field, and what is none is refused`() async throws {
        try await Self.with { web in
            let fields: JSONObject = ["place": "C1", "category": "水务", "text": "漏水", "position": "30.0111, 125"]
            let filed = try await web.post("/api/v1/matters", ["fields": .object(fields)])
            #expect(filed.status == 201, "\(filed.text)")
            let wrong = fields.merging(["position": "门口"]) { $1 }
            let refused = try await web.post("/api/v1/matters", ["fields": .object(wrong)])
            #expect(refused.status == 422 && refused.code == "bad_field", "\(refused.text)")
        }
    }
}
