/// How the cells of a workbook show their numbers, by the style that a cell names.
final class CellFormats: XMLHandler {
    private var codes: [Int: NumberFormat] = [:]
    private var formats: [NumberFormat] = []
    private var isInFormats = false
    private var isInCellStyles = false

    /// Reads the part; without one all numbers are shown as they are.
    init(_ entry: ZipEntry?, part: String) throws(SheetError) {
        if let entry { try XMLReader.read(entry, part: part, handler: self) }
    }

    /// The format of a style.
    func format(style: Int) -> NumberFormat {
        formats.indices.contains(style) ? formats[style] : .general
    }

    func start(_ name: String, _ attributes: XMLAttributes) throws(SheetError) {
        switch name {
        case "numFmts": isInFormats = true
        case "cellXfs": isInCellStyles = true
        case "numFmt" where isInFormats:
            guard let id = attributes["numFmtId"].flatMap({ Int($0) }), codes.count < 100_000 else { return }
            codes[id] = NumberFormat(code: attributes["formatCode"] ?? "")
        case "xf" where isInCellStyles:
            guard formats.count < 100_000 else {
                throw .xlsxDamaged(detail: SheetDetail("too many styles", zh: "样式太多"))
            }
            let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
            formats.append(codes[id] ?? NumberFormat(builtIn: id))
        default: break
        }
    }

    func end(_ name: String) {
        switch name {
        case "numFmts": isInFormats = false
        case "cellXfs": isInCellStyles = false
        default: break
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
