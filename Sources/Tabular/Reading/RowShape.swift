/// Gives every row as many cells as there are headings, and finds the rows that cannot be taken.
struct RowShape {
    /// How many headings there are.
    let columns: Int
    /// What is too much.
    let limits: SheetLimits

    /// The row in shape, or as a bad one; nil when there is nothing in it to read.
    func shape(_ element: SheetElement) -> SheetElement? {
        guard case .row(var row) = element else { return shown(element) }
        guard let last = row.cells.lastIndex(where: { !$0.trimmed.isEmpty }) else { return nil }
        if TemplateNote.isNote(row.cells[0]) { return nil }
        if let error = mistake(in: row.cells, last: last) {
            return .bad(BadRow(number: row.number, error: error, cells: row.cells.map(shown)))
        }
        if row.cells.count > columns {
            row.cells.removeLast(row.cells.count - columns)
        } else {
            row.cells.append(contentsOf: repeatElement("", count: columns - row.cells.count))
        }
        return .row(row)
    }

    private func mistake(in cells: [String], last: Int) -> SheetError? {
        guard last < columns else { return .tooManyCells(expected: columns, found: last + 1) }
        for (index, cell) in cells.enumerated() {
            if cell.utf8.contains(0) { return .textHasNul(column: index + 1) }
            if cell.utf8.count > limits.cellCharacters, cell.unicodeScalars.count > limits.cellCharacters {
                return .cellTooLong(column: index + 1, limit: limits.cellCharacters)
            }
        }
        return nil
    }

    private func shown(_ element: SheetElement) -> SheetElement {
        guard case .bad(var bad) = element else { return element }
        bad.cells = bad.cells.map(shown)
        return .bad(bad)
    }

    /// A bad cell as it can be shown: without NUL, and not over the limit.
    private func shown(_ cell: String) -> String {
        var scalars = cell.unicodeScalars.prefix(limits.cellCharacters)
        scalars.removeAll { $0.value == 0 }
        return String(scalars)
    }
}

/// The row of a template that explains the columns: its first cell begins with a mark.
enum TemplateNote {
    /// The mark that is written.
    static let mark = "#说明"

    /// Whether the first cell of a row tells that it is such a row.
    static func isNote(_ cell: String) -> Bool {
        cell.hasPrefix(mark) || cell.hasPrefix("#note")
    }
}
