import Crypto

/// The chain of hashes as DESIGN describes it, written down here a second time: the program's own code is not asked.
enum ChainHash {
    static let origin = [UInt8](repeating: 0, count: 32)

    static func next(after previous: [UInt8], _ event: EventRow, district: Int64) -> [UInt8] {
        var sha = SHA256()
        sha.update(data: previous)
        for number in [district, event.ticket, event.seq, event.at, Int64(event.definition.utf8.count)] {
            sha.update(data: bytes(number))
        }
        sha.update(data: Array(event.definition.utf8))
        sha.update(data: bytes(event.version))
        sha.update(data: bytes(Int64(event.payload.count)))
        sha.update(data: event.payload)
        return Array(sha.finalize())
    }

    /// The salted digest of a text, in hexadecimal digits.
    static func digest(_ text: String, field: String, salt: [UInt8]) -> String {
        SHA256.hash(data: salt + Array(field.utf8) + [0] + Array(text.utf8))
            .map { (byte: UInt8) in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    private static func bytes(_ number: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> Int64(56 - 8 * $0)) }
    }
}
