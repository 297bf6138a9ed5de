import TestSupport
import Testing
import Workflow

/// 派单台, by forms, without a script.
@Suite struct DeskPageTests {
    @Test func `one accepts, dispatches as the directory says, and watches, without leaving the desk`() async throws {
        try await PageDistrict.with(passwordsOf: ["desk", "water"]) { pages in
            let session = try await pages.signIn()
            _ = try await pages.city.file(count: 1)
            let desk = try await pages.get("/desk", session)
            #expect(desk.status == 200 && desk.text.contains("href=\"/desk?open="))
            let shown = try #require(desk.text.firstMatch(of: /desk\?open=([0-9-]+)/)).1
            let open = try await pages.get("/desk?open=\(shown)", session)
            #expect(open.text.contains("aria-current=\"true\"") && !open.text.contains("派单目录建议"))
            let form = try await pages.get("/matters/\(shown)/acts/accept?from=desk", session)
            let sent = [
                "key": try #require(form.hidden("key")), "seq": try #require(form.hidden("seq")), "from": "desk",
            ]
            let accepted = try await pages.post("/matters/\(shown)/acts/accept", sent, session)
            #expect(accepted.status == 303 && accepted.header("Location") == "/desk?open=\(shown)&done=accept")
            // Now the directory's department is one tap away, and says why.
            let proposed = try await pages.get("/desk?open=\(shown)", session)
            #expect(proposed.text.contains("派给水务局") && proposed.text.contains("派单目录建议"))
            let dispatch = try #require(
                proposed.text.firstMatch(
                    of:
                        /acts\/dispatch"><input type="hidden" name="key" value="([^"]+)"><input type="hidden" name="seq" value="(\d+)"/
                )
            )
            let given = try await pages.post(
                "/matters/\(shown)/acts/dispatch",
                ["key": String(dispatch.1), "seq": String(dispatch.2), "from": "desk"],
                session
            )
            #expect(given.header("Location") == "/desk?open=\(shown)&done=dispatch", "\(given.text)")
            let watched = try await pages.get("/desk", session)
            let column = try #require(watched.text.split(separator: "column-given_out").last)
            #expect(column.contains("/desk?open=\(shown)"))
        }
    }

    @Test func `from where somebody comes is the desk, and nowhere else`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            _ = try await pages.city.file(count: 1)
            let page = try await pages.get("/desk", session)
            let shown = try #require(page.text.firstMatch(of: /desk\?open=([0-9-]+)/)).1
            #expect(try await pages.get("/matters/\(shown)/acts/accept?from=//other.example", session).status == 400)
            #expect(try await pages.get("/desk?open=20200101-000001", session).status == 404)
            #expect(try await pages.get("/desk?open=x", session).status == 400)
            // What a link proposes stands in the form; more than a form has is nothing.
            let filled = try await pages.get(
                "/matters/\(shown)/acts/merge?field%5Bmain%5D=20260101-000001&field%5Bother%5D=x",
                session
            )
            #expect(filled.status == 200 && filled.text.contains("value=\"20260101-000001\""))
        }
    }
}
