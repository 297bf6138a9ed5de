/// Finds the row of headings.
///
/// Where it is known which fields are expected, it is the row among the first ten with the most of their headings: so
/// a title above the table, as offices like it, is passed over. Otherwise it is the first row with text.
struct HeaderSearch {
    private let matcher: HeadingMatcher?
    private let depth = 10

    /// Prepares a search.
    init(_ options: ReadOptions) {
        matcher = options.fields.isEmpty ? nil : HeadingMatcher(options.fields)
    }

    /// The header of a source, and the rows that were read past it.
    func find(in source: any ElementSource, leaving rest: inout [SheetElement]) throws(SheetError) -> SheetHeader {
        if let header = source.header { return header }
        var rows: [SheetElement] = []
        while rows.count < (matcher == nil ? 1 : depth), let element = try source.next() {
            if element.cells.contains(where: { !$0.trimmed.isEmpty }) { rows.append(element) }
        }
        guard !rows.isEmpty else { throw .emptyFile }
        let scores = rows.map(score)
        let best = scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
        rest = Array(rows[(best + 1)...])
        switch rows[best] {
        case .bad(let bad): throw bad.error
        case .row(let row): return try header(row)
        }
    }

    private func score(_ element: SheetElement) -> Int {
        guard case .row(let row) = element, let matcher else { return 0 }
        return row.cells.count { !$0.isEmpty && matcher.field(HeadingKey($0)) != nil }
    }

    private func header(_ row: SheetRow) throws(SheetError) -> SheetHeader {
        var names = row.cells.map(\.trimmed)
        while names.last?.isEmpty == true { names.removeLast() }
        if let column = names.firstIndex(where: { $0.utf8.contains(0) }) { throw .textHasNul(column: column + 1) }
        return SheetHeader(number: row.number, names: names)
    }
}
