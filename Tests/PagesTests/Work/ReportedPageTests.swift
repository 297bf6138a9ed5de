import Dispatcher
import TestSupport
import Testing
import Workflow

/// 我上报的: a list of what somebody reported, without a script.
@Suite struct ReportedPageTests {
    private static func lines(_ page: PageAnswer) -> Int { page.text.matches(of: /class="line-link"/).count }

    @Test func `it is one step from the lists, has what others have now, and goes on page by page`() async throws {
        try await PageDistrict.with(passwordsOf: ["leader", "desk"]) { pages in
            let city = pages.city
            let leader = try await pages.signIn("leader")
            let none = try await pages.get("/reported", leader)
            #expect(none.status == 200 && none.text.contains("您还没有上报过") && Self.lines(none) == 0)
            #expect(try await pages.get("/work", leader).text.contains("href=\"/reported\""))
            for turn in 1...31 {
                _ = try await city.engine.submit(city.filing(by: "leader", place: "B", text: "第 \(turn) 件事"))
            }
            let first = try await pages.get("/reported", leader)
            #expect(Self.lines(first) == 30 && first.text.contains("第 31 件事") && !first.text.contains(">第 1 件事<"))
            let next = try #require(first.text.firstMatch(of: /href="(\/reported\?[^"]*)"/)).1
            let second = try await pages.get(String(next).replacing("&amp;", with: "&"), leader)
            #expect(Self.lines(second) == 1 && second.text.contains(">第 1 件事<"))
            #expect(!second.text.contains("rel=\"next\""))
            #expect(try await Self.lines(pages.get("/reported", pages.signIn("desk"))) == 0)
        }
    }
}
