import TestSupport
import Testing
import Workflow

/// Who sees what by HTTP: what may not be seen is not there.
@Suite struct SightAPITests {
    @Test func `a matter that somebody may not see is not there for them, whatever they ask`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            for path in ["", "/timeline", "/clocks"] {
                let answer = try await web.get("/api/v1/matters/\(number)\(path)", as: "parks")
                #expect(answer.status == 404)
                #expect(answer.code == "unknown_ticket")
            }
            let act = try await web.post("/api/v1/matters/\(number)/acts", ["act": "accept"], as: "parks")
            #expect(act.status == 404)
            #expect(act.code == "unknown_ticket")
            // The same words as for a number that nobody bears.
            let nothing = try await web.get("/api/v1/matters/99999999", as: "parks")
            let hidden = try await web.get("/api/v1/matters/\(number)", as: "parks")
            #expect(
                nothing.json["detail"]?.string?.replacing("99999999", with: number) == hidden.json["detail"]?.string
            )
            #expect(try await web.get("/api/v1/matters/\(number)", as: "street").status == 200)
        }
    }

    @Test func `a number with another's date is nobody's`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let slip = "20010101-" + (number.split(separator: "-").last ?? "")
            #expect(try await web.get("/api/v1/matters/\(slip)").status == 404)
            #expect(try await web.post("/api/v1/matters/\(slip)/acts", ["act": "accept"]).status == 404)
        }
    }

    @Test func `a list shows what one's units have to do with, and no other's`() async throws {
        try await WebDistrict.with { web in
            let first = try await web.file(place: "C1")
            let second = try await web.file(as: "street", place: "C2")
            func numbers(_ account: String, _ query: String = "") async throws -> Set<String> {
                let answer = try await web.get("/api/v1/matters\(query)", as: account)
                #expect(answer.status == 200)
                return Set(answer.json["matters"]?.array?.compactMap { $0["number"]?.string } ?? [])
            }
            #expect(try await numbers("desk") == [first])
            #expect(try await numbers("street") == [first, second])
            #expect(try await numbers("water").isEmpty)
            #expect(try await numbers("street", "?unit=C1") == [first])
            #expect(try await web.get("/api/v1/matters?unit=C2", as: "desk").code == "not_yours")
            try await web.act("accept", on: first, as: "desk")
            try await web.act("dispatch", on: first, as: "desk")
            #expect(try await numbers("water") == [first])
            #expect(try await numbers("desk", "?state=dispatched") == [first])
            #expect(try await numbers("desk", "?state=reported").isEmpty)
        }
    }

    @Test func `who is complained of sees nothing, not even in a list`() async throws {
        try await WebDistrict.with { web in
            let filed = try await web.post(
                "/api/v1/matters",
                ["fields": ["category": "水务", "place": "C1", "text": "社区不作为", "complained_of": ["C1"]]],
                as: "street"
            )
            let number = try #require(filed.json["number"]?.string)
            #expect(try await web.get("/api/v1/matters/\(number)", as: "desk").status == 404)
            let list = try await web.get("/api/v1/matters", as: "desk").json["matters"]?.array ?? []
            #expect(list.isEmpty)
            #expect(try await web.get("/api/v1/matters/\(number)", as: "street").status == 200)
        }
    }

    @Test func `pages follow one another without a gap`() async throws {
        try await WebDistrict.with { web in
            var filed: Set<String> = []
            for _ in 0..<5 { filed.insert(try await web.file()) }
            var path: String? = "/api/v1/matters?limit=2&state=reported"
            var seen: [String] = []
            while let next = path {
                let answer = try await web.get(next)
                seen += answer.json["matters"]?.array?.compactMap { $0["number"]?.string } ?? []
                path = answer.header("Link").flatMap { link in
                    #expect(link.hasSuffix(">; rel=\"next\""))
                    return link.dropFirst().split(separator: ">").first.map(String.init)
                }
            }
            #expect(seen.count == 5)
            #expect(Set(seen) == filed)
            #expect(seen == seen.sorted())
        }
    }
}
