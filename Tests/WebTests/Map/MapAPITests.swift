import Dispatcher
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

/// The map of matters: what is open, where it lies, and nothing that a list would not show.
@Suite struct MapAPITests {
    /// Two communities 7 km apart, a grid in the first; the building and the departments say nothing.
    private static let places = """
        code,kind,name,parent_code,lat,long,radius
        S,street,一街道,,30.03,125.02,3000
        C1,community,一社区,S,30.01,125,800
        C2,community,二社区,S,30.05,125.05,800
        G,grid,一网格,C1,30.0111,125.0011,120

        """

    private static func place(_ web: WebDistrict) async throws {
        _ = try await Importer(engine: web.city.engine, district: web.city.id)
            .run(.units, .bytes(Array(places.utf8)))
    }

    private static func file(
        _ web: WebDistrict,
        _ place: String,
        at position: String? = nil,
        _ more: JSONObject = [:]
    ) async throws -> String {
        var fields: JSONObject = ["category": "水务", "place": .string(place), "text": "漏水"]
        if let position { fields["position"] = .string(position) }
        let answer = try await web.post("/api/v1/matters", ["fields": .object(fields.merging(more) { $1 })])
        return try #require(answer.json["number"]?.string, "\(answer)")
    }

    private struct Seen {
        let json: JSONValue
        /// Number, whose position, position.
        var matters: [String] {
            (json["matters"]?.array ?? []).map { matter in
                let words = [
                    matter["matter"]?["number"], matter["at"], matter["position"]?["lat"], matter["position"]?["long"],
                ]
                return words.map { $0?.string ?? "?" }.joined(separator: " ")
            }
        }
        var numbers: [String] { (json["matters"]?.array ?? []).compactMap { $0["matter"]?["number"]?.string } }
        /// Code, open, near the limit, overdue.
        var units: [String] {
            (json["units"]?.array ?? []).map { unit in
                let counts = ["open", "near_limit", "overdue"].map { "\(unit[$0]?.int ?? -1)" }
                return ([unit["unit"]?["code"]?.string ?? ""] + counts).joined(separator: " ")
            }
        }
    }

    private static func map(_ web: WebDistrict, _ account: String, _ query: String = "") async throws -> Seen {
        let answer = try await web.get("/api/v1/map\(query)", as: account)
        #expect(answer.status == 200, "\(account) \(query): \(answer)")
        return Seen(json: answer.json)
    }

