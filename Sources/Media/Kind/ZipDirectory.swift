/// What a zip archive says it holds, read from the directory at its end (APPNOTE 4.3): the entries' bytes are never unpacked.
struct ZipDirectory {
    /// The names of the entries.
    let names: Set<String>
    /// Whether an entry needs a password.
    let isEncrypted: Bool
    /// Where the first entry begins: behind 0 where something stands before the archive.
    let begin: Int

    /// Documents have hundreds of entries; more are a trap.
    private static let mostEntries = 10_000

    /// Reads the directory; nil where the file ends in none, or in one that cannot be read wholly.
    init?(_ content: MediaContent) {
        let tailStart = max(0, content.count - 65_557)
        let tail = content.bytes(at: tailStart, 65_557)
        guard let end = tail.lastPlace(of: "PK\u{5}\u{6}"), let entries = tail.little(at: end + 10, 2),
            let size = tail.little(at: end + 12, 4), let start = tail.little(at: end + 16, 4),
            let comment = tail.little(at: end + 20, 2), end + 22 + comment <= tail.count,
            entries <= Self.mostEntries, size <= 4 << 20, size <= tailStart + end
        else { return nil }
        // Where something stands before the archive, all its places are off by that.
        let shift = tailStart + end - size - start
        let bytes = content.bytes(at: tailStart + end - size, size)
        var names: Set<String> = []
        var isEncrypted = false
        var first = Int.max
        var place = 0
        for _ in 0..<entries {
            guard let entry = Entry(bytes, place) else { return nil }
            guard names.insert(entry.name).inserted else { return nil }
            isEncrypted = isEncrypted || entry.isEncrypted
            first = min(first, entry.place)
            place += entry.length
        }
        guard shift >= 0, entries > 0 else { return nil }
        self.names = names
        self.isEncrypted = isEncrypted
        begin = first + shift
    }

    private struct Entry {
        let name: String
        let isEncrypted: Bool
        let place: Int
        let length: Int

        init?(_ bytes: [UInt8], _ place: Int) {
            guard bytes.little(at: place, 4) == 0x0201_4B50, let flags = bytes.little(at: place + 8, 2),
                let name = bytes.little(at: place + 28, 2), let extra = bytes.little(at: place + 30, 2),
                let comment = bytes.little(at: place + 32, 2), let start = bytes.little(at: place + 42, 4),
                place + 46 + name + extra + comment <= bytes.count
            else { return nil }
            self.name = String(decoding: bytes[(place + 46)..<(place + 46 + name)], as: UTF8.self)
            isEncrypted = flags & 1 != 0
            self.place = start
            length = 46 + name + extra + comment
        }
    }
}
