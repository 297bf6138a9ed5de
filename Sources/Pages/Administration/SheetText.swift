import Dispatcher
import HTTPTypes
import PGStore
import Tabular
import Web
import Workflow

/// What a form of administration sent as a sheet or a document: its file where one was chosen, else what stands in its box.
struct SheetText {
    /// The text, as the box shows it.
    var text = ""
    /// Whose file took the place of what stood in the box; nil: nobody's.
    var file: String?

    /// The text line by line, as the API takes documents.
    var lines: JSONValue {
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        return .array(lines.map { .string(String($0)) })
    }

    /// What a page tells of it.
    var model: JSONObject { ["file_taken": .orNull(file)] }
}

extension Call {
    /// The sheet of the form: a file of any kind that is read becomes text with commas.
    ///
    /// - Parameters:
    ///   - field: what the box is called.
    ///   - kind: what the sheet is of: titles above its headings are passed over.
    ///   - sent: what the page shows again; the box's text as long as the file is not read.
    /// - Throws: `Fault` with the sheet's own code, `several_files`, or `no_sheet` where nothing was given.
    func readSheet(_ field: String, of kind: ImportKind, into sent: inout SheetText) async throws {
        sent.text = text(field) ?? ""
        let fields = configuration.machine(latest: "issue").map { kind.fields($0.definition) } ?? []
        let most = sheetBytesAtMost
        try await readFile(into: &sent) { (file) throws(Fault) in
            try SheetFile(file, fields).text(atMost: most)
        }
    }

    /// The document of the form: its text as it is.
    ///
    /// - Parameters:
    ///   - field: what the box is called.
    ///   - sent: what the page shows again; the box's text as long as the file is not read.
    /// - Throws: `Fault` with the file's own code, `several_files`, or `no_sheet` where nothing was given.
    func readDocument(_ field: String, into sent: inout SheetText) async throws {
        sent.text = text(field) ?? ""
        try await readFile(into: &sent) { (file) throws(Fault) in
            try Fault.ofSheet { () throws(SheetError) in try TextDocument.text(of: file.bytes) }
        }
    }

    private func readFile(
        into sent: inout SheetText,
        _ read: @escaping @Sendable (SentSheet) throws(Fault) -> String
    ) async throws {
        if let sheet {
            let (file, most) = (try sheet.get(), sheetBytesAtMost)
            guard file.bytes.count <= most else { throw Fault(.fileTooLarge(limit: most)) }
            // Unpacking takes its time, and waits for the disk.
            sent.text = try await apart { () throws(Fault) in try read(file) }
            sent.file = file.name
        }
        guard sent.text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { throw Fault.noSheet }
    }
}

/// A sheet in a file of any kind that is read, on its way into a box.
private struct SheetFile {
    private let file: SentSheet
    private let fields: [FieldSpec]
    /// What a workbook may unpack to: a form is small, and so is what is honestly packed into one.
    private static let unpackedAtMost = 256 << 20
    private static let cellTextAtMost = 64 << 20
    private static let officeMarks: [[UInt8]] = [[0x50, 0x4B], [0xD0, 0xCF, 0x11, 0xE0]]

    init(_ file: SentSheet, _ fields: [FieldSpec]) {
        self.file = file
        self.fields = fields
    }

    /// Its rows under its headings, as text with commas.
    func text(atMost most: Int) throws(Fault) -> String {
        let reader = try opened()
        let output = SheetOutput.inMemory()
        var options = CSVWriter.Options(hasMark: false)
        options.lineBreak = "\n"
        let writer = try Fault.ofSheet { () throws(SheetError) in
            try CSVWriter(output, headings: reader.header.names, options: options)
        }
        var text: [UInt8] = []
        while let element = try Fault.ofSheet({ () throws(SheetError) in try reader.next() }) {
            switch element {
            case .bad(let bad): throw Fault(bad.error, row: bad.number)
            case .row(let row):
                try Fault.ofSheet { () throws(SheetError) in try writer.write(row.cells) }
                // As it is written: a quotation mark in a cell takes two, and so does the box.
                text += output.taken()
                guard text.count <= most else { throw Fault(.fileTooLarge(limit: most)) }
            }
        }
        return String(decoding: text + output.taken(), as: UTF8.self)
    }

    private func opened() throws(Fault) -> RecordReader {
        var options = ReadOptions(fields: fields)
        options.limits.unpackedBytes = Self.unpackedAtMost
        options.limits.sharedTextBytes = Self.cellTextAtMost
        let isOffice = Self.officeMarks.contains { file.bytes.starts(with: $0) }
        // What calls itself a workbook is read as one, whatever it is; a workbook may call itself anything.
        if !isOffice, let promised = SheetKind(path: file.name), promised != .csv { options.kind = promised }
        guard isOffice || options.kind == .xlsx || !TextDocument.looksBinary(file.bytes) else {
            throw Fault(.unknownFileKind)
        }
        guard !file.bytes.isEmpty else { throw Fault(.emptyFile) }
        do throws(SheetError) {
            return try RecordReader(.bytes(file.bytes), options: options)
        } catch {
            throw Fault(error)
        }
    }
}

extension Fault {
    /// Does something with a sheet; what is wrong with it is told under its own code.
    static func ofSheet<Value>(_ work: () throws(SheetError) -> Value) throws(Fault) -> Value {
        do throws(SheetError) {
            return try work()
        } catch {
            throw Fault(error)
        }
    }

    /// What is wrong with a sheet.
    ///
    /// - Parameters:
    ///   - error: what it is.
    ///   - row: in which row; nil: with all of it.
    init(_ error: SheetError, row: Int? = nil) {
        let message = Bilingual(
            zh: (row.map { "第 \($0) 行：" } ?? "") + error.message(.zh),
            en: (row.map { "row \($0): " } ?? "") + error.message(.en)
        )
        self.init(.unprocessableContent, error.code, message)
    }

    /// Neither a file nor anything in the box.
    fileprivate static let noSheet = Fault(
        .unprocessableContent,
        "no_sheet",
        zh: "请选一个文件，或把内容粘贴到框里",
        en: "choose a file, or paste what it holds into the box"
    )
}
