import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// 上报 by tiles, from a code at a door, and of what was handled on the spot.
@Suite struct ReportPageTests {
    /// The categories of tiles, in their order.
    private static func tiles(_ page: PageAnswer) -> [String] {
        page.text.matches(of: /id="category-r\d+" name="field\[category\]" value="([^"]*)"/).map { String($0.1) }
    }

    private static func file(_ category: String, _ pages: PageDistrict, _ session: [String: String]) async throws {
        let sent = try await pages.post(
            "/report",
            ["field[category]": category, "field[place]": "G", "field[text]": "一件"],
            session
        )
        guard sent.status == 200 else { throw Unexpected(sent) }
    }

    @Test func `the categories that somebody used last come first, and all stand below`() async throws {
        try await PageDistrict.with(passwordsOf: ["grid", "leader"]) { pages in
            let grid = try await pages.signIn("grid")
            let all = pages.city.configuration.directory.categories.filter { !$0.isEmpty }.sorted()
            let (one, other) = (try #require(all.first), try #require(all.last))
            let fresh = try await pages.get("/report", grid)
            #expect(Self.tiles(fresh).isEmpty)
            #expect(all.allSatisfy { fresh.text.contains("name=\"field[category]\" value=\"\($0)\"") })
            try await Self.file(one, pages, grid)
            try await Self.file(other, pages, grid)
            let page = try await pages.get("/report", grid)
            #expect(Array(Self.tiles(page).prefix(2)) == [other, one])
            #expect(all.allSatisfy { page.text.contains("id=\"category-s") && page.text.contains("value=\"\($0)\"") })
            // Somebody else's are not one's own, but what lies in the hands of one's unit is frequent there.
            #expect(Self.tiles(try await pages.get("/report", try await pages.signIn("leader"))).isEmpty)
        }
    }

    @Test func `what is written beside a tile counts before it, and a refused form shows what was chosen`() async throws
    {
        try await PageDistrict.with(passwordsOf: ["grid"]) { pages in
            let grid = try await pages.signIn("grid")
            try await Self.file("水务", pages, grid)
            let refused = try await pages.post(
                "/report",
                ["field[category]": "水务", "field[place]": "没有这里", "field[text]": "一件", "handled": "true"],
                grid
            )
            #expect(refused.status == 422)
            #expect(refused.text.contains("value=\"水务\" checked"))
            #expect(refused.text.contains("value=\"没有这里\"") && !refused.text.contains("value=\"G\" checked"))
            #expect(refused.text.contains("name=\"handled\" value=\"true\" checked"))
        }
    }

    @Test func `what only platforms send is not asked for, and a limit from above is the desk's`() async throws {
        try await PageDistrict.with(passwordsOf: ["grid", "desk"]) { pages in
            let (grid, desk) = (try await pages.signIn("grid"), try await pages.signIn("desk"))
            let (plain, full) = (try await pages.get("/report", grid), try await pages.get("/report", desk))
            for page in [plain, full] {
                #expect(!page.text.contains("field[upper_"))
                // A telephone says where it stands; nobody types that.
                #expect(page.text.contains("<input type=\"hidden\" id=\"field-position\""))
            }
            #expect(!plain.text.contains("field[target_due]") && full.text.contains("field[target_due]"))
            #expect(plain.text.contains("data-restored hidden"))
        }
    }

    @Test func `a code at a door leads whoever works there to the form with its place`() async throws {
        try await PageDistrict.with(passwordsOf: ["grid"]) { pages in
            #expect(!(try await pages.get("/r/at/B")).text.contains("/report?place=B"))
            let grid = try await pages.signIn("grid")
            #expect(try await pages.get("/r/at/B", grid).text.contains("href=\"/report?place=B\""))
            let page = try await pages.get("/report?place=B", grid)
            #expect(page.text.contains("value=\"B\" checked"))
            // Without a code their own place is chosen, since there is but one.
            #expect(try await pages.get("/report", grid).text.contains("value=\"G\" checked"))
        }
    }

    @Test func `handled on the spot by one tick: filed and ended, once`() async throws {
        try await PageDistrict.with(passwordsOf: ["grid"]) { pages in
            let grid = try await pages.signIn("grid")
            let form = [
                "key": "handled-once", "field[category]": "水务", "field[place]": "G", "field[text]": "井盖移位",
                "handled": "true",
            ]
            let first = try await pages.post("/report", form, files: [("后.jpg", try PageDistrict.picture())], grid)
            let second = try await pages.post("/report", form, grid)
            #expect(first.status == 200 && first.text.contains("已自行处置"))
            let number = try #require(first.text.firstMatch(of: /<dd>(\d{8}-\d+)<\/dd>/)).1
            #expect(second.text.contains("<dd>\(number)</dd>") && second.text.contains("已自行处置"))
            let page = try await pages.get("/matters/\(number)", grid)
            #expect(page.text.contains("自行处置") && page.text.contains("alt=\"后.jpg\""))
            #expect(page.text.matches(of: /<strong>自行处置/).count == 1)
            #expect(try await pages.city.engine.verify(pages.city.id).findings == [])
        }
    }

    @Test func `who may not deal with it themself reads so, and it stays filed`() async throws {
        try await PageDistrict.with(passwordsOf: ["grid", "desk"]) { pages in
            let grid = try await pages.signIn("grid")
            let sent = try await pages.post(
                "/report",
                ["field[category]": "水务", "field[place]": "二社区", "field[text]": "一件", "handled": "true"],
                grid
            )
            #expect(sent.status == 200 && sent.text.contains("没有办成自行处置"))
            #expect(sent.text.firstMatch(of: /<dd>\d{8}-\d+<\/dd>/) != nil)
        }
    }
}
