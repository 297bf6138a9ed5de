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
        do throws(SheetError) {
            var options = ReadOptions()
            options.kind = .csv
            let reader = try RecordReader(.bytes(Array(text.utf8)), options: options)
            var rows: [JSONValue] = []
            while let element = try reader.next() {
                switch element {
                case .row(let row):
                    let cells = zip(reader.header.names, row.cells).filter { !$0.0.isEmpty && !$0.1.isEmpty }
                    rows.append(.object(JSONObject(cells.map { ($0.0, .string($0.1)) })))
                case .bad(let bad): throw bad.error
                }
            }
            return .array(rows)
        } catch {
            let message = Bilingual(zh: error.message(.zh), en: error.message(.en))
            throw Fault(.unprocessableContent, error.code, message)
        }
    }
}
