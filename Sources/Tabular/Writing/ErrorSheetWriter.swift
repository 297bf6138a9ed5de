/// Writes a sheet back as it came, with a column that says what is wrong with each row.
///
/// A workbook comes back as a workbook, a CSV as a CSV; JSON comes back as JSON, and so does YAML, for JSON is YAML. A
/// sheet that already has the column, because it came back once before, keeps one.
package final class ErrorSheetWriter {
    private let writer: (any SheetWriter)?
    private let stream: JSONStreamWriter?
    private let names: [String]
    private let column: Int
    private let wasPresent: Bool
    private let heading: String

    /// Begins the sheet.
    ///
    /// - Parameters:
    ///   - kind: The kind of file that was read.
    ///   - header: Its headings.
    ///   - output: Where it goes.
    ///   - language: The language of the column's heading.
    /// - Throws: That the output cannot be written.
    package init(
        _ kind: SheetKind,
        header: SheetHeader,
        to output: SheetOutput,
        language: SheetLanguage = .zh
    ) throws(SheetError) {
        heading = ErrorColumn.heading(language)
        var names = header.names
        let present = names.firstIndex { ErrorColumn.isErrorHeading(HeadingKey($0)) }
        column = present ?? names.count
        wasPresent = present != nil
        if present == nil { names.append(heading) }
        self.names = names
        switch kind {
        case .csv: writer = try CSVWriter(output, headings: names)
        case .xlsx: writer = try XLSXWriter(output, sheet: heading, headings: names)
        case .json, .yaml: writer = nil
        }
        stream = writer == nil ? JSONStreamWriter(output, layout: .array) : nil
    }

    /// Writes a row back with what is wrong with it; nothing when it is good.
    package func write(_ element: SheetElement, errors: [String]) throws(SheetError) {
        let text = errors.joined(separator: "；")
        if let writer {
            try writer.write(cells(element, text))
        } else {
            try stream?.write(record(element, text))
        }
    }

    /// Writes all that is left; without it the file is not whole.
    package func finish() throws(SheetError) {
        if let writer { try writer.finish() } else { try stream?.finish() }
    }
}

extension ErrorSheetWriter {
    private func cells(_ element: SheetElement, _ text: String) -> [String] {
        var cells = element.cells
        if cells.count < column { cells.append(contentsOf: repeatElement("", count: column - cells.count)) }
        if wasPresent, column < cells.count {
            cells[column] = text
        } else {
            // Also when the row has more cells than there are headings: the column stays in its place.
            cells.insert(text, at: column)
        }
        return cells
    }

    private func record(_ element: SheetElement, _ text: String) -> SheetValue {
        var fields: [SheetValue.Field]
        if case .row(let row) = element, case .map(let own) = row.value {
            fields = own.filter { !ErrorColumn.isErrorHeading(HeadingKey($0.name)) }
        } else {
            fields = element.cells.enumerated().map { index, cell in
                let isNamed = element.cells.count > 1 && index < names.count
                return SheetValue.Field(isNamed ? names[index] : "原文", .text(cell))
            }
        }
        fields.append(SheetValue.Field(heading, .text(text)))
        return .map(fields)
    }
}
