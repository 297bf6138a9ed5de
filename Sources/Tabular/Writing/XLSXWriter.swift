internal import CXLSXWriter
internal import Glibc

/// Writes rows as a workbook that Excel and WPS open, one after the other, in bounded memory.
///
/// Every cell is text, so that a telephone or identity number keeps all its digits. The headings are bold, and stay in
/// sight. Rows past what a sheet can hold go on in the next one.
package final class XLSXWriter: SheetWriter {
    /// The rows of a sheet, its headings among them, as Excel has them.
    package static let rowsOfSheet = 1_048_576

    private let output: SheetOutput
    private let file: TemporaryFile
    private let rowLimit: Int
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private var sheet: UnsafeMutablePointer<lxw_worksheet>?
    private var sheets: [UnsafeMutablePointer<lxw_worksheet>] = []
    private var bold: UnsafeMutablePointer<lxw_format>?
    private var text: UnsafeMutablePointer<lxw_format>?
    private var name = ""
    private var headings: [String] = []
    private var row = 0
    private var continuation = 1

    /// Begins a workbook with a sheet and its headings.
    ///
    /// - Parameters:
    ///   - output: Where the workbook goes, all of it when it is finished.
    ///   - sheet: The name of the sheet; what may not be in such a name is left out.
    ///   - headings: The first row.
    ///   - rowLimit: The rows of a sheet, its headings among them.
    /// - Throws: That there is no room for the file in which the workbook is set aside.
    package init(
        _ output: SheetOutput,
        sheet: String,
        headings: [String],
        rowLimit: Int = XLSXWriter.rowsOfSheet
    ) throws(SheetError) {
        self.output = output
        self.rowLimit = max(2, rowLimit)
        file = try TemporaryFile()
        let folder = TemporaryFile.folder.map { strdup($0) } ?? nil
        defer { free(folder) }
        var options = lxw_workbook_options()
        options.constant_memory = UInt8(LXW_TRUE.rawValue)
        options.tmpdir = folder
        workbook = workbook_new_opt(file.path, &options)
        bold = workbook_add_format(workbook)
        text = workbook_add_format(workbook)
        guard workbook != nil, bold != nil, text != nil else {
            throw .cannotWrite(reason: SheetDetail("out of memory", zh: "内存不足"))
        }
        format_set_bold(bold)
        format_set_num_format(bold, "@")
        format_set_num_format(text, "@")
        try addSheet(sheet, headings: headings)
    }

    deinit {
        if let workbook { lxw_workbook_free(workbook) }
    }

    /// Begins another sheet, to which the rows that follow go.
    package func addSheet(_ name: String, headings: [String]) throws(SheetError) {
        self.name = name
        self.headings = headings
        continuation = 1
        try beginSheet()
    }

    /// Writes a row.
    package func write(_ cells: [String]) throws(SheetError) {
        if row == rowLimit {
            continuation += 1
            try beginSheet()
        }
        try write(cells, format: text)
    }

    /// Writes all that is left.
    package func finish() throws(SheetError) {
        for sheet in sheets { try checkWritten(sheet) }
        guard let workbook else { return }
        self.workbook = nil
        let result = workbook_close(workbook)
        guard result == LXW_NO_ERROR else { throw Self.failure(result) }
        let written = try ByteReader(.path(file.path))
        var chunk: [UInt8] = []
        while try written.read(1 << 16, into: &chunk) {
            try output.write(chunk)
            chunk.removeAll(keepingCapacity: true)
        }
        try output.flush()
    }
}

extension XLSXWriter {
    private func beginSheet() throws(SheetError) {
        guard let workbook, let sheet = workbook_add_worksheet(workbook, sheetName) else {
            throw .cannotWrite(reason: SheetDetail("the sheet “\(name)” cannot be added", zh: "无法添加工作表“\(name)”"))
        }
        self.sheet = sheet
        sheets.append(sheet)
        row = 0
        for (index, heading) in headings.enumerated() {
            worksheet_set_column(sheet, UInt16(index), UInt16(index), Self.width(heading), text)
        }
        guard !headings.isEmpty else { return }
        worksheet_freeze_panes(sheet, 1, 0)
        try write(headings, format: bold)
    }

    /// The name without what Excel forbids in one, at most 31 characters with the number of the sheet.
    private var sheetName: String {
        let suffix = continuation == 1 ? "" : " \(continuation)"
        var plain = name.filter { !"[]:*?/\\'".contains($0) && !$0.unicodeScalars.contains { $0.value < 0x20 } }
        while (plain + suffix).utf16.count > 31 { plain.removeLast() }
        return (plain.isEmpty ? "Sheet\(sheets.count + 1)" : plain) + suffix
    }

    /// A width in which the heading and a bit more can be read; a Chinese character takes two.
    private static func width(_ heading: String) -> Double {
        let units = heading.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E7F ? 2 : 1) }
        return Double(min(max(units + 4, 12), 60))
    }

    private func write(_ cells: [String], format: UnsafeMutablePointer<lxw_format>?) throws(SheetError) {
        for (index, cell) in cells.enumerated() where !cell.isEmpty {
            if cell.utf8.contains(0) { throw .textHasNul(column: index + 1) }
            let result = worksheet_write_string(
                sheet,
                UInt32(row),
                UInt16(clamping: index),
                WorkbookText.escape(cell),
                format
            )
            switch result {
            case LXW_NO_ERROR: continue
            case LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED: throw .cellTooLong(column: index + 1, limit: 32_767)
            case LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE: throw .tooManyCells(expected: 16_384, found: cells.count)
            default: throw Self.failure(result)
            }
        }
        row += 1
    }

    /// The library does not look whether the rows it sets aside reach the disk.
    private func checkWritten(_ sheet: UnsafeMutablePointer<lxw_worksheet>) throws(SheetError) {
        guard let file = sheet.pointee.optimize_tmpfile else { return }
        if fflush(file) != 0 || ferror(file) != 0 { throw SheetOutput.failure(errno == 0 ? ENOSPC : errno) }
    }

    private static func failure(_ error: lxw_error) -> SheetError {
        let number = errno
        if number == ENOSPC || number == EDQUOT { return .noSpace }
        return .cannotWrite(reason: SheetDetail(String(cString: lxw_strerror(error))))
    }
}
