/// Which column of a sheet holds which field.
///
/// Headings match whatever their spaces, width, case, `*` and bracketed notes. A heading that means no field is
/// reported in `unknown`, never dropped in silence; the column that an error sheet adds (错误) is passed over.
package struct ColumnMap: Hashable, Sendable {
    /// The headings that mean no field, with `#3` for the third column when it has no heading.
    package let unknown: [String]

    private let columns: [String: Int]

    /// Matches the headings of a sheet to fields.
    ///
    /// - Throws: `duplicateColumn` for a heading or a field that occurs twice, `missingColumns` with all that are
    ///   required and absent.
    package init(_ header: SheetHeader, fields: [FieldSpec]) throws(SheetError) {
        let matcher = HeadingMatcher(fields)
        var columns: [String: Int] = [:]
        var unknown: [String] = []
        var seen: Set<String> = []
        for (index, heading) in header.names.enumerated() {
            let key = HeadingKey(heading)
            if ErrorColumn.isErrorHeading(key) { continue }
            guard key.full.isEmpty || seen.insert(key.full).inserted else { throw .duplicateColumn(heading) }
            guard let field = matcher.field(key) else {
                unknown.append(heading.isEmpty ? "#\(index + 1)" : heading)
                continue
            }
            guard columns.updateValue(index, forKey: field.name) == nil else { throw .duplicateColumn(field.heading) }
        }
        let missing = fields.filter { $0.isRequired && columns[$0.name] == nil }
        guard missing.isEmpty else { throw .missingColumns(missing.map(\.heading)) }
        self.columns = columns
        self.unknown = unknown
    }

    /// Whether the sheet has the field's column.
    package func has(_ field: String) -> Bool {
        columns[field] != nil
    }

    /// The index of the field's column, from 0; nil when the sheet has none.
    package func index(of field: String) -> Int? {
        columns[field]
    }

    /// The field's cell in a row, trimmed; empty when the sheet has no such column.
    package func cell(_ row: SheetRow, _ field: String) -> String {
        guard let column = columns[field], column < row.cells.count else { return "" }
        return row.cells[column].trimmed
    }

    /// The field's cell in a row, trimmed; nil when it is empty or the sheet has no such column.
    package func value(_ row: SheetRow, _ field: String) -> String? {
        let text = cell(row, field)
        return text.isEmpty ? nil : text
    }
}

/// Finds the field that a heading means.
struct HeadingMatcher {
    private var exact: [String: FieldSpec] = [:]

    /// Prepares to match headings to these fields; the first field that has a heading keeps it.
    init(_ fields: [FieldSpec]) {
        for field in fields {
            for heading in [field.name] + field.headings + field.aliases {
                let key = HeadingKey(heading)
                if exact[key.full] == nil { exact[key.full] = field }
            }
        }
    }

    /// The field that a heading means: as it is, or without such notes as （必填）, or without any note in brackets.
    func field(_ key: HeadingKey) -> FieldSpec? {
        exact[key.full] ?? exact[key.unmarked] ?? exact[key.bare]
    }
}

/// The column of errors that is added to a sheet that goes back.
package enum ErrorColumn {
    /// Its heading in a language.
    package static func heading(_ language: SheetLanguage) -> String {
        language == .zh ? "错误" : "errors"
    }

    /// Whether a heading is that of the column.
    static func isErrorHeading(_ key: HeadingKey) -> Bool {
        key.full == "错误" || key.full == "errors"
    }
}
