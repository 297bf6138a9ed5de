/// The rows of a sheet of a workbook as its XML is read.
final class SheetPart: XMLHandler {
    /// The rows that are whole.
    var rows: [SheetElement] = []

    private let workbook: WorkbookTables
    private let limits: SheetLimits
    private var row: Row?
    private var lastRow = 0
    private var cell: Cell?
    private var text: CellText
    private var isCollecting = false
    private var readings = 0

    private struct Row {
        var number: Int
        var cells: [String] = []
        var lastColumn = 0
        var error: SheetError?
    }

    private struct Cell {
        var column: Int
        var type: String
        var style: Int
        var hasFormula = false
        var hasValue = false
    }

    /// Reads with the tables of the workbook.
    init(workbook: WorkbookTables, limits: SheetLimits) {
        self.workbook = workbook
        self.limits = limits
        text = CellText(limits: limits)
    }

    func start(_ name: String, _ attributes: XMLAttributes) {
        switch name {
        case "row":
            lastRow =
                attributes["r"].flatMap { Int($0) }.flatMap { (1...1 << 32).contains($0) ? $0 : nil } ?? lastRow + 1
            row = Row(number: lastRow)
        case "c":
            guard let row else { return }
            let column = attributes["r"].flatMap(ColumnLetters.address)?.column ?? row.lastColumn + 1
            let style = attributes["s"].flatMap { Int($0) } ?? 0
            cell = Cell(column: column, type: attributes["t"] ?? "n", style: style)
            text.clear()
        case "f": cell?.hasFormula = true
        case "v", "t":
            cell?.hasValue = true
            isCollecting = cell != nil && readings == 0
        case "rPh": readings += 1
        default: break
        }
    }

    func end(_ name: String) {
        switch name {
        case "v", "t": isCollecting = false
        case "rPh": readings -= 1
        case "c": finishCell()
        case "row": finishRow()
        default: break
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if isCollecting { text.append(bytes) }
    }
}

extension SheetPart {
    private func finishRow() {
        guard let row else { return }
        self.row = nil
        if let error = row.error {
            rows.append(.bad(BadRow(number: row.number, error: error, cells: row.cells)))
        } else if !row.cells.isEmpty {
            rows.append(.row(SheetRow(number: row.number, cells: row.cells)))
        }
    }

    private func finishCell() {
        guard let cell else { return }
        self.cell = nil
        row?.lastColumn = cell.column
        let shown: String
        do throws(SheetError) {
            shown = try value(of: cell)
        } catch {
            shown = text.string
            if row?.error == nil { row?.error = error }
        }
        guard !shown.isEmpty else { return }
        guard cell.column <= limits.columns else {
            if row?.error == nil { row?.error = .tooManyCells(expected: limits.columns, found: cell.column) }
            return
        }
        let missing = cell.column - (row?.cells.count ?? 0)
        if missing > 0 { row?.cells.append(contentsOf: repeatElement("", count: missing)) }
        row?.cells[cell.column - 1] = shown
    }

    private func value(of cell: Cell) throws(SheetError) -> String {
        if cell.hasFormula, !cell.hasValue { throw .formulaWithoutValue(column: cell.column) }
        switch cell.type {
        case "s":
            guard !text.bytes.isEmpty else { return "" }
            guard let shared = Int(text.string).flatMap({ workbook.texts[$0] }) else {
                throw .xlsxDamaged(
                    detail: SheetDetail(
                        "no shared text \(text.string.prefix(20))",
                        zh: "没有编号为 \(text.string.prefix(20)) 的共享文字"
                    )
                )
            }
            return shared
        case "str", "inlineStr":
            text.unescape()
            return text.string
        case "b": return text.bytes.isEmpty ? "" : text.bytes == [UInt8(ascii: "0")] ? "FALSE" : "TRUE"
        case "e": throw .cellIsError(column: cell.column, text: String(text.string.prefix(40)))
        case "d": return text.string
        default:
            guard !text.bytes.isEmpty else { return "" }
            let format = workbook.formats.format(style: cell.style)
            return NumberText.text(text.string, format: format, countsFrom1904: workbook.countsFrom1904)
        }
    }
}
