/// The texts that the cells of a workbook share, in one block of bytes.
///
/// They stand in a part of their own, and any cell may name any of them: so all must be held, but without an object
/// for each. Runs of rich text are joined; readings (ruby) are left out.
final class SharedTexts: XMLHandler {
    private var block: [UInt8] = []
    private var ends: [UInt32] = []
    private var text: CellText
    private let limit: Int
    private var isInText = false
    private var readings = 0

    /// Reads the part; without one there are no shared texts.
    init(_ entry: ZipEntry?, part: String, limits: SheetLimits) throws(SheetError) {
        text = CellText(limits: limits)
        limit = min(limits.sharedTextBytes, Int(UInt32.max))
        if let entry { try XMLReader.read(entry, part: part, handler: self) }
    }

    /// The text of a number; nil when there is none.
    subscript(_ index: Int) -> String? {
        guard ends.indices.contains(index) else { return nil }
        let start = index == 0 ? 0 : Int(ends[index - 1])
        return String(decoding: block[start..<Int(ends[index])], as: UTF8.self)
    }

    func start(_ name: String, _ attributes: XMLAttributes) {
        switch name {
        case "si": text.clear()
        case "rPh": readings += 1
        case "t": isInText = readings == 0
        default: break
        }
    }

    func end(_ name: String) throws(SheetError) {
        switch name {
        case "t": isInText = false
        case "rPh": readings -= 1
        case "si":
            text.unescape()
            guard block.count + text.bytes.count + ends.count * 4 <= limit else { throw .fileTooLarge(limit: limit) }
            block.append(contentsOf: text.bytes)
            ends.append(UInt32(block.count))
        default: break
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if isInText { text.append(bytes) }
    }
}