    @Test func `each matter lies where it says, else where its unit does, the worst first`() async throws {
        try await WebDistrict.with(also: .property) { web in
            try await Self.place(web)
            let plain = try await Self.file(web, "C1")
            let own = try await Self.file(web, "C1", at: "30.0123, 125.0009")
            let door = try await Self.file(web, "B")
            let other = try await Self.file(web, "C2")
            let wide = try await Self.file(web, "C1", at: "30.0501,125.0501")
            try await web.city.light(try #require(TicketNumber(own)?.id), .red)
            try await web.city.light(try #require(TicketNumber(other)?.id), .yellow)
            let street = try await Self.map(web, "street")
            #expect(
                street.matters == [
                    "\(own) matter 30.0123 125.0009", "\(other) unit 30.05 125.05", "\(plain) unit 30.01 125",
                    "\(door) unit 30.0111 125.0011", "\(wide) matter 30.0501 125.0501",
                ]
            )
            #expect(street.json["is_more"] == false && street.json["unplaced"] == 0)
            #expect(street.json["kinds"] == ["street", "community", "grid"] && street.json["kind"] == "community")
            #expect(street.units == ["C1 4 0 1", "C2 1 1 0"])
            // What happened above the kind that is counted stands with its own unit, and is not counted twice.
            #expect(try await Self.map(web, "street", "?kind=grid").units == ["C1 3 0 1", "C2 1 1 0", "G 1 0 0"])
            #expect(try await Self.map(web, "street", "?kind=street").units == ["S 5 1 1"])
            // The piece with the second community, and what says that it lies there.
            let east = try await Self.map(web, "street", "?bbox=125.04,30.04,125.06,30.06")
            #expect(east.numbers == [other, wide] && east.units == ["C2 1 1 0"])
            #expect(try await Self.map(web, "street", "?bbox=125,30.0123,125.0009,30.0123").numbers == [own])
            #expect(try await Self.map(web, "street", "?bbox=-10,-10,10,10").numbers == [])
            // Fewer than there are: the most urgent, and the counts go on counting all.
            let first = try await Self.map(web, "street", "?limit=2")
            #expect(first.numbers == [own, other] && first.json["is_more"] == true && first.units == street.units)
            // Below a community's seat there is one kind alone that says where it lies.
            let desk = try await Self.map(web, "desk")
            #expect(desk.json["kind"] == "grid" && desk.units == ["C1 3 0 1", "G 1 0 0"])
        }
    }

    @Test func `what lies elsewhere by its own word takes nobody's place in a box`() async throws {
        try await WebDistrict.with { web in
            try await Self.place(web)
            // Blanks as a Chinese keyboard writes them, and one within a number.
            let here = try await Self.file(web, "C1", at: "30.0101,\u{3000}125.0001")
            let there = try await Self.file(web, "C1", at: "30 .05\u{A0},\u{2009}125.05")
            try await web.city.light(try #require(TicketNumber(there)?.id), .red)
            for limit in [1, 10] {
                let seen = try await Self.map(web, "street", "?bbox=124.999,30.009,125.001,30.011&limit=\(limit)")
                #expect(seen.numbers == [here] && seen.json["is_more"] == false)
                let east = try await Self.map(web, "street", "?bbox=125.04,30.04,125.06,30.06&limit=\(limit)")
                #expect(east.matters == ["\(there) matter 30.05 125.05"] && east.json["is_more"] == false)
            }
            // Whoever asked for secrecy stands at the unit alone, and counts there.
            let secret = try await Self.file(
                web,
                "C1",
                at: "30.0501,125.0501",
                ["confidential": true, "contact_name": "某某", "contact_phone": "00012345678"]
            )
            let seen = try await Self.map(web, "street", "?bbox=124.999,30.009,125.001,30.011&limit=2")
            #expect(seen.numbers == [here, secret] && seen.json["is_more"] == false)
        }
    }

    @Test func `another's matters are neither shown nor counted, wherever they lie`() async throws {
        try await WebDistrict.with(also: .property) { web in
            try await Self.place(web)
            let one = try await Self.file(web, "C1", at: "30.0501,125.0501")
            let two = try await Self.file(web, "C2")
            #expect(try await Self.map(web, "street").numbers == [one, two])
            let desk = try await Self.map(web, "desk")
            #expect(desk.numbers == [one] && desk.units == ["C1 1 0 0", "G 0 0 0"])
            let far = try await Self.map(web, "far", "?bbox=125.04,30.04,125.06,30.06")
            #expect(far.numbers == [two] && far.units == ["C2 1 0 0"])
            let parks = try await Self.map(web, "parks")
            #expect(parks.numbers == [] && parks.units == [] && parks.json["is_more"] == false)
            try await web.act("accept", on: one, as: "desk")
            try await web.act("dispatch", on: one, as: "desk")
            // The department sees what it was given, where it lies, by the kind that is highest.
            let water = try await Self.map(web, "water")
            #expect(water.matters == ["\(one) matter 30.0501 125.0501"] && water.units == ["C1 1 0 0"])
            #expect(try await web.get("/api/v1/map?unit=C2", as: "desk").code == "not_yours")
            #expect(try await web.get("/api/v1/map", as: nil).status == 401)
        }
    }

    @Test func `where somebody may live is told to nobody from whom words are kept`() async throws {
        try await WebDistrict.with(also: .property) { web in
            try await Self.place(web)
            let home = "30.0131,125.0031"
            let secret = try await Self.file(
                web,
                "C1",
                at: home,
                ["confidential": true, "contact_name": "某某", "contact_phone": "00012345678"]
            )
            // Also those who hold it: its own page is where a position is read.
            for account in ["desk", "street"] {
                #expect(try await Self.map(web, account).matters == ["\(secret) unit 30.01 125"], "\(account)")
                // Nor by asking around it.
                let around = try await Self.map(web, account, "?bbox=125.003,30.013,125.004,30.014")
                #expect(around.numbers == [], "\(account)")
            }
            let asked = try await Self.file(web, "C1", at: home)
            try await web.act("accept", on: asked, as: "desk")
            let property = JSONValue.string("PM")
            try await web.act("dispatch", on: asked, as: "desk", fields: ["lead": property, "summary": "水管漏水"])
            let seen = try await Self.map(web, "property")
            #expect(seen.matters == ["\(asked) unit 30.01 125"])
            #expect(seen.json["matters"]?.array?.first?["matter"]?["sight"] == "summary")
            #expect(seen.json["matters"]?.array?.first?["matter"]?["text"] == .null)
            #expect(try await Self.map(web, "property", "?bbox=125.003,30.013,125.004,30.014").numbers == [])
            #expect(try await Self.map(web, "desk").matters.contains("\(asked) matter 30.0131 125.0031"))
        }
    }

    @Test func `it is chosen from as lists are, and shows what is open and was handed in`() async throws {
        try await WebDistrict.with { web in
            try await Self.place(web)
            let (red, green) = (try await Self.file(web, "C1"), try await Self.file(web, "C2"))
            try await web.act("accept", on: red, as: "desk")
            try await web.city.light(try #require(TicketNumber(red)?.id), .red)
            let draft = try await web.post(
                "/api/v1/matters",
                ["act": "save_draft", "fields": WebDistrict.filing()["fields"] ?? [:]],
                as: "grid"
            )
            #expect(draft.status == 201, "\(draft)")
            for (query, wanted) in [
                ("", [red, green]), ("?lamp=red", [red]), ("?lamp=red&lamp=green", [red, green]), ("?lamp=yellow", []),
                ("?state=reported", [green]), ("?state=draft", []), ("?state=awaiting_dispatch", [red]),
                ("?responsible=C2", [green]), ("?unit=C1", [red]), ("?category=%E6%B0%B4%E5%8A%A1", [red, green]),
                ("?category=%E5%9B%AD%E6%9E%97", []), ("?mine=true", [green]),
                ("?reported_before=2020-01-01T00:00:00Z", []),
            ] {
                let seen = try await Self.map(web, "street", query)
                #expect(seen.numbers == wanted, "\(query)")
                let counted = (seen.json["units"]?.array ?? []).reduce(0) { $0 + ($1["open"]?.int ?? 0) }
                #expect(counted == Int64(wanted.count), "\(query)")
            }
            for (query, code) in [
                ("?bbox=1,2,3", "bad_box"), ("?bbox=125.1,30,125,30.1", "bad_box"), ("?bbox=a,b,c,d", "bad_box"),
                ("?unit=XX", "unknown_unit"), ("?responsible=XX", "unknown_unit"), ("?limit=0", "invalid_body"),
                ("?limit=1001", "invalid_body"), ("?lamp=blue", "invalid_body"), ("?kind=%21", "invalid_body"),
                ("?colour=red", "invalid_body"),
            ] {
                let answer = try await web.get("/api/v1/map\(query)", as: "street")
                #expect((400..<500).contains(answer.status) && answer.code != nil, "\(query): \(answer)")
                if code != "invalid_body" { #expect(answer.code == code, "\(query)") }
            }
        }
    }

    @Test func `where no unit says where it lies, that is said, and own positions stand all the same`() async throws {
        try await WebDistrict.with { web in
            _ = try await Self.file(web, "C1")
            let own = try await Self.file(web, "C1", at: "30.0123,125.0009")
            let seen = try await Self.map(web, "street")
            #expect(seen.matters == ["\(own) matter 30.0123 125.0009"])
            #expect(seen.units == [] && seen.json["unplaced"] == 2 && seen.json["kind"] == .null)
            #expect(seen.json["kinds"] == [])
        }
    }
}
