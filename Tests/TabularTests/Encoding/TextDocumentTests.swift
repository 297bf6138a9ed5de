import Testing

@testable import Tabular

/// Documents of text that are no sheets.
@Suite struct TextDocumentTests {
    @Test func `text is read whatever it is encoded in, without its mark`() throws {
        let text = "title: 标题\n"
        let gb18030: [UInt8] = Array("title: ".utf8) + [0xB1, 0xEA, 0xCC, 0xE2, 0x0A]
        let pairs = text.utf16.map { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let utf16: [UInt8] = [0xFF, 0xFE] + pairs.joined()
        for bytes in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), gb18030, utf16] {
            #expect(try TextDocument.text(of: bytes) == text, "\(bytes.prefix(8))")
        }
    }

    @Test func `what is no text is refused under its code`() {
        #expect(throws: SheetError.emptyFile) { try TextDocument.text(of: []) }
        let (picture, broken): ([UInt8], [UInt8]) = ([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 13], [0x61, 0xFF, 0x0A])
        #expect(throws: SheetError.unknownFileKind) { try TextDocument.text(of: picture) }
        #expect(throws: SheetError.badEncoding(encoding: "UTF-8")) { try TextDocument.text(of: broken) }
    }
}
