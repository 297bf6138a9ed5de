import PGStore
import Postgres
import Tabular
import Workflow

/// What is said of categories to those who report, whole: entries that are not in the document go.
///
/// Questions are lists, so it is written in YAML or JSON. An entry that is bad stays as it was.
struct CategoryImport: ConfigurationImport {
    static let fields = [
        FieldSpec("category", headings: ["类别"], isRequired: true),
        FieldSpec("code", headings: ["代码"], isRequired: true),
        FieldSpec("title.zh", headings: ["名称"]), FieldSpec("title.en", headings: ["英文名称"]),
        FieldSpec("about.zh", headings: ["说明"]), FieldSpec("about.en", headings: ["英文说明"]),
        FieldSpec("keywords", headings: ["关键词"]),
        FieldSpec("public", headings: ["对外开放"]),
        FieldSpec("questions", headings: ["问题"]),
    ]

    static let kind = ImportKind.categories

    var columns: [FieldSpec] { Self.fields }

    func parse(_ cells: inout CellReader) -> CategoryEntry? {
        cells.document("bad_category", Bilingual(zh: "类别清单", en: "categories")) { (value) throws(Problem) in
            try CategoryEntry(document: value)
        }
    }

    func check(_ sheet: inout WholeSheet<CategoryEntry>, _ configuration: DistrictConfiguration) {
        for (index, entry) in sheet.candidates where !configuration.directory.categories.contains(entry.category) {
            sheet.reject(index, RowFault(.unknownCategory(entry.category)))
        }
        sheet.refuseRepeated(\.category)
        sheet.refuseRepeated(\.code)
        // What stays because its row is bad keeps its code.
        let kept = kept(sheet, configuration)
        for (index, entry) in sheet.candidates {
            guard let other = kept.first(where: { $0.code == entry.code && $0.category != entry.category }) else {
                continue
            }
            sheet.reject(
                index,
                RowFault(
                    "code_twice",
                    zh: "代码“\(entry.code)”已是“\(other.category)”的",
                    en: "the code “\(entry.code)” is that of “\(other.category)”"
                )
            )
        }
    }

    func isThere(_ entry: CategoryEntry, _ configuration: DistrictConfiguration) -> Bool {
        configuration.categories.entries.contains(entry)
    }

    func flights(_ sheet: WholeSheet<CategoryEntry>, _ configuration: DistrictConfiguration) -> [[Query]] {
        let kept = kept(sheet, configuration).map(\.category)
        return [ConfigurationWrite.categories(configuration.id, sheet.accepted, keeping: kept)]
    }

    /// Entries of the database whose rows are bad.
    private func kept(
        _ sheet: WholeSheet<CategoryEntry>,
        _ configuration: DistrictConfiguration
    ) -> [CategoryEntry] {
        let accepted = Set(sheet.accepted.map(\.category))
        let spoilt = Set(sheet.lines.filter { $0.accepted == nil }.compactMap { sheet.cell($0, "category") })
        return configuration.categories.entries.filter {
            spoilt.contains($0.category) && !accepted.contains($0.category)
        }
    }
}
