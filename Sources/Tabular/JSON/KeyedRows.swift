/// What reads records with named fields, one by one.
protocol KeyedSource: AnyObject {
    /// How much has been read.
    var progress: ReadProgress { get }

    /// The next record; nil at the end.
    func next() throws(SheetError) -> KeyedElement?
}

/// A record with named fields, or one that is bad.
enum KeyedElement: Hashable {
    /// A map, and the line on which it begins.
    case record(number: Int, SheetValue)
    /// A record that cannot be taken.
    case bad(BadRow)
}

/// Records with named fields as rows under headings.
///
/// The headings are the keys of the first records (up to a thousand of them, or 4 MiB), in the order in which they
/// appear, then the optional fields that are expected and did not appear. A key that comes later and is none of them
/// makes its record bad, for it must not be lost in silence.
final class KeyedRows: ElementSource {
    let header: SheetHeader?
    private let source: any KeyedSource
    private let matcher: HeadingMatcher
    private var columns: [String: Int] = [:]
    private var columnOfField: [String: Int] = [:]
    private var lookahead: [KeyedElement] = []

    /// Reads the first records and finds the headings.
    init(_ source: any KeyedSource, options: ReadOptions) throws(SheetError) {
        self.source = source
        matcher = HeadingMatcher(options.fields)
        let start = source.progress.done
        while lookahead.count < 1000, source.progress.done - start < 4 << 20, let element = try source.next() {
            lookahead.append(element)
        }
        guard !lookahead.isEmpty else { throw .emptyFile }
        var names: [String] = []
        for case .record(_, let value) in lookahead {
            for cell in value.flatCells where columns[cell.name] == nil {
                columns[cell.name] = names.count
                names.append(cell.name)
            }
        }
        for (index, name) in names.enumerated() {
            if let field = matcher.field(HeadingKey(name)) { columnOfField[field.name] = index }
        }
        for field in options.fields where !field.isRequired && columnOfField[field.name] == nil {
            columnOfField[field.name] = names.count
            names.append(field.name)
        }
        header = SheetHeader(number: 0, names: names)
        if names.isEmpty, case .bad(let bad) = lookahead[0] { throw bad.error }
        lookahead.reverse()
    }

    var progress: ReadProgress { source.progress }

    func next() throws(SheetError) -> SheetElement? {
        if let element = lookahead.popLast() { return row(element) }
        guard let element = try source.next() else { return nil }
        return row(element)
    }

    private func row(_ element: KeyedElement) -> SheetElement {
        switch element {
        case .bad(let bad): .bad(bad)
        case .record(let number, let value): row(number, value)
        }
    }

    private func row(_ number: Int, _ value: SheetValue) -> SheetElement {
        var cells = [String](repeating: "", count: header?.names.count ?? 0)
        let flat = value.flatCells
        for (name, text) in flat {
            guard let column = column(name) else {
                let error = SheetError.unexpectedKey(name: name)
                return .bad(BadRow(number: number, error: error, cells: flat.map(\.text)))
            }
            guard cells[column].isEmpty else {
                return .bad(BadRow(number: number, error: .duplicateKey(name: name), cells: cells))
            }
            cells[column] = text
        }
        return .row(SheetRow(number: number, cells: cells, value: value))
    }

    /// The column of a key: its own, or that of the field it means.
    private func column(_ name: String) -> Int? {
        columns[name] ?? matcher.field(HeadingKey(name)).flatMap { columnOfField[$0.name] }
    }
}
