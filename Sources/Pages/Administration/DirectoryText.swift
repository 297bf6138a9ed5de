import PGStore
import Workflow

/// A directory as a table that can be copied into a workbook, changed, and pasted back.
struct DirectoryText {
    /// The table: headings, then a line a rule, cells set apart by tabs.
    let text: String

    /// Writes it.
    ///
    /// - Parameters:
    ///   - rules: as the API tells them.
    ///   - configuration: the district.
    ///   - language: of the headings; an import knows both.
    init(_ rules: [JSONValue], _ configuration: DistrictConfiguration, _ language: Language) {
        let clocks = configuration.latestMachines.flatMap { $0.definition.directoryClocks.map { ($0.key, $0.value) } }
            .reduce(into: [:]) { $0[$1.0.text] = $1.1.title }.sorted { $0.key < $1.key }
        let headings =
            Self.before.map { $0.heading(language) } + clocks.map { $0.value(language) }
            + Self.behind.map { $0.heading(language) }
        let lines = rules.map { rule in
            Self.before.map { $0.cell(rule) } + clocks.map { rule["limits"]?[$0.key]?.string ?? "" }
                + Self.behind.map { $0.cell(rule) }
        }
        text = ([headings] + lines).map { $0.map(Self.flat).joined(separator: "\t") }.joined(separator: "\n")
    }

    private struct Column {
        let heading: Bilingual
        let cell: (JSONValue) -> String

        init(zh: String, en: String, _ cell: @escaping (JSONValue) -> String) {
            heading = Bilingual(zh: zh, en: en)
            self.cell = cell
        }
    }

    private static var before: [Column] {
        [
            Column(zh: "规则编号", en: "rule") { $0["id"]?.string ?? "" },
            Column(zh: "类别", en: "category") { $0["category"]?.string ?? "" },
            Column(zh: "地点编码", en: "place_code") { $0["place"]?["code"]?.string ?? "" },
            Column(zh: "适用属性", en: "attributes") { list($0["attributes"]?.array?.compactMap(\.string)) },
            Column(zh: "主办单位编码", en: "lead_code") { $0["lead"]?["code"]?.string ?? "" },
            Column(zh: "协办单位编码", en: "co_handler_codes") { rule in
                list(rule["co_handlers"]?.array?.compactMap { $0["code"]?.string })
            },
        ]
    }

    private static var behind: [Column] {
        [
            Column(zh: "履职类别", en: "duty") { $0["duty"]?.string ?? "" },
            Column(zh: "取证", en: "evidence") { list($0["evidence"]?.array?.compactMap(\.string)) },
            Column(zh: "取证必要性", en: "necessity") { $0["necessity"]?.string ?? "" },
            Column(zh: "取证批准", en: "approval") { $0["approval"]?.string ?? "" },
            Column(zh: "依据", en: "source") { $0["source"]?.string ?? "" },
        ]
    }

    private static func list(_ words: [String]?) -> String { (words ?? []).joined(separator: "、") }

    /// In one cell of one line; a quotation mark begins a quoted cell, and is written twice in it.
    private static func flat(_ cell: String) -> String {
        let line = cell.split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(separator: " ")
        return line.contains("\"") ? "\"\(line.replacing("\"", with: "\"\""))\"" : line
    }
}
