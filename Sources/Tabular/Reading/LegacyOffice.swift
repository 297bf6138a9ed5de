/// Recognises the container of old Office files, which also holds new ones that have a password.
enum LegacyOffice {
    /// Refuses an old workbook, and an encrypted one, each with what to do about it.
    ///
    /// - Parameters:
    ///   - head: The first bytes of the file.
    ///   - input: Where the rest is, in which the directory of the container may stand.
    /// - Throws: `xlsNotSupported` or `fileEncrypted`.
    static func refuse(_ head: [UInt8], _ input: SheetInput) throws(SheetError) {
        guard head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), head.count >= 52 else { return }
        throw try isEncrypted(head, input) ? .fileEncrypted : .xlsNotSupported
    }

    private static func isEncrypted(_ head: [UInt8], _ input: SheetInput) throws(SheetError) -> Bool {
        if contains(head, "EncryptedPackage") { return true }
        if case .standardInput = input { return false }
        let sector = 1 << min(Int(head[30]), 16)
        let first = (0..<4).reduce(0) { $0 | Int(head[48 + $1]) << (8 * $1) }
        return contains(try bytes(of: input, at: (first + 1) * sector, count: 4096), "EncryptedPackage")
    }

    private static func bytes(of input: SheetInput, at offset: Int, count: Int) throws(SheetError) -> [UInt8] {
        let reader = try ByteReader(input)
        guard let total = reader.totalBytes, offset < total else { return [] }
        var chunk: [UInt8] = []
        while reader.bytesRead < offset {
            chunk.removeAll(keepingCapacity: true)
            guard try reader.read(min(1 << 20, offset - reader.bytesRead), into: &chunk) else { return [] }
        }
        chunk.removeAll()
        while chunk.count < count, try reader.read(count - chunk.count, into: &chunk) {}
        return chunk
    }

    /// Whether the bytes contain a name as the directory writes it, in UTF-16.
    private static func contains(_ bytes: [UInt8], _ name: String) -> Bool {
        let wanted = name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        return bytes.indices.contains { bytes[$0...].starts(with: wanted) }
    }
}
