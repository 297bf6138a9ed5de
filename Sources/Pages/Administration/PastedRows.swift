import HTTPTypes
import Tabular
import Web
import Workflow

/// Rows of a sheet that was pasted, as a table copied from a workbook or the text of a CSV.
enum PastedRows {
    /// Reads them.
    ///
    /// - Parameter text: headings in the first line, cells set apart by tabs, commas or semicolons.
    /// - Returns: an object a row, its cells by their headings.
    /// - Throws: `Fault` with the sheet's own code where it is none.
    static func read(_ text: String) throws(Fault) -> JSONValue {
        // A form writes every end of a line as two characters, also within a cell.
        let plain = Array(text.replacing("\r\n", with: "\n").utf8)
        let reader = try Fault.ofSheet { () throws(SheetError) in
            var options = ReadOptions()
            options.kind = .csv
            return try RecordReader(.bytes(plain), options: options)
        }
        let names = reader.header.names
        // Of two columns of one name only one would be seen.
        if let twice = names.indices.first(where: { !names[$0].isEmpty && names[..<$0].contains(names[$0]) }) {
            throw Fault(.duplicateColumn(names[twice]))
        }
        var rows: [JSONValue] = []
        while let element = try Fault.ofSheet({ () throws(SheetError) in try reader.next() }) {
            switch element {
            case .row(let row):
                let cells = zip(names, row.cells).filter { !$0.0.isEmpty && !$0.1.isEmpty }
                rows.append(.object(JSONObject(cells.map { ($0.0, .string($0.1)) })))
            case .bad(let bad): throw Fault(bad.error, row: bad.number)
            }
        }
        return .array(rows)
    }
}

extension Call {
    /// The rows of a text that was pasted or came as a file, read where a long one keeps nobody waiting.
    ///
    /// - Parameter text: the text.
    /// - Returns: an object a row.
    /// - Throws: `Fault` with the sheet's own code where it is none.
    func rows(_ text: String) async throws(Fault) -> JSONValue {
        try await apart { () throws(Fault) in try PastedRows.read(text) }
    }
}
