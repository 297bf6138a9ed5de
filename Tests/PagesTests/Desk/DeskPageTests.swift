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

    @Test func `who blows a whistle reads what it means, ticks whom the directory names, and sees who has come`()
        async throws
    {
        try await PageDistrict.with(passwordsOf: ["desk"]) { pages in
            let session = try await pages.signIn()
            let ticket = try await pages.city.file()
            let form = try await pages.get("/matters/\(ticket)/acts/whistle?from=desk", session)
            for word in ["到场时限 30 分钟", "应答时限 工作时间 4 小时", "到场人员职级不限", "目录建议", "已作的努力"] {
                #expect(form.text.contains(word), "\(word)")
            }
            #expect(form.text.contains("name=\"field[departments][]\" value=\"水务局\""))
            // A community blows those of the third level: it is offered no other.
            #expect(form.text.contains("value=\"three\"") && !form.text.contains("value=\"one\""))
            let sent: [(String, String)] = [
                ("key", try #require(form.hidden("key"))), ("seq", try #require(form.hidden("seq"))), ("from", "desk"),
                ("field[whistle_kind]", "emergency"), ("field[whistle_level]", "three"), ("field[tried]", "已关总阀"),
                ("field[departments][]", "水务局"), ("field[departments][]", "园林局"),
            ]
            let blown = try await pages.post("/matters/\(ticket)/acts/whistle", many: sent, session)
            #expect(blown.status == 303, "\(blown.text)")
            let matter = try await pages.get("/desk?open=\(ticket)", session)
            #expect(matter.text.contains("未报到"))
            for name in ["水务局", "园林局"] { #expect(matter.text.contains("\(name)</a>"), "\(name)") }
            // Ticked names are told again where something else is refused.
            let other = try await pages.city.file()
            let refused = try await pages.post(
                "/matters/\(other)/acts/whistle",
                many: sent.filter { !["seq", "key", "field[tried]"].contains($0.0) },
                session
            )
            #expect(refused.status == 422)
            #expect(refused.text.contains("value=\"水务局\" checked") && refused.text.contains("value=\"园林局\""))
            #expect(refused.text.contains("value=\"emergency\" required checked"))
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
