/// Writes rows as CSV (RFC 4180), one after the other, of any number.
package final class CSVWriter: SheetWriter {
    /// How a CSV is written.
    package struct Options: Hashable, Sendable {
        /// What separates the cells.
        package var separator = UInt8(ascii: ",")

        /// Whether a byte order mark comes first, without which Excel takes the text for GBK.
        package var hasMark = true

        /// Whether a cell that a spreadsheet would take for a formula gets a `'` in front.
        ///
        /// For exports that a person opens: a text such as `=HYPERLINK(…)` came from a stranger. Numbers stay as
        /// they are.
        package var guardsFormulas = false

        /// What ends a row.
        package var lineBreak = "\r\n"

        /// Makes the default options.
        package init(hasMark: Bool = true, guardsFormulas: Bool = false) {
            self.hasMark = hasMark
            self.guardsFormulas = guardsFormulas
        }
    }

    private let output: SheetOutput
    private let options: Options
    private var line: [UInt8] = []

    /// Begins a CSV with its headings.
    package init(_ output: SheetOutput, headings: [String], options: Options = Options()) throws(SheetError) {
        self.output = output
        self.options = options
        if options.hasMark { try output.write([0xEF, 0xBB, 0xBF]) }
        if !headings.isEmpty { try write(headings) }
    }

    /// Writes a row.
    package func write(_ cells: [String]) throws(SheetError) {
        line.removeAll(keepingCapacity: true)
        for (index, cell) in cells.enumerated() {
            if cell.utf8.contains(0) { throw .textHasNul(column: index + 1) }
            if index > 0 { line.append(options.separator) }
            append(options.guardsFormulas && Self.looksLikeFormula(cell) ? "'" + cell : cell)
        }
        if line.isEmpty { line.append(contentsOf: "\"\"".utf8) }
        line.append(contentsOf: options.lineBreak.utf8)
        try output.write(line)
    }

    /// Writes all that is left.
    package func finish() throws(SheetError) {
        try output.flush()
    }
}

extension CSVWriter {
    private func append(_ cell: String) {
        let needsQuotes = cell.utf8.contains { byte in
            byte == CSVScanner.quote || byte == options.separator || byte == CSVScanner.lineFeed
                || byte == CSVScanner.carriageReturn
        }
        guard needsQuotes else {
            line.append(contentsOf: cell.utf8)
            return
        }
        line.append(CSVScanner.quote)
        for byte in cell.utf8 {
            if byte == CSVScanner.quote { line.append(byte) }
            line.append(byte)
        }
        line.append(CSVScanner.quote)
    }

    /// Whether a spreadsheet would take the text for a formula.
    static func looksLikeFormula(_ cell: String) -> Bool {
        guard let first = cell.unicodeScalars.first, "=+-@\t\r＝＋－＠".unicodeScalars.contains(first) else { return false }
        return !JSONNumber.isNumber(cell)
    }
}
