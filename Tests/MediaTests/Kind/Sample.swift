/// Small files of each kind, written by hand.
enum Sample {
    /// A zip of stored entries with these names.
    static func zip(_ names: [String], flags: UInt8 = 0) -> [UInt8] {
        var entries: [UInt8] = []
        var directory: [UInt8] = []
        for name in names {
            let length = [UInt8(name.utf8.count), 0]
            let start = little(entries.count)
            let common: [UInt8] = [20, 0, flags, 0] + Array(repeating: 0, count: 18) + length + [0, 0]
            entries += [0x50, 0x4B, 3, 4] + common + Array(name.utf8)
            directory += [0x50, 0x4B, 1, 2, 20, 0] + common + Array(repeating: 0, count: 10) + start + Array(name.utf8)
        }
        let count = [UInt8(names.count), 0]
        return entries + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count + little(directory.count)
            + little(entries.count) + [0, 0]
    }

    private static func little(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    /// A text in UTF-16, as containers of the nineties write names.
    static func wide(_ text: String) -> [UInt8] { text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }

    static let office = ["[Content_Types].xml", "_rels/.rels"]
    static let docx = zip(office + ["word/document.xml"])
    static let ofd = zip(["OFD.xml", "Doc_0/Document.xml"])

    /// A box of an MPEG-4 container.
    static func box(_ name: String, _ content: [UInt8] = []) -> [UInt8] {
        little(content.count + 8).reversed() + Array(name.utf8) + content
    }

    /// A container of these brands with a movie.
    static func film(_ brands: String...) -> [UInt8] {
        let compatible = brands.flatMap { Array($0.utf8) }
        let type = box("ftyp", Array((brands.first ?? "").utf8) + [0, 0, 0, 0] + compatible)
        return type + box("moov", [1, 2, 3]) + box("mdat", [4])
    }

    /// Frames of MPEG 1 layer III, 128 kbit/s at 44.1 kHz.
    static func mp3(frames: Int) -> [UInt8] {
        (0..<frames).flatMap { _ in [0xFF, 0xFB, 0x90, 0x00] + Array(repeating: UInt8(0x55), count: 413) }
    }

    /// A tag with so many bytes inside.
    static func id3(_ count: Int) -> [UInt8] {
        Array("ID3".utf8) + [4, 0, 0, 0, 0, UInt8(count >> 7), UInt8(count & 0x7F)]
            + Array(repeating: 0x41, count: count)
    }

    static let amr = Array("#!AMR\n".utf8) + [0x3C] + Array(repeating: 0xAA, count: 31)
    static let pdf = Array("%PDF-1.7\n%âãÏÓ\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n".utf8)
}
