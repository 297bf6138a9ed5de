import TestSupport
import Testing
import Workflow

/// 一起办: several at once by forms, without a script.
@Suite struct TogetherPageTests {
    /// Numbers that a list lets tick.
    private static func numbers(_ page: PageAnswer) -> [String] {
        page.text.matches(of: /<input type="checkbox" name="number" value="([0-9-]+)">/).map { String($0.1) }
    }

    private static func seen(_ page: PageAnswer) -> [(String, String)] {
        page.text.matches(of: /name="seen\[([0-9-]+)\]" value="(\d+)"/).map { ("seen[\($0.1)]", String($0.2)) }
    }

    @Test func `what is ticked is shown before it is done, and each has its result`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let tickets = try await pages.city.file(count: 3)
            let numbers = Self.numbers(try await pages.get("/work?list=to_take", session))
            #expect(numbers.count == 3)
            let choice = try await pages.post("/together", many: numbers.map { ("number", $0) }, session)
            #expect(choice.status == 200 && choice.text.contains("name=\"act\" value=\"accept\""))
            let ticked = numbers.map { ("number", $0) }
            let form = try await pages.post("/together/act", many: ticked + [("act", "accept")], session)
            let (key, seen) = (try #require(form.hidden("key")), Self.seen(form))
            #expect(seen.count == 3)
            // Meanwhile one of them was accepted by somebody else.
            try await pages.city.act("accept", by: "desk2", on: tickets[1])
            let all = ticked + seen + [("act", "accept"), ("key", key)]
            let done = try await pages.post("/together/done", many: all, session)
            #expect(done.status == 200, "\(done.text)")
            #expect(done.text.matches(of: /class="came">✓/).count == 2)
            #expect(done.text.matches(of: /class="not-come">✗/).count == 1)
            // Sent twice, it is done once, and says the same.
            let again = try await pages.post("/together/done", many: all, session)
            #expect(again.text.matches(of: /class="came">✓/).count == 2)
            let later = try await pages.post("/together/act", many: ticked + [("act", "accept")], session)
            #expect(later.text.contains("现在都不能由您这样办理"))
        }
    }

    @Test func `what cannot be done is not tried, and what is another's is not shown`() async throws {
        try await PageDistrict.with(passwordsOf: ["desk", "water"]) { pages in
            let session = try await pages.signIn()
            let tickets = try await pages.city.file(count: 2)
            let ticked = Self.numbers(try await pages.get("/work?list=to_take", session)).map { ("number", $0) }
            try await pages.city.act("accept", by: "desk", on: tickets[0])
            let form = try await pages.post("/together/act", many: ticked + [("act", "accept")], session)
            #expect(Self.seen(form).count == 1 && form.text.contains("现在不能办，不动"))
            let water = try await pages.signIn("water")
            let other = try await pages.post("/together", many: ticked, water)
            #expect(other.status == 200 && other.text.contains("没有勾选，或勾选的您已看不到"))
            let nothing = try await pages.post("/together", many: [], session)
            #expect(nothing.text.contains("没有勾选"))
            #expect(try await pages.post("/together", many: ticked, [:]).status == 401)
            #expect(try await pages.get("/together", session).header("Location") == "/work")
            // Several slips are as many pages.
            let query = ticked.map { "number=\($0.1)" }.joined(separator: "&")
            let print = try await pages.get("/print?\(query)", session)
            #expect(print.text.matches(of: /<article class="slip">/).count == 2)
            #expect(try await pages.get("/print?\(query)", water).status == 404)
        }
    }
}
