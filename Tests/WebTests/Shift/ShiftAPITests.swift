import TestSupport
import Testing
import Workflow

/// 交接班 by HTTP: who hands over what to whom, and who reads it.
@Suite struct ShiftAPITests {
    @Test func `one hands the desk over to a colleague, once, and the log says what was open`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            let number = try await web.file()
            let body: JSONValue = ["unit": "C1", "to": "desk2", "note": "三号楼的水还没修好"]
            let key = ["Idempotency-Key": "shift-1"]
            let page = try await web.post("/api/v1/shift-log", body, headers: key)
            #expect(page.status == 201, "\(page.text)")
            #expect(page.json["open"] == 1 && page.json["note"] == "三号楼的水还没修好")
            #expect(page.json["matters"]?.array?.first?["number"]?.string == number)
            // Sent twice it is one page.
            _ = try await web.post("/api/v1/shift-log", body, headers: key)
            let list = try await web.get("/api/v1/shift-log", as: "desk2")
            #expect(list.json["pages"]?.array?.count == 1)
            let id = try #require(page.json["id"]?.int)
            for (account, status) in ["desk2": 200, "street": 200, "far": 404, "water": 404, "system": 404] {
                #expect(try await web.get("/api/v1/shift-log/\(id)", as: account).status == status, "\(account)")
            }
            #expect(try await web.get("/api/v1/shift-log", as: "far").json["pages"]?.array?.isEmpty == true)
            #expect(try await web.get("/api/v1/shift-log/\(id)", as: nil).status == 401)
        }
    }

    @Test func `nobody hands over a desk that is not theirs, nor to somebody who is not there`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            func code(_ unit: String, _ to: String, as account: String = "desk") async throws -> String? {
                try await web.post("/api/v1/shift-log", ["unit": .string(unit), "to": .string(to)], as: account).code
            }
            let elsewhere = try await code("C2", "far")
            #expect(elsewhere == "not_yours")
            #expect(try await code("C1", "far") == "not_of_this_desk")
            #expect(try await code("C1", "desk") == "not_of_this_desk")
            #expect(try await code("C1", "nobody") == "not_of_this_desk")
            #expect(try await code("X9", "desk2") == "unknown_unit")
            // The street stands above the community, and is not at its desk.
            #expect(try await code("C1", "desk2", as: "street") == "not_yours")
        }
    }
}
