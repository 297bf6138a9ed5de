import Dispatcher
import PGStore
import Tabular
import TestSupport
import Testing
import Workflow

/// 待回填 as sheets: the platform's own columns, what whoever asks holds, as much as there is.
@Suite struct AnswerSheetTests {
    private static func rows(_ answer: Answer, _ kind: SheetKind) throws -> [[String]] {
        var options = ReadOptions()
        options.kind = kind
        let reader = try RecordReader(.bytes(answer.bytes), options: options)
        var rows = [reader.header.names]
        while let element = try reader.next() { rows.append(element.cells) }
        return rows
    }

    private static func handled(_ number: String, _ web: WebDistrict) async throws {
        try await web.act("accept", on: number, as: "desk")
        try await web.act("dispatch", on: number, as: "desk")
        try await web.act("sign", on: number, as: "water")
        try await web.act("first_contact", on: number, as: "water", fields: ["contacted_by": "phone"])
        try await web.act(
            "submit_result",
            on: number,
            as: "water",
            fields: ["outcome": "solved", "text": "=1+1 已修好"]
        )
    }

    @Test func `both kinds hold the platform's columns and no others, of what is held by whoever asks`() async throws {
        try await WebDistrict.withPlatform { web in
            // More than a page, of which one has an answer.
            for start in [1, 61] {
                let sent = (start..<start + 60).map { WebDistrict.sent("SZ-\($0)") }
                #expect(try await web.push(sent).status == 200)
            }
            let first = try #require(try await web.answers("?limit=1").first?["number"]?.string)
            try await Self.handled(first, web)
            let path = "/api/v1/platforms/12345/answers"
            for (kind, sheet) in [("csv", SheetKind.csv), ("xlsx", .xlsx)] {
                let answer = try await web.get("\(path).\(kind)")
                #expect(answer.status == 200, "\(answer)")
                let rows = try Self.rows(answer, sheet)
                #expect(rows[0] == ["工单编号", "承办单位", "办理结果", "答复内容", "办结方式", "市民评价", "填报人"])
                #expect(rows.dropFirst().map { $0[0] } == (1...120).map { "SZ-\($0)" })
                #expect(rows.dropFirst().allSatisfy { $0[6] == "派单员甲" })
                let answered = try Self.rows(try await web.get("\(path).\(kind)?answered=true"), sheet)
                #expect(answered.count == 2 && answered[1][0] == "SZ-1" && answered[1][2] == "已办结", "\(answered)")
                // What a sheet would reckon with is text in it.
                #expect(answered[1][3] == (kind == "csv" ? "'=1+1 已修好" : "=1+1 已修好"))
                let disposition = answer.header("Content-Disposition") ?? ""
                #expect(disposition.hasPrefix("attachment; ") && disposition.contains(".\(kind)"), "\(disposition)")
                // Who holds none of them has an empty sheet; who may not export, none.
                #expect(try Self.rows(try await web.get("\(path).\(kind)", as: "parks"), sheet).count == 1)
                for (account, status) in [("desk@read", 403), (nil, 401)] as [(String?, Int)] {
                    #expect(try await web.get("\(path).\(kind)", as: account).status == status)
                }
                let other = try await web.get("/api/v1/platforms/none/answers.\(kind)")
                #expect(other.status == 404 && other.code == "unknown_platform")
                #expect(try await web.get("\(path).\(kind)?limit=3").status == 400)
            }
        }
    }

    @Test func `a platform that names no columns has no sheet`() async throws {
        try await WebDistrict.withPlatform { web in
            let importer = Importer(engine: web.city.engine, district: web.city.id)
            let bare = "- {platform: bare, title: {zh: 无列, en: Bare}, columns: {external_id: 编号}}"
            #expect(try await importer.run(.platforms, .bytes(Array(bare.utf8))).bad.isEmpty)
            try await eventually("the platform is known") {
                try await web.get("/api/v1/platforms/bare/answers.csv").code == "no_answer_columns"
            }
            #expect(try await web.get("/api/v1/platforms/bare/answers.xlsx").status == 422)
        }
    }
}
