import Dispatcher
import Foundation
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

/// Whom the directory names stands in the form of 派单, and who unticks it has it so.
@Suite struct DispatchFormTests {
    private static func withDirectory(_ body: @Sendable (PageDistrict) async throws -> Void) async throws {
        try await PageDistrict.with(passwordsOf: ["desk", "street"]) { pages in
            let rows = "rule,category,lead_code,co_handler_codes\nR1,水务,W,P\n"
            let report = try await Importer(engine: pages.city.engine, district: pages.city.id)
                .run(.directory, .bytes(Array(rows.utf8)))
            #expect(report.loaded > 0 && report.badRows == 0, "\(report)")
            try await body(pages)
        }
    }

    /// What a browser sends of a form as it stands, but for what somebody unticks.
    private static func sent(
        _ page: PageAnswer,
        _ mark: String = "data-keep",
        without unticked: String? = nil
    ) -> [(String, String)] {
        let forms = page.text.components(separatedBy: "<form").map { $0.components(separatedBy: "</form>")[0] }
        let form = forms.first { $0.contains(mark) } ?? ""
        let inputs = form.components(separatedBy: "<input ").dropFirst()
        return inputs.compactMap { input -> (String, String)? in
            guard let name = input.firstMatch(of: /name="([^"]*)"/)?.1 else { return nil }
            let value = String(input.firstMatch(of: /value="([^"]*)"/)?.1 ?? "")
            let isTick = input.contains("type=\"checkbox\"")
            guard !isTick || (input.prefix { $0 != ">" }.contains("checked") && value != unticked) else { return nil }
            return (String(name), value)
        }
    }

    @Test func `left as it stands the directory's are sent, unticked nobody is, and another lead is`() async throws {
        try await Self.withDirectory { pages in
            let session = try await pages.signIn()
            for (unticked, lead, wanted) in [(nil, nil, ["P"]), ("园林局", nil, []), (nil, "园林局", [])]
                as [(String?, String?, [String])]
            {
                let ticket = try await pages.city.file()
                try await pages.city.act("accept", by: "desk", on: ticket)
                let path = "/matters/\(ticket)/acts/dispatch"
                let form = try await pages.get(path, session)
                #expect(form.text.contains(/name="field\[lead\]" value="水务局"/), "\(form.text.suffix(4_000))")
                #expect(form.text.contains(/value="园林局" checked/) && !form.text.contains(/checkbox"[^>]*value="水务局"/))
                var fields = Self.sent(form, without: unticked)
                if let lead { fields = fields.map { $0.0 == "field[lead]" ? ($0.0, lead) : $0 } }
                let done = try await pages.post(path, many: fields, session)
                #expect(done.status == 303, "\(done.text.suffix(2_000))")
                let after = try #require(try await pages.city.ticket(ticket))
                #expect(after.lead == pages.city.unit(lead == nil ? "W" : "P"))
                var leads: [UnitID?] = []
                for child in after.children.keys { leads.append(try await pages.city.ticket(child)?.lead) }
                #expect(leads == wanted.map { pages.city.unit($0) }, "\(unticked ?? "-") \(lead ?? "-")")
            }
        }
    }

    @Test func `what was shown is done, though the matter was filed under another rule`() async throws {
        try await Self.withDirectory { pages in
            let tickets = [try await pages.city.file(), try await pages.city.file()]
            for ticket in tickets { try await pages.city.act("accept", by: "desk", on: ticket) }
            // The directory changes: the other department leads now, and nobody helps.
            let rows = "rule,category,lead_code,co_handler_codes\nR1,水务,P,\n"
            let report = try await Importer(engine: pages.city.engine, district: pages.city.id)
                .run(.directory, .bytes(Array(rows.utf8)))
            #expect(report.badRows == 0 && report.loaded > 0)
            let session = try await pages.signIn()
            for (ticket, isAtOnce) in zip(tickets, [true, false]) {
                let path = "/matters/\(ticket)" + (isAtOnce ? "" : "/acts/dispatch")
                let page = try await pages.get(path, session)
                #expect(page.text.contains("园林局") && !page.text.contains("value=\"水务局\" checked"))
                let mark = isAtOnce ? "派给" : "data-keep"
                let sent = try await pages.post(
                    "/matters/\(ticket)/acts/dispatch",
                    many: Self.sent(page, mark),
                    session
                )
                #expect(sent.status == 303, "\(sent.text.suffix(2_000))")
                let after = try #require(try await pages.city.ticket(ticket))
                #expect(after.lead == pages.city.unit("P") && after.children.isEmpty, "\(isAtOnce)")
            }
        }
    }

    @Test func `what is refused says fields by what people call them, and keeps what was unticked`() async throws {
        try await Self.withDirectory { pages in
            let session = try await pages.signIn()
            let ticket = try await pages.city.file()
            try await pages.city.act("accept", by: "desk", on: ticket)
            let path = "/matters/\(ticket)/acts/dispatch"
            let form = try await pages.get(path, session)
            let fields = Self.sent(form, without: "园林局").map { $0.0 == "field[lead]" ? ($0.0, "城管") : $0 }
            let refused = try await pages.post(path, many: fields, session)
            #expect(refused.status == 422 && refused.text.contains("主办单位"), "\(refused.text.suffix(2_000))")
            #expect(!refused.text.contains(/value="园林局" checked/))
            let again = Self.sent(refused).map { $0.0 == "field[lead]" ? ($0.0, "水务局") : $0 }
            #expect(try await pages.post(path, many: again, session).status == 303)
            #expect(try await pages.city.ticket(ticket)?.children.isEmpty == true)
        }
    }

    @Test func `who is complained of is proposed by nobody, and the rest goes at once`() async throws {
        try await Self.withDirectory { pages in
            let ticket = try await pages.city.file()
            try await pages.city.act("accept", by: "desk", on: ticket)
            let complained: [FieldName: JSONValue] = ["complained_of": .array([.int(pages.city.unit("P").rawValue)])]
            try await pages.city.act(
                "name_complained",
                by: "desk",
                on: ticket,
                input: complained,
                texts: ["note": "群众反映"]
            )
            let session = try await pages.signIn()
            let form = try await pages.get("/matters/\(ticket)/acts/dispatch", session)
            #expect(!form.text.contains(/value="园林局" checked/))
            let page = try await pages.get("/matters/\(ticket)", session)
            let sent = try await pages.post("/matters/\(ticket)/acts/dispatch", many: Self.sent(page, "派给"), session)
            #expect(sent.status == 303, "\(sent.text.suffix(2_000))")
            let after = try #require(try await pages.city.ticket(ticket))
            #expect(after.lead == pages.city.unit("W") && after.children.isEmpty)
        }
    }

    @Test func `a ruling without a lead says what is missing in words`() async throws {
        try await Self.withDirectory { pages in
            let ticket = try await pages.city.file()
            for (act, by) in [("accept", "desk"), ("dispatch", "desk")] as [(ActionName, String)] {
                try await pages.city.act(act, by: by, on: ticket)
            }
            let texts: [FieldName: String] = ["reason": "不是我局职责", "evidence": "三定方案"]
            let code: [FieldName: JSONValue] = ["return_code": "not_ours"]
            try await pages.city.act("return", by: "water", on: ticket, input: code, texts: ["evidence": "三定方案"])
            try await pages.city.act("refuse_return", by: "desk", on: ticket, texts: ["reason": "属于贵局"])
            try await pages.city.act("dispute", by: "water", on: ticket, texts: texts)
            let session = try await pages.signIn("street")
            let path = "/matters/\(ticket)/acts/arbitrate"
            let form = try await pages.get(path, session)
            // Nobody is proposed: least of all who disputes it.
            #expect(!form.text.contains(/name="field\[lead\]" value="[^"]/))
            let fields = Self.sent(form) + [("field[ruling]", "other"), ("field[reason]", "改由他局")]
            let refused = try await pages.post(path, many: fields.filter { $0.0 != "field[lead]" }, session)
            #expect(refused.status == 409 || refused.status == 422)
            #expect(refused.text.contains("需要填写“主办单位”") && !refused.text.contains("“ruling”"))
            #expect(!refused.text.contains("“lead”"), "\(refused.text.suffix(2_000))")
        }
    }
}
