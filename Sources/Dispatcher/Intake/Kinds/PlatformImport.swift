import PGStore
import Postgres
import Tabular
import Workflow

/// Platforms above (上级平台), each a document; those that the file does not name stay as they are.
struct PlatformImport: ConfigurationImport {
    static let fields = [
        FieldSpec("platform", headings: ["平台"], isRequired: true),
        FieldSpec("title.zh", headings: ["名称"]), FieldSpec("title.en", headings: ["英文名称"]),
        FieldSpec("columns", headings: ["列对照"]),
        FieldSpec("words", headings: ["用词对照"]),
        FieldSpec("defaults", headings: ["空缺时"]),
        FieldSpec("answer", headings: ["回填列"]),
    ]

    static let kind = ImportKind.platforms

    var columns: [FieldSpec] { Self.fields }

    func parse(_ cells: inout CellReader) -> Platform? {
        cells.document("bad_platform", Bilingual(zh: "上级平台", en: "platforms")) { (value) throws(Problem) in
            try Platform(document: value)
        }
    }

    func check(_ sheet: inout WholeSheet<Platform>, _ configuration: DistrictConfiguration) {
        sheet.refuseRepeated(\.name)
        let forms = configuration.definitionsOfPlatforms.compactMap { MatterForm($0) }
        guard !forms.isEmpty else {
            for (index, platform) in sheet.candidates {
                sheet.reject(
                    index,
                    RowFault(
                        "no_definition_for_platforms",
                        zh: "没有流程定义收上级平台的诉求（upper），“\(platform.name)”用不上",
                        en: "no definition takes matters of platforms above (upper): “\(platform.name)” is of no use"
                    )
                )
            }
            return
        }
        let known = Set(forms.flatMap { $0.fields.map(\.name) })
        for (index, platform) in sheet.candidates {
            let named = [Array(platform.columns.keys), Array(platform.words.keys), Array(platform.defaults.keys)]
            for column in Set(named.joined()).subtracting(known).sorted() {
                sheet.reject(
                    index,
                    RowFault(
                        "unknown_column",
                        zh: "没有“\(column)”这一列；有：\(known.sorted().joined(separator: "、"))",
                        en: "no column is “\(column)”; there are \(known.sorted().joined(separator: ", "))"
                    )
                )
            }
            guard platform.columns["external_id"] == nil else { continue }
            sheet.reject(
                index,
                RowFault(
                    "no_number_column",
                    zh: "columns 须写明外部工单号的列（external_id）",
                    en: "columns must say where its own number stands (external_id)"
                )
            )
        }
    }

    func isThere(_ platform: Platform, _ configuration: DistrictConfiguration) -> Bool {
        configuration.platforms[platform.name] == platform
    }

    func flights(_ sheet: WholeSheet<Platform>, _ configuration: DistrictConfiguration) -> [[Query]] {
        [ConfigurationWrite.platforms(configuration.id, sheet.accepted)]
    }
}
