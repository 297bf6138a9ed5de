/// The list of sheets of a workbook, and how it counts its days.
final class WorkbookPart: XMLHandler {
    /// A sheet of the workbook.
    struct Sheet: Hashable {
        /// The name on its tab.
        var name: String
        /// Whether the tab is shown.
        var isVisible: Bool
        /// What finds its part.
        var relationship: String
    }

    /// The sheets in the order of their tabs.
    private(set) var sheets: [Sheet] = []
    /// Whether days count from 1904, as old Excel for Mac had it.
    private(set) var countsFrom1904 = false
    private var isFirst = true

    /// Reads the part.
    init(_ entry: ZipEntry, part: String) throws(SheetError) {
        try XMLReader.read(entry, part: part, handler: self)
    }

    func start(_ name: String, _ attributes: XMLAttributes) throws(SheetError) {
        if isFirst, name != "workbook" { throw .unknownFileKind }
        isFirst = false
        switch name {
        case "workbookPr":
            countsFrom1904 = ["1", "true", "on"].contains(attributes["date1904"] ?? "")
        case "sheet" where sheets.count < 10_000:
            let state = attributes["state"] ?? "visible"
            sheets.append(
                Sheet(
                    name: attributes["name"] ?? "",
                    isVisible: state == "visible",
                    relationship: attributes["id"] ?? ""
                )
            )
        default: break
        }
    }

    func end(_ name: String) {}

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
