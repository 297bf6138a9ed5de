/// Reads a sheet row by row, of any size and of any kind: CSV, XLSX, JSON, YAML.
///
/// What is wrong with the whole file is thrown; what is wrong with a row comes as `.bad`, and reading goes on. Rows
/// without any text are passed over, and so are the rows of a template that explain its columns.
///
///     let reader = try RecordReader(SheetInput(argument: path), options: ReadOptions(fields: fields))
///     let columns = try ColumnMap(reader.header, fields: fields)
///     while let element = try reader.next() {
///         switch element {
///         case .row(let row): load(columns.cell(row, "name"), at: row.number)
///         case .bad(let bad): report(bad.number, bad.error)
///         }
///     }
package final class RecordReader {
    /// The kind of file, as it was given or found.
    package let kind: SheetKind

    /// The headings.
    package let header: SheetHeader

    private let source: any ElementSource
    private let shape: RowShape
    private var lookahead: [SheetElement] = []

    /// Opens a sheet and reads its headings.
    ///
    /// - Parameters:
    ///   - input: Where it is.
    ///   - options: How it is read.
    /// - Throws: What is wrong with the file, such as `unknownFileKind`, `fileEncrypted` or `emptyFile`.
    package init(_ input: SheetInput, options: ReadOptions = ReadOptions()) throws(SheetError) {
        let bytes = try ByteReader(input)
        let head = try bytes.peek(1 << 16)
        try LegacyOffice.refuse(head, input)
        kind =
            if let kind = options.kind { kind } else { try SheetKind.detect(head: head, path: input.name) }
        source =
            switch kind {
            case .csv: try CSVSource(bytes, options: options)
            case .xlsx: try XLSXSource(input, bytes, options: options)
            case .json: try KeyedRows(JSONSource(bytes, options: options), options: options)
            case .yaml: try KeyedRows(YAMLSource(bytes, options: options), options: options)
            }
        header = try HeaderSearch(options).find(in: source, leaving: &lookahead)
        guard header.names.count <= options.limits.columns else {
            throw .tooManyCells(expected: options.limits.columns, found: header.names.count)
        }
        lookahead.reverse()
        shape = RowShape(columns: header.names.count, limits: options.limits)
    }

    /// The next row, good or bad; nil at the end.
    package func next() throws(SheetError) -> SheetElement? {
        while let element = lookahead.popLast() {
            if let shaped = shape.shape(element) { return shaped }
        }
        while let element = try source.next() {
            if let shaped = shape.shape(element) { return shaped }
        }
        return nil
    }

    /// How much of the file has been read.
    package var progress: ReadProgress {
        source.progress
    }
}
