/// One row of a sheet: its cells as text, in the order of the header.
package struct SheetRow: Hashable, Sendable {
    /// Where the row is, as a person sees it: the row of a workbook, or the line on which the record begins.
    package var number: Int

    /// The cells, at least as many as there are headings; missing ones are empty.
    package var cells: [String]

    /// The record as it was, for JSON and YAML, where a field may hold a list or a map.
    package var value: SheetValue?

    /// Makes a row.
    package init(number: Int, cells: [String], value: SheetValue? = nil) {
        self.number = number
        self.cells = cells
        self.value = value
    }
}

/// A row that cannot be taken: where it is, why, and as much of it as could be read.
package struct BadRow: Error, Hashable, Sendable {
    /// Where the row is, as a person sees it.
    package var number: Int

    /// Why it cannot be taken.
    package var error: SheetError

    /// What could be read of it, to be shown or written back; a record that has no cells is the first of them.
    package var cells: [String]

    /// Makes a bad row.
    package init(number: Int, error: SheetError, cells: [String] = []) {
        self.number = number
        self.error = error
        self.cells = cells
    }
}

/// What a reader comes upon: a row, or a row that is bad, after which reading goes on.
package enum SheetElement: Hashable, Sendable {
    /// A good row.
    case row(SheetRow)
    /// A row that cannot be taken.
    case bad(BadRow)

    /// Where the row is, as a person sees it.
    package var number: Int {
        switch self {
        case .row(let row): row.number
        case .bad(let bad): bad.number
        }
    }

    /// The cells of the row, or what could be read of them.
    package var cells: [String] {
        switch self {
        case .row(let row): row.cells
        case .bad(let bad): bad.cells
        }
    }
}

/// The headings of a sheet, as they are written.
package struct SheetHeader: Hashable, Sendable {
    /// The row or line of the headings; 0 where there is none, as in JSON and YAML.
    package var number: Int

    /// The headings in order, trimmed; an empty one is a column without a heading.
    package var names: [String]

    /// Makes a header.
    package init(number: Int, names: [String]) {
        self.number = number
        self.names = names
    }
}
