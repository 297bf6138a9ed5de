import Tabular
import Workflow

/// A sheet that is held in memory whole, because its rows must be seen together: units, people, directory, calendars.
struct WholeSheet<Value: Sendable>: Sendable {
    /// A row with what it came to.
    struct Line: Sendable {
        let element: SheetElement
        /// What the row says; nil where it cannot be read.
        let value: Value?
        fileprivate(set) var faults: [RowFault]

        var number: Int { element.number }
        /// What the row says, where nothing is wrong with it.
        var accepted: Value? { faults.isEmpty ? value : nil }
    }

    let kind: SheetKind
    let header: SheetHeader
    /// Headings that mean nothing.
    var unknown: [String] { columns.unknown }
    private let columns: ColumnMap
    private(set) var lines: [Line] = []

    /// Reads a sheet.
    ///
    /// - Throws: what is wrong with the file as a whole; what `progress` throws.
    init(
        _ input: SheetInput,
        options: ReadOptions,
        progress: (ReadProgress, Int) throws -> Void,
        parse: (inout CellReader) -> Value?
    ) throws {
        let reader = try RecordReader(input, options: options)
        columns = try ColumnMap(reader.header, fields: options.fields)
        let fields = Dictionary(options.fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        kind = reader.kind
        header = reader.header
        while let element = try reader.next() {
            switch element {
            case .bad(let bad): lines.append(Line(element: element, value: nil, faults: [RowFault(bad.error)]))
            case .row(let row):
                var cells = CellReader(row, columns: columns, fields: fields)
                let value = parse(&cells)
                lines.append(Line(element: element, value: value, faults: cells.faults))
            }
            if lines.count.isMultiple(of: 500) { try progress(reader.progress, lines.count) }
        }
    }

    /// Says that something is wrong with a row after all.
    mutating func reject(_ index: Int, _ fault: RowFault) {
        lines[index].faults.append(fault)
    }

    /// A cell as it stands, also of a row that cannot be read; nil where there is none.
    func cell(_ line: Line, _ field: String) -> String? {
        guard let index = columns.index(of: field), line.element.cells.indices.contains(index) else { return nil }
        return line.element.cells[index].trimmed
    }

    /// What good rows say.
    var accepted: [Value] { lines.compactMap(\.accepted) }

    /// Good rows with their place, for checks that see them together.
    var candidates: [(index: Int, value: Value)] {
        lines.indices.compactMap { index in lines[index].accepted.map { (index, $0) } }
    }

    /// Refuses every row whose key stood in an earlier row.
    mutating func refuseRepeated(_ key: (Value) -> String) {
        var first: [String: Int] = [:]
        for (index, value) in candidates {
            let key = key(value)
            if let line = first[key] {
                reject(index, .twice(key, first: line))
            } else {
                first[key] = lines[index].number
            }
        }
    }

    /// Writes the sheet back with a column of errors.
    func writeBack(to output: SheetOutput, language: SheetLanguage) throws {
        let writer = try ErrorSheetWriter(kind, header: header, to: output, language: language)
        for line in lines { try writer.write(line.element, errors: line.faults.map { $0.text(language) }) }
        try writer.finish()
    }
}

extension RowFault {
    /// As it stands in the column of errors.
    func text(_ language: SheetLanguage) -> String {
        switch language {
        case .zh: "\(message.zh)〔\(code)〕"
        case .en: "\(message.en) [\(code)]"
        }
    }
}
