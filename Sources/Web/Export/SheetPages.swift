import Dispatcher
import HTTPTypes
import Hummingbird
import NIOCore
import Tabular
import Workflow

/// The rows of an export, page by page as they are asked for: one page is in memory, and between two no connection is held.
protocol SheetPages: Sendable {
    /// The sheet's name.
    var title: String { get }
    /// The first row.
    var headings: [String] { get }
    /// When it is taken out, as each row says.
    var at: String { get }

    /// The next rows; nil: there are no more.
    mutating func next() async throws -> [[String]]?
}

/// What every export ends its rows with: whatever becomes of the sheet, a row that turns up somewhere tells where it is from.
enum SheetEnd {
    /// The headings of these two columns.
    static let columns = [Bilingual(zh: "导出人", en: "Taken out by"), Bilingual(zh: "导出时间", en: "Taken out at")]
}

extension Call {
    /// A sheet as CSV, of any length, at the client's pace.
    ///
    /// - Parameters:
    ///   - seat: its seat among the exports that run.
    ///   - pages: its rows.
    /// - Returns: the answer.
    /// - Throws: what reading the first page throws: what goes wrong at once is told as a problem, not in the middle of a sheet.
    func csv(_ seat: Seats.Seat, _ pages: some SheetPages) async throws -> Response {
        var begun = pages
        let first = try await begun.next()
        let rest = begun
        var headers = headers(of: pages, ending: "csv")
        headers[.contentType] = "text/csv; charset=utf-8; header=present"
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody { writer in
                let output = SheetOutput.inMemory()
                let options = CSVWriter.Options(hasMark: true, guardsFormulas: true)
                let csv = try CSVWriter(output, headings: rest.headings, options: options)
                var (pages, page) = (rest, first)
                // The next page is read when the one before has been taken.
                repeat {
                    for row in page ?? [] { try csv.write(row) }
                    let bytes = output.taken()
                    if !bytes.isEmpty { try await writer.write(ByteBuffer(bytes: bytes)) }
                    page = try await pages.next()
                } while page != nil
                try await writer.finish(nil)
                withExtendedLifetime(seat) {}
            }
        )
    }

    /// A sheet as XLSX, made in a temporary file first.
    ///
    /// - Parameters:
    ///   - seat: its seat among the exports that run.
    ///   - pages: its rows.
    ///   - instead: where the same is had as CSV.
    /// - Returns: the answer.
    /// - Throws: `Fault` with `too_many_rows`, or `disk_full`.
    func workbook(_ seat: Seats.Seat, _ pages: some SheetPages, instead: String) async throws -> Response {
        let (draft, length) = try await draft(pages, instead: instead)
        var headers = headers(of: pages, ending: "xlsx")
        headers[.contentType] = Self.xlsx
        let disk = parts.disk
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(contentLength: length) { writer in
                var place = 0
                while place < length {
                    let (at, most) = (place, min(1 << 17, length - place))
                    let bytes = try await disk.run { () throws(SheetError) in try draft.read(at: at, most) }
                    guard !bytes.isEmpty else { throw SheetError.outputClosed }
                    try await writer.write(ByteBuffer(bytes: bytes))
                    place += bytes.count
                }
                try await writer.finish(nil)
                withExtendedLifetime(seat) {}
            }
        )
    }

    /// The media type of a workbook.
    static let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    private func headers(of pages: some SheetPages, ending: String) -> HTTPFields {
        let time = pages.at.replacing(":", with: "").replacing(" ", with: "-")
        let name = "\(pages.title)-\(time).\(ending)"
        return [
            .contentDisposition: ContentDisposition.value(name, isInline: false), .contentLanguage: language.tag,
        ]
    }

    /// Makes a workbook in a temporary file.
    private func draft(_ pages: some SheetPages, instead: String) async throws -> (WorkbookDraft, Int) {
        var (pages, count) = (pages, 0)
        let (disk, most) = (parts.disk, parts.limits.workbookRows)
        let (title, headings) = (pages.title, pages.headings)
        do {
            let draft = try await disk.run { () throws(SheetError) in
                try WorkbookDraft(sheet: title, headings: headings)
            }
            while let page = try await pages.next() {
                count += page.count
                guard count <= most else { throw Fault.tooManyRows(most, instead: instead) }
                try await disk.run { () throws(SheetError) in try draft.write(page) }
            }
            let length = try await disk.run { () throws(SheetError) in try draft.finish() }
            return (draft, length)
        } catch SheetError.noSpace {
            throw Fault(
                .insufficientStorage,
                "disk_full",
                zh: "磁盘已满，不能生成表格",
                en: "the disk is full: no workbook can be made"
            )
        }
    }
}

extension Fault {
    /// A workbook has an end, CSV has none.
    fileprivate static func tooManyRows(_ most: Int, instead: String) -> Fault {
        Fault(
            .unprocessableContent,
            "too_many_rows",
            zh: "超过 \(most) 行，XLSX 装不下；请改用 \(instead)",
            en: "more than \(most) rows, which XLSX cannot hold: take \(instead)"
        )
    }
}
