/// A zip archive made by hand, its entries not packed: so that the reader is tested against another's writing.
struct StoredZip {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    init(_ entries: KeyValuePairs<String, String> = [:]) {
        for (name, text) in entries { add(name, Array(text.utf8)) }
    }

    mutating func add(_ name: String, _ content: [UInt8]) {
        let path = Array(name.utf8)
        let common =
            Self.short(0x0800) + Self.short(0) + Self.short(0) + Self.short(0x21)
            + Self.long(Self.checksum(content)) + Self.long(content.count) + Self.long(content.count)
            + Self.short(path.count) + Self.short(0)
        let offset = body.count
        body += [0x50, 0x4B, 3, 4] + Self.short(20) + common + path + content
        directory +=
            [0x50, 0x4B, 1, 2] + Self.short(20) + Self.short(20) + common + Self.short(0) + Self.short(0)
            + Self.short(0) + Self.long(0) + Self.long(offset) + path
        count += 1
    }

    var bytes: [UInt8] {
        body + directory + [0x50, 0x4B, 5, 6] + Self.short(0) + Self.short(0) + Self.short(count) + Self.short(count)
            + Self.long(directory.count) + Self.long(body.count) + Self.short(0)
    }

    private static func short(_ number: Int) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF)] }

    private static func long(_ number: Int) -> [UInt8] { short(number & 0xFFFF) + short(number >> 16) }

    private static func checksum(_ bytes: [UInt8]) -> Int {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return Int(~sum)
    }
}
