import Dispatcher
import HTTPTypes
import Hummingbird
import NIOCore
import PGStore
import Tabular
import Workflow

/// Lists as sheets, of any length.
enum ExportEndpoints {
    static let all = [csv, workbook, timeline]

    static let csv = Endpoint(
        .get,
        "/api/v1/matters.csv",
        id: "exportMatters",
        tag: .matters,
        summary: Bilingual(
            zh: "同一清单，导出为 CSV（带 BOM 的 UTF-8），行数不限",
            en: "The same list as CSV (UTF-8 with BOM), of any length"
        ),
        access: .scope(.exports),
        parameters: parameters,
        answers: [.init(.ok, sheet, body: .anything, mediaTypes: ["text/csv"])],
        refusals: refusals
    ) { call in
        let seat = try call.parts.exports.take()
        let (pages, sheet) = try await call.export()
        var begun = pages
        // What goes wrong at once is told as a problem, not in the middle of a sheet.
        let first = try await begun.next()
        let rest = begun
        var headers = call.headers(of: sheet, ending: "csv")
        headers[.contentType] = "text/csv; charset=utf-8; header=present"
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody { writer in
                let output = SheetOutput.inMemory()
                let options = CSVWriter.Options(hasMark: true, guardsFormulas: true)
                let csv = try CSVWriter(output, headings: sheet.headings, options: options)
                var (pages, page) = (rest, first)
                // At the client's pace: the next page is read when the one before has been taken.
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

    static let workbook = Endpoint(
        .get,
        "/api/v1/matters.xlsx",
        id: "exportMattersAsWorkbook",
        tag: .matters,
        summary: Bilingual(zh: "同一清单，导出为 XLSX，至多一百万行", en: "The same list as XLSX, a million rows at the most"),
        access: .scope(.exports),
        parameters: parameters,
        answers: [.init(.ok, sheet, body: .anything, mediaTypes: [xlsx])],
        refusals: refusals
    ) { call in
        let seat = try call.parts.exports.take()
        let (pages, sheet) = try await call.export()
        let (draft, length) = try await call.workbook(sheet, pages)
        var headers = call.headers(of: sheet, ending: "xlsx")
        headers[.contentType] = xlsx
        let disk = call.parts.disk
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

    private static let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    private static let sheet = Bilingual(zh: "一张表", en: "a sheet")
    private static let refusals: [HTTPResponse.Status] = [
        .forbidden, .unprocessableContent, .serviceUnavailable, .insufficientStorage,
    ]

    private static let parameters =
        MatterEndpoints.filters + [
            Parameter(
                "contacts",
                in: .query,
                .flag,
                zh: "也导出诉求人的联系方式：能看到完整的逐件留下记录，其余带星号",
                en: "whom to reach, too: each that is seen in full is written down, others have stars"
            ),
            Parameter("reason", in: .query, .text(max: 200), zh: "为何导出联系方式", en: "why whom to reach is taken out"),
        ]
}

extension Call {
    /// What is to be taken out, and how it looks.
    fileprivate func export() async throws -> (MatterPages, MatterSheet) {
        let party = try await seated()
        let person = party.person
        var contacts: (reason: String, person: PersonID)?
        if flag("contacts"), let person {
            guard let reason = text("reason") else {
                throw Fault(
                    .unprocessableContent,
                    "reason_missing",
                    zh: "导出联系方式要写明理由（reason）",
                    en: "whom to reach is taken out for a reason only (reason)"
                )
            }
            contacts = (reason, person)
        }
        let sheet = MatterSheet(
            configuration: configuration,
            language: language,
            reader: person.map { configuration.name(of: $0) } ?? "",
            at: configuration.calendars.standard.shown(try await now()),
            hasContacts: contacts != nil
        )
        let pages = MatterPages(
            sheet,
            try filter(for: party, in: configuration),
            party: party,
            contacts: contacts,
            engine: engine,
            requestID: requestID
        )
        return (pages, sheet)
    }

    fileprivate func headers(of sheet: MatterSheet, ending: String) -> HTTPFields {
        let time = sheet.at.replacing(":", with: "").replacing(" ", with: "-")
        let name = "\(sheet.title)-\(time).\(ending)"
        return [
            .contentDisposition: ContentDisposition.value(name, isInline: false), .contentLanguage: language.tag,
        ]
    }

    /// Makes a workbook in a temporary file.
    ///
    /// - Throws: `Fault` with `too_many_rows`, or `disk_full`.
    fileprivate func workbook(_ sheet: MatterSheet, _ pages: MatterPages) async throws -> (WorkbookDraft, Int) {
        var (pages, count) = (pages, 0)
        let (disk, most) = (parts.disk, parts.limits.workbookRows)
        do {
            let draft = try await disk.run { () throws(SheetError) in
                try WorkbookDraft(sheet: sheet.title, headings: sheet.headings)
            }
            while let page = try await pages.next() {
                count += page.count
                guard count <= most else { throw Fault.tooManyRows(most) }
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
    fileprivate static func tooManyRows(_ most: Int) -> Fault {
        Fault(
            .unprocessableContent,
            "too_many_rows",
            zh: "超过 \(most) 行，XLSX 装不下；请改用 /api/v1/matters.csv",
            en: "more than \(most) rows, which XLSX cannot hold: take /api/v1/matters.csv"
        )
    }
}
