/// The rows of a sheet of a workbook (Office Open XML), as Excel, WPS and others write it.
///
/// The sheet is unpacked and parsed a chunk at a time; the rows of a chunk wait here until they are asked for. Only
/// the shared texts and the styles are held whole. A merged cell has its text in the first of its cells.
final class XLSXSource: ElementSource {
    let header: SheetHeader? = nil
    private let entry: ZipEntry
    private let part: SheetPart
    private let reader: XMLReader
    private let chunkSize: Int
    private var position = 0
    private var isWhole = false

    /// Opens the workbook and its sheet, and reads the tables that the sheet refers to.
    ///
    /// - Parameters:
    ///   - input: Where the workbook is.
    ///   - bytes: The same as opened bytes; what cannot be read from its end is set aside first.
    ///   - options: How it is read.
    /// - Throws: That the workbook is damaged, or has no such sheet.
    init(_ input: SheetInput, _ bytes: ByteReader, options: ReadOptions) throws(SheetError) {
        chunkSize = max(1, options.chunkSize)
        let spooled: SpooledInput?
        let path: String
        switch input {
        case .path(let name) where bytes.totalBytes != nil: (spooled, path) = (nil, name)
        case .spooled(let file): (spooled, path) = (file, file.path)
        case .path, .bytes, .standardInput:
            let file = try SpooledInput(bytes, limit: options.limits.spooledBytes)
            (spooled, path) = (file, file.path)
        }
        // The archive opens the path at once and keeps it open; the temporary file need not outlive this.
        defer { withExtendedLifetime(spooled) {} }
        let archive = try ZipArchive(path: path, limits: options.limits)
        let workbook = try WorkbookTables(archive, limits: options.limits)
        let sheet = try workbook.sheet(named: options.sheet)
        guard let entry = try archive.entry(sheet) else {
            throw .xlsxDamaged(detail: SheetDetail("\(sheet) is missing", zh: "缺少 \(sheet)"))
        }
        self.entry = entry
        part = SheetPart(workbook: workbook, limits: options.limits)
        reader = try XMLReader(part: sheet, handler: part)
    }

    var progress: ReadProgress { ReadProgress(done: entry.bytesRead, total: entry.size) }

    func next() throws(SheetError) -> SheetElement? {
        while position == part.rows.count {
            guard !isWhole else { return nil }
            part.rows.removeAll(keepingCapacity: true)
            position = 0
            let chunk = try entry.read(chunkSize)
            isWhole = chunk.isEmpty
            try reader.feed(chunk)
        }
        position += 1
        return part.rows[position - 1]
    }
}

/// What the sheets of a workbook refer to.
struct WorkbookTables {
    /// The texts that cells share.
    let texts: SharedTexts
    /// How cells show their numbers.
    let formats: CellFormats
    /// Whether days count from 1904.
    let countsFrom1904: Bool

    private let sheets: [WorkbookPart.Sheet]
    private let relationships: Relationships

    /// Reads the tables.
    init(_ archive: ZipArchive, limits: SheetLimits) throws(SheetError) {
        let path = try Relationships(of: "", in: archive).path(type: "officeDocument") ?? "xl/workbook.xml"
        guard !path.hasSuffix(".bin"), let entry = try archive.entry(path) else { throw .unknownFileKind }
        let workbook = try WorkbookPart(entry, part: path)
        sheets = workbook.sheets
        countsFrom1904 = workbook.countsFrom1904
        relationships = try Relationships(of: path, in: archive)
        let textsPath = relationships.path(type: "sharedStrings") ?? "xl/sharedStrings.xml"
        texts = try SharedTexts(try archive.entry(textsPath), part: textsPath, limits: limits)
        let stylesPath = relationships.path(type: "styles") ?? "xl/styles.xml"
        formats = try CellFormats(try archive.entry(stylesPath), part: stylesPath)
    }

    /// The path of a sheet by name, or of the first that is shown and is no chart.
    func sheet(named name: String?) throws(SheetError) -> String {
        let wanted = name?.trimmed.lowercased()
        for sheet in sheets where wanted.map({ $0 == sheet.name.trimmed.lowercased() }) ?? sheet.isVisible {
            if let path = relationships.path(id: sheet.relationship, type: "worksheet") { return path }
        }
        throw .sheetNotFound(name: name ?? "", available: sheets.filter(\.isVisible).map(\.name))
    }
}
