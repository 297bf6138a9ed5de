import Tabular
import Workflow

/// Takes the cells of a row one by one and gathers what is wrong with them, so that a person hears of it all at once.
struct CellReader {
    let row: SheetRow
    private(set) var faults: [RowFault] = []
    private let columns: ColumnMap
    private let fields: [String: FieldSpec]
    /// Whose words the cells hold, where they are another's.
    private let platform: Platform?

    init(_ row: SheetRow, columns: ColumnMap, fields: [String: FieldSpec], of platform: Platform? = nil) {
        self.row = row
        self.platform = platform
        self.columns = columns
        self.fields = fields
    }

    mutating func note(_ fault: RowFault) {
        faults.append(fault)
    }

    /// A cell's text in our words, or what stands for an empty one.
    private func text(_ field: String) -> String? {
        guard let platform else { return columns.value(row, field) }
        guard let theirs = columns.value(row, field) else { return platform.defaults[field] }
        return platform.words[field]?[theirs] ?? theirs
    }

    /// A cell's text; nil where it is empty or too long.
    mutating func optional(_ field: String, most: Int) -> String? {
        guard let text = text(field) else { return nil }
        let length = text.unicodeScalars.count
        guard length <= most else {
            note(.tooLong(heading(field), limit: most, length: length))
            return nil
        }
        return text
    }

    /// A cell's text; nil, with a fault, where it is empty or too long.
    mutating func required(_ field: String, most: Int) -> String? {
        guard text(field) != nil else {
            note(.missing(heading(field)))
            return nil
        }
        return optional(field, most: most)
    }

    /// What a cell means; nil, with a fault, where it is empty or means nothing.
    ///
    /// - Parameters:
    ///   - field: the field.
    ///   - code: the fault's code.
    ///   - known: what would have been right, for the message.
    ///   - meaning: reads the text.
    /// - Returns: what it means.
    mutating func required<Value>(
        _ field: String,
        code: String,
        known: Bilingual,
        _ meaning: (String) -> Value?
    ) -> Value? {
        guard let text = required(field, most: 100) else { return nil }
        guard let value = meaning(text) else {
            note(
                RowFault(
                    code,
                    zh: "“\(heading(field).zh)”不能是“\(text)”；应为：\(known.zh)",
                    en: "“\(heading(field).en)” cannot be “\(text)”; wanted: \(known.en)"
                )
            )
            return nil
        }
        return value
    }

    /// The words of a cell, which stand apart by blanks, commas or the like; nil where the sheet has no such column.
    mutating func words(_ field: String, most: Int) -> [String]? {
        guard columns.index(of: field) != nil else { return nil }
        return (optional(field, most: most) ?? "").split { $0.isWhitespace || "、，,；;|".contains($0) }.map(String.init)
    }

    /// Whether the sheet has a column.
    func has(_ field: String) -> Bool { columns.has(field) }

    /// What people call a column.
    func heading(_ field: String) -> Bilingual {
        Bilingual(zh: fields[field]?.heading ?? field, en: field)
    }
}

extension CellReader {
    /// The document that a row is; nil, with a fault, where it is a row of cells or says something wrong.
    ///
    /// - Parameters:
    ///   - code: the fault's code.
    ///   - title: what such a list is called.
    ///   - read: reads the document.
    /// - Returns: what it says.
    mutating func document<Value>(
        _ code: String,
        _ title: Bilingual,
        _ read: (JSONValue) throws(Problem) -> Value
    ) -> Value? {
        guard let value = row.value else {
            note(RowFault(code, zh: "\(title.zh)只能是 JSON 或 YAML", en: "\(title.en) are written in JSON or YAML"))
            return nil
        }
        do {
            return try read(JSONValue(parsing: value.json))
        } catch let problem as Problem {
            note(RowFault(problem))
        } catch {
            note(RowFault(code, zh: "\(title.zh)有误：\(error)", en: "\(error)"))
        }
        return nil
    }
}
