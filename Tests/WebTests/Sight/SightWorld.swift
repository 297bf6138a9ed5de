import Dispatcher
import PGStore
import TestSupport
import Workflow

/// Matters in every relation to the people of a district: what the matrix of sight is walked over.
struct SightWorld {
    let web: WebDistrict
    /// The tickets by what they are called in the table.
    let tickets: [(name: String, number: String, id: TicketID)]

    /// The telephone of whoever reported them.
    static let telephone = "13900000077"

    /// Makes one matter of each kind.
    init(_ web: WebDistrict) async throws {
        self.web = web
        var maker = Maker(web: web)
        try await maker.ladder()
        try await maker.departments()
        try await maker.keptAway()
        tickets = maker.made
    }

    private struct Maker {
        let web: WebDistrict
        var made: [(name: String, number: String, id: TicketID)] = []

        mutating func ladder() async throws {
            try await file("at the desk")
            try await file("of the building", by: "leader", place: "B")
            try await file("of another community", by: "far", place: "C2")
            let given = try await file("given up a level")
            try await act("elevate", given, by: "desk")
        }

        mutating func departments() async throws {
            try await dispatch(file("led by water"))
            let inside = try await file("worked on inside")
            try await dispatch(inside)
            try await act("sign", inside, by: "water")
            try await act("assign_inside", inside, by: "water", ["section": "WS"])
            let back = try await file("passed on to parks")
            try await dispatch(back)
            try await act("return", back, by: "water", ["return_code": "not_ours", "evidence": "非本局管辖"])
            try await act("accept_return", back, by: "desk")
            try await act("dispatch", back, by: "desk", ["lead": "P"])
            let whole = try await file("with a part for parks")
            try await dispatch(whole, ["co_handlers": ["P"]])
            try await part("part for parks", of: whole)
            let shared = try await file("with a part for the property company")
            try await dispatch(shared, ["co_handlers": ["PM"], "summary": "请配合关阀"])
            try await part("part for the property company", of: shared)
        }

        mutating func keptAway() async throws {
            try await file("against the community", by: "street", ["complained_of": ["C1"]])
            let late = try await file("against water, once it led")
            try await dispatch(late)
            try await act("name_complained", late, by: "desk", ["complained_of": ["W"]])
            try await file("against a person", ["complained_people": ["desk2"]])
            let restricted = try await file("restricted")
            try await act("restrict", restricted, by: "desk", ["restriction": "minor", "informed": ["desk"]])
            let named = try await file("restricted, the building named", by: "leader", place: "B")
            try await act("restrict", named, by: "leader", ["restriction": "care", "informed": ["leader", "desk2"]])
        }

        @discardableResult
        private mutating func file(
            _ name: String,
            by account: String = "desk",
            place: String = "C1",
            _ more: JSONObject = [:]
        ) async throws -> String {
            var fields: JSONObject = [
                "category": "水务", "place": .string(place), "text": "楼道漏水",
                "contact_phone": .string(SightWorld.telephone), "position": "30.0123,125.0009",
            ]
            for (key, value) in more { fields[key] = value }
            let answer = try await web.post("/api/v1/matters", ["fields": .object(fields)], as: account)
            guard let number = answer.json["number"]?.string, let id = TicketNumber(number)?.id else {
                throw Refused(answer)
            }
            made.append((name, number, id))
            return number
        }

        private func dispatch(_ number: String, _ fields: JSONObject = [:]) async throws {
            try await act("accept", number, by: "desk")
            try await act("dispatch", number, by: "desk", fields)
        }

        private func act(
            _ act: String,
            _ number: String,
            by account: String,
            _ fields: JSONObject = [:]
        ) async throws {
            let needed: [String: JSONObject] = [
                "return": [:], "name_complained": ["note": "群众反映"], "restrict": ["note": "依规"],
            ]
            var fields = fields
            for (key, value) in needed[act] ?? [:] where fields[key] == nil { fields[key] = value }
            do {
                try await web.act(act, on: number, as: account, fields: fields)
            } catch let refused as Refused {
                throw Refusing(act: act, number: number, why: refused.description)
            }
        }

        /// The ticket that was made for another.
        private mutating func part(_ name: String, of number: String) async throws {
            let answer = try await web.get("/api/v1/matters/\(number)")
            guard let child = answer.json["children"]?.array?.first?["number"]?.string,
                let id = TicketNumber(child)?.id
            else { throw Refused(answer) }
            made.append((name, child, id))
        }
    }

    private struct Refusing: Error, CustomStringConvertible {
        let act: String
        let number: String
        let why: String

        var description: String { "\(act) on \(number): \(why)" }
    }
}
