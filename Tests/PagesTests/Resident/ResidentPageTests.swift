import TestSupport
import Testing
import Web
import Dispatcher

/// What residents do at a door: without an account, and without a script.
@Suite struct ResidentPageTests {
    private static func file(_ pages: PageDistrict, _ more: [String: String] = [:]) async throws -> (String, String) {
        let form = try await pages.get("/r/at/B")
        let filing = [
            "key": try #require(form.hidden("key")), "place": try #require(form.hidden("place")), "category": "水务",
            "text": "楼道里一直漏水",
        ]
        let sent = try await pages.post("/r", filing.merging(more) { $1 })
        guard sent.status == 200, let number = sent.hidden("number"), let code = sent.hidden("code") else {
            throw Unexpected(sent)
        }
        return (number, code)
    }

    @Test func `the page behind a building's code says where it is`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let page = try await pages.get("/r/at/B")
            #expect(page.text.contains("一街道 › 一社区 › 一网格 › 一号楼"))
            #expect(page.text.contains("119"))
            // A code that nobody printed asks for the address instead.
            #expect(try await pages.get("/r/at/XX").text.contains("name=\"address\""))
        }
    }

    @Test func `number and code open it, a wrong code does not, and neither is in an address`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let (number, code) = try await Self.file(pages, ["phone": "13900000000", "name": "某某"])
            let matter = try await pages.post("/r/status", ["number": number, "code": code])
            #expect(matter.status == 200)
            #expect(matter.text.contains("楼道里一直漏水"))
            #expect(!matter.text.contains("13900000000"))
            #expect(!matter.text.contains("href=\"/r/status?"))
            let wrong = try await pages.post("/r/status", ["number": number, "code": "AAAA-AAAA"])
            #expect(wrong.status == 404)
            #expect(!wrong.text.contains("楼道里一直漏水"))
            #expect(try await pages.post("/r/status", ["number": "", "code": ""]).status == 404)
        }
    }

    @Test func `a resident adds to their matter, and withdraws it`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let (number, code) = try await Self.file(pages)
            let opening = ["number": number, "code": code]
            let matter = try await pages.post("/r/status", opening)
            let acts = Set(matter.text.matches(of: /action="\/r\/acts\/([a-z_]+)"/).map { String($0.1) })
            #expect(acts.contains("withdraw_matter"))
            let withdrawn = try await pages.post(
                "/r/acts/withdraw_matter",
                opening.merging(["key": "0123456789abcdef", "field[reason]": "已经好了"]) { $1 }
            )
            #expect(withdrawn.status == 200)
            #expect(withdrawn.text.contains("role=\"status\""))
            let after = try await pages.post("/r/status", opening)
            #expect(!after.text.contains("action=\"/r/acts/withdraw_matter\""))
        }
    }

    @Test func `who asks too often answers what a picture shows, and keeps what was typed`() async throws {
        var limits = ServiceLimits()
        limits.residents.filing = .init(burst: 1, seconds: 3_600)
        try await PageDistrict.with(passwordsOf: [], limits: limits) { pages in
            _ = try await Self.file(pages)
            let form = try await pages.get("/r/at/B")
            let sent = try await pages.post(
                "/r",
                ["key": try #require(form.hidden("key")), "place": "B", "category": "水务", "text": "又漏了"]
            )
            #expect(sent.status == 403)
            #expect(sent.text.contains("又漏了</textarea>"))
            #expect(sent.text.contains("name=\"challenge\""))
        }
    }
}
