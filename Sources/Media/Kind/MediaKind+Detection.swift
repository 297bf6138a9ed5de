extension MediaKind {
    /// Tells the kind of bytes held in memory.
    ///
    /// - Throws: `emptyFile`, `kindNotTaken`, `mixedKinds` or `activeDocument`.
    package static func detect(_ bytes: [UInt8]) throws(MediaRefusal) -> MediaKind {
        try detect(MediaContent(bytes))
    }

    /// Tells the kind of an open file of so many bytes.
    ///
    /// - Throws: `emptyFile`, `kindNotTaken`, `mixedKinds` or `activeDocument`.
    package static func detect(descriptor: Int32, count: Int) throws(MediaRefusal) -> MediaKind {
        try detect(MediaContent(descriptor: descriptor, count: count))
    }

    /// Tells the kind by where it begins, and then looks whether it is another one besides.
    ///
    /// A picture may be: it is made anew, so nothing but its pixels stays. All else is kept byte for byte, so a zip at its end,
    /// which a browser or an office program would open as an archive, or a page before it, is refused.
    static func detect(_ content: MediaContent) throws(MediaRefusal) -> MediaKind {
        guard content.count > 0 else { throw .emptyFile }
        if let picture = picture(content) { return picture }
        if content.has([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            // Office documents with a password are kept in the container of the nineties, as old ones without are.
            throw isEncryptedOffice(content) ? .activeDocument : .kindNotTaken
        }
        let archive = ZipDirectory(content)
        if content.has([0x50, 0x4B, 0x03, 0x04]) {
            guard let archive else { throw .kindNotTaken }
            return try document(archive, content)
        }
        var kind = try isoMedia(content) ?? audio(content)
        if kind == nil { kind = try pdf(content) }
        guard let kind else { throw .kindNotTaken }
        guard archive == nil else { throw .mixedKinds }
        return kind
    }
}

extension MediaKind {
    private static func picture(_ content: MediaContent) -> MediaKind? {
        if content.has([0xFF, 0xD8, 0xFF]) { return .jpeg }
        if content.has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        return brands(content).contains { ["heic", "heix", "heim", "heis"].contains($0) } ? .heic : nil
    }

    /// The brands of a file that begins with an `ftyp` box (ISO 14496-12, 4.3): first the one it is, then those it fits.
    private static func brands(_ content: MediaContent) -> [String] {
        guard content.has("ftyp", at: 4), let size = content.big(at: 0, 4), (16...1_024).contains(size) else {
            return []
        }
        return ([8] + Array(stride(from: 16, to: size - 3, by: 4))).compactMap { content.text(at: $0, 4) }
    }

    /// A film or a recording in an MPEG-4 container; the boxes must follow each other to the end of the file.
    private static func isoMedia(_ content: MediaContent) throws(MediaRefusal) -> MediaKind? {
        let brands = brands(content)
        guard let major = brands.first else { return nil }
        let films: Set = [
            "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "avc1", "M4V ",
            "MSNV", "3gp4", "3gp5", "3gp6", "3gp7", "dash",
        ]
        let recordings: Set = ["M4A ", "M4B "]
        guard recordings.contains(major) || !films.isDisjoint(with: brands) else { return nil }
        guard hasMovie(content) else { throw .kindNotTaken }
        return recordings.contains(major) ? .m4a : .mp4
    }

    private static func hasMovie(_ content: MediaContent) -> Bool {
        var place = 0
        var isFound = false
        // A film in fragments has two boxes for each few seconds.
        for _ in 0..<100_000 where place < content.count {
            guard var size = content.big(at: place, 4), let name = content.text(at: place + 4, 4) else { return false }
            if size == 1 { size = content.big(at: place + 8, 8) ?? 0 }
            // The last box may leave its size open.
            if size == 0 { size = content.count - place }
            guard size >= 8, size <= content.count - place, name.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
                return false
            }
            isFound = isFound || name == "moov"
            place += size
        }
        return isFound && place == content.count
    }

    private static func pdf(_ content: MediaContent) throws(MediaRefusal) -> MediaKind? {
        let head = content.bytes(at: 0, 1_024)
        guard let start = head.firstPlace(of: "%PDF-"), start + 5 < head.count,
            (UInt8(ascii: "1")...UInt8(ascii: "2")).contains(head[start + 5])
        else { return nil }
        // Readers forgive what stands before; a page or a script there is meant for somebody else.
        let before = head[..<start]
        guard !before.contains(UInt8(ascii: "<")), !before.starts(with: Array("#!".utf8)) else { throw .mixedKinds }
        return .pdf
    }

    /// Whether an old container's directory names the stream that holds an encrypted document (MS-OFFCRYPTO, 2.3.4.4).
    private static func isEncryptedOffice(_ content: MediaContent) -> Bool {
        let name = "EncryptedPackage".unicodeScalars.map { String($0) + "\0" }.joined()
        return content.bytes(at: 0, 1 << 20).firstPlace(of: name) != nil
            || content.bytes(at: content.count - (1 << 16), 1 << 16).firstPlace(of: name) != nil
    }

    private static func document(_ archive: ZipDirectory, _ content: MediaContent) throws(MediaRefusal) -> MediaKind {
        guard !archive.isEncrypted else { throw .activeDocument }
        let names = archive.names
        let isOffice = names.contains("[Content_Types].xml") && names.contains("_rels/.rels")
        // An archive of several kinds would be opened as whichever its reader looks for.
        var found: [MediaKind] = []
        if isOffice, names.contains("word/document.xml") { found.append(.docx) }
        if isOffice, names.contains("xl/workbook.xml") { found.append(.xlsx) }
        if names.contains("OFD.xml") { found.append(.ofd) }
        guard let kind = found.first else { throw .kindNotTaken }
        guard found.count == 1, !names.contains("META-INF/MANIFEST.MF"), !names.contains("AndroidManifest.xml"),
            archive.begin == 0
        else { throw .mixedKinds }
        guard !names.contains(where: { $0.hasSuffix("vbaProject.bin") }) else { throw .activeDocument }
        return kind
    }
}
