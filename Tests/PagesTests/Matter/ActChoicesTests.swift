import PGStore
import TestSupport
import Testing
import Workflow

/// What forms propose that depends on the matter: parts of the department that leads, and matters to merge into.
@Suite struct ActChoicesTests {
    @Test func `a matter is given inside to a part of the department alone`() async throws {
        try await PageDistrict.with(passwordsOf: ["water"], also: .part) { pages in
            let ticket = try await pages.city.file()
            try await pages.city.act("accept", by: "desk", on: ticket)
            try await pages.city.act("dispatch", by: "desk", on: ticket)
            try await pages.city.act("sign", by: "water", on: ticket)
            let number = try await pages.number(ticket)
            let session = try await pages.signIn("water")
            let form = try await pages.get("/matters/\(number)/acts/assign_inside", session)
            #expect(form.status == 200 && form.text.contains("<option value=\"水务一科\">水务一科</option>"), "\(form.text)")
            #expect(!form.text.contains("<option value=\"园林局\"") && !form.text.contains("<option value=\"水务局\""))
            let sent = try await pages.send(
                "/matters/\(number)/acts/assign_inside",
                from: form,
                ["field[section]": "水务一科", "seq": form.hidden("seq") ?? ""],
                session
            )
            #expect(sent.status == 303, "\(sent.text.suffix(2_000))")
            #expect(try await pages.city.ticket(ticket)?.inside == pages.city.unit("WS"))
        }
    }

    @Test func `likely duplicates and others of the place are proposed to merge into, and what will not do is said`()
        async throws
    {
        try await PageDistrict.with { pages in
            let main = try await pages.city.file(text: "一号楼楼道漏水，水流到电表箱")
            let other = try await pages.city.file(text: "路灯不亮")
            let ended = try await pages.city.file(text: "已经解决的")
            try await pages.city.act("accept", by: "desk", on: ended)
            try await pages.city.act("resolve_here", by: "desk", on: ended, texts: ["text": "处置好了"])
            let ticket = try await pages.city.file(text: "一号楼楼道漏水，水流到电表箱了")
            func number(_ ticket: TicketID) async throws -> String { try await pages.number(ticket) }
            let own = try await number(ticket)
            let session = try await pages.signIn()
            let path = "/matters/\(own)/acts/merge"
            let form = try await pages.get(path, session)
            #expect(form.text.contains("并单：把这件并入主单") && form.text.contains("疑似") == false)
            let choices = form.text.matches(of: /type="radio" name="field\[main\]\[\]" value="([^"]+)"/).map {
                String($0.1)
            }
            #expect(try await choices == [number(main), number(other)], "\(form.text)")
            #expect(form.text.contains("待受理"))
            for (typed, words) in [
                (own, "不能并入它自己"), ("20260101-999999", "没有编号为 20260101-999999 的工单"), ("灯", "没有编号为 灯 的工单"),
                (try await number(ended), "已办结"),
            ] {
                let refused = try await pages.send(
                    path,
                    from: form,
                    ["field[main][]": typed, "seq": form.hidden("seq") ?? ""],
                    session
                )
                #expect(
                    (400..<500).contains(refused.status) && refused.text.contains(words),
                    "\(typed): \(refused.text)"
                )
                #expect(refused.text.contains("value=\"\(typed)\""), "what was typed stays")
            }
            let many = try await [
                ("key", form.hidden("key") ?? ""), ("seq", form.hidden("seq") ?? ""), ("field[main][]", number(main)),
                ("field[main][]", ""),
            ]
            let sent = try await pages.post(path, many: many, session)
            #expect(sent.status == 303, "\(sent.text.suffix(2_000))")
            #expect(try await pages.city.ticket(ticket)?.links.main == main)
            // To take it apart again, the one that it is merged into stands there.
            let back = try await pages.get("/matters/\(own)/acts/unmerge", session)
            #expect(try await back.text.contains("value=\"\(number(main))\""))
        }
    }
}

extension PageDistrict {
    /// The number that people use.
    fileprivate func number(_ ticket: TicketID) async throws -> String {
        let found = try #require(try await city.ticket(ticket))
        return TicketNumber(found, calendar: city.configuration.calendars.standard).description
    }
}
