/// The pieces that a JPEG or PNG file is made of, by name: a reader of our own, so that nothing hides from another's.
enum Segments {
    /// What pixels need: tables, frames, scans, the heading of JFIF; chunks without words.
    static let plain: Set<String> = [
        "DB", "C0", "C4", "DA", "DD", "D9", "E0", "IHDR", "IDAT", "IEND", "pHYs", "bKGD",
    ]

    /// The names; JPEG's are its markers in hexadecimal digits.
    static func names(_ bytes: [UInt8]) throws -> Set<String> {
        bytes.first == 0x89 ? try chunks(bytes) : try markers(bytes)
    }

    struct Malformed: Error {}

    private static func chunks(_ bytes: [UInt8]) throws -> Set<String> {
        var names: Set<String> = []
        var place = 8
        while place < bytes.count {
            guard place + 12 <= bytes.count else { throw Malformed() }
            let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
            names.insert(String(decoding: bytes[(place + 4)..<(place + 8)], as: UTF8.self))
            place += length + 12
        }
        return names
    }

    private static func markers(_ bytes: [UInt8]) throws -> Set<String> {
        var names: Set<String> = []
        var place = 2
        while place + 1 < bytes.count {
            guard bytes[place] == 0xFF else { throw Malformed() }
            let marker = bytes[place + 1]
            names.insert(String(marker, radix: 16, uppercase: true))
            // Nothing may stand behind the end.
            if marker == 0xD9 {
                guard place + 2 == bytes.count else { throw Malformed() }
                return names
            }
            guard place + 3 < bytes.count else { throw Malformed() }
            place += 2 + Int(bytes[place + 2]) << 8 + Int(bytes[place + 3])
            guard marker == 0xDA else { continue }
            while place + 1 < bytes.count,
                bytes[place] != 0xFF || bytes[place + 1] == 0 || bytes[place + 1] & 0xF8 == 0xD0
            {
                place += 1
            }
        }
        throw Malformed()
    }
}
