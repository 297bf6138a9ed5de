import Dispatcher
import Foundation
import PGStore
import Shipped
import Tabular
import TestSupport
import Testing
import Workflow

/// Kinds of configuration that are written in documents, sent as JSON: the shipped samples, and what is wrong inside of one.
@Suite struct DocumentImportAPITests {
    /// A file of the sample city as whoever speaks JSON sends it.
    private static func sample(_ name: String) throws -> [JSONValue] {
        let input = SheetInput.path(Shipped.folder.appending(path: "sample/\(name).yaml").path)
        let reader = try RecordReader(input, options: ReadOptions(fields: []))
        var rows: [JSONValue] = []
        while case .row(let row)? = try reader.next() { rows.append(try JSONValue(parsing: row.value?.json ?? "")) }
        return rows
    }

    private static func send(
        _ web: WebDistrict,
        _ kind: String,
        _ rows: [JSONValue],
        _ query: String = "",
        as account: String = "system"
    ) async throws -> Answer {
        try await web.post("/api/v1/imports/\(kind)\(query)", ["rows": .array(rows)], as: account)
    }

    /// A directory that knows the categories of some entries.
    private static func know(_ entries: [JSONValue], in web: WebDistrict) async throws {
        let names = entries.compactMap { $0["category"]?.string }
        let rules = names.enumerated().map { index, name -> JSONValue in
            ["编号": .string("R\(index)"), "类别": .string(name), "主办单位编码": "W", "事项类型": "基本履职"]
        }
        let answer = try await send(web, "directory", rules)
        #expect(answer.status == 200, "\(answer)")
    }

    @Test func `the sample's categories and platforms go in as JSON as they stand, once`() async throws {
        try await WebDistrict.with(also: .keepers) { web in
            let categories = try Self.sample("categories")
            try await Self.know(categories, in: web)
            for (kind, rows) in [("categories", categories), ("platforms", try Self.sample("platforms"))] {
                let count = JSONValue.int(Int64(rows.count))
                let trial = try await Self.send(web, kind, rows, "?dry_run=true")
                #expect(trial.status == 200 && trial.json["loaded"] == count, "\(trial)")
                #expect(trial.json["is_trial"] == true && trial.json["unknown_columns"] == [])
                let tried = try await web.city.engine.configurations.load(web.city.id)
                #expect(tried.platforms.isEmpty && (kind == "platforms" || tried.categories.entries.isEmpty))
                let done = try await Self.send(web, kind, rows)
                #expect(done.status == 200 && done.json["loaded"] == count, "\(done)")
                let again = try await Self.send(web, kind, rows)
                #expect(again.json["loaded"] == 0 && again.json["already_there"] == count, "\(again)")
                #expect(try await Self.send(web, kind, rows, as: "desk").status == 403)
            }
            let now = try await web.city.engine.configurations.load(web.city.id)
            #expect(Set(now.categories.entries.map(\.document)) == Set(categories))
            let light = try #require(now.categories.entries.first { $0.code == "streetlight" })
            #expect(light.title.en == "Street light out" && light.questions.first?.form?.choices.count == 3)
            let platform = try #require(now.platforms["12345"])
            #expect(platform.words["urgency"]?["特急"] == "紧急" && platform.answer.count == 8)
            #expect(platform.columns["contact_phone"] == ["联系电话", "来电号码"])
        }
    }

    @Test func `what is wrong inside of a document is refused with its own code, and keeps all others out`()
        async throws
    {
        try await WebDistrict.with(also: .keepers) { web in
            let category: JSONObject = ["category": "水务", "code": "water", "title": ["zh": "用水", "en": "Water"]]
            let platform: JSONObject = [
                "platform": "p1", "title": ["zh": "平台", "en": "Platform"], "columns": ["external_id": "编号"],
            ]
            let good: [String: JSONValue] = ["categories": .object(category), "platforms": .object(platform)]
            let when: JSONValue = ["zh": "何时", "en": "When"]
            for (kind, change, code) in [
                ("categories", ["questions": [["code": "a b", "ask": when, "form": "line"]]], "bad_code"),
                ("categories", ["questions": [["code": "a", "ask": when, "form": "choice"]]], "choices_and_form"),
                ("categories", ["questions": [["code": "a", "ask": when, "form": "line", "max": 3]]], "unknown_key"),
                ("categories", ["title": ["zh": "用水", "fr": "l'eau"]], "unknown_key"),
                ("categories", ["category": "没有的"], "unknown_category"),
                ("platforms", ["columns": ["external_id": "编号", "vanish": "列"]], "unknown_column"),
                ("platforms", ["columns": ["text": "内容"]], "no_number_column"),
                ("platforms", ["answer": [["heading": "甲", "is": "vanish"]]], "unknown_word"),
                ("platforms", ["words": ["urgency": ["加急": ["紧急"]]]], "wrong_type"),
                ("platforms", ["vanish": 1], "unknown_key"),
            ] as [(String, JSONObject, String)] {
                let start = kind == "categories" ? category : platform
                let other = kind == "categories" ? "other" : "p2"
                let bad = JSONValue.object(
                    start.merging(change) { $1 }.merging(
                        kind == "categories" ? ["code": .string(other)] : ["platform": .string(other)]
                    ) { $1 }
                )
                let answer = try await Self.send(web, kind, [good[kind] ?? .null, bad])
                #expect(answer.status == 422 && answer.code == "bad_rows", "\(change): \(answer)")
                #expect(answer.json["detail"]?.string?.contains("[\(code)]") == true, "\(change): \(answer.text)")
            }
            // What no document of these kinds can hold is not as the API's document says.
            var deep: JSONValue = "x"
            for _ in 0..<12 { deep = [deep] }
            for value in [deep, "a\u{0}b", ["k": "a\u{0}b"]] as [JSONValue] {
                for kind in ["categories", "platforms"] {
                    let answer = try await Self.send(web, kind, [["category": "水务", "platform": "p", "title": value]])
                    #expect(answer.status == 400 && answer.code == "bad_request", "\(answer)")
                }
            }
            // Kinds that are sheets stay sheets.
            let person: JSONValue = ["账号": "new1", "姓名": ["zh": "新人"], "岗位": "网格员", "单位编码": "G"]
            #expect(try await Self.send(web, "people", [person]).status == 400)
            let now = try await web.city.engine.configurations.load(web.city.id)
            #expect(now.categories.entries.isEmpty && now.platforms.isEmpty)
        }
    }
}
