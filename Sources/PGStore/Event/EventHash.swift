import Crypto
package import Workflow

/// The chain of hashes through the events of a ticket.
///
/// Each hash is SHA-256 over the one before it, district, ticket, number, time in microseconds, definition,
/// version and the payload's bytes, each integer as eight bytes big-endian, each text with its length before it: so
/// no two different histories can have the same bytes. A change of any event, or of their order, breaks it.
package enum EventHash {
    /// What stands before the first event.
    package static let origin = [UInt8](repeating: 0, count: 32)

    /// The hash of an event upon the one before it.
    package static func next(after previous: [UInt8], _ event: Event, payload: [UInt8]) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(data: previous)
        hasher.update(data: bytes(event.district.rawValue))
        hasher.update(data: bytes(event.ticket.rawValue))
        hasher.update(data: bytes(Int64(event.seq)))
        hasher.update(data: bytes(event.at.microseconds))
        let name = Array(event.definition.name.text.utf8)
        hasher.update(data: bytes(Int64(name.count)))
        hasher.update(data: name)
        hasher.update(data: bytes(Int64(event.definition.version)))
        hasher.update(data: bytes(Int64(payload.count)))
        hasher.update(data: payload)
        return Array(hasher.finalize())
    }

    private static func bytes(_ value: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * Int64($0))) }
    }
}

/// Salted digests of what people wrote.
package enum WordsDigest {
    /// SHA-256 over salt, the field's name, a zero byte and the text, in hexadecimal.
    package static func digest(_ text: String, field: FieldName, salt: [UInt8]) -> String {
        var hasher = SHA256()
        hasher.update(data: salt)
        hasher.update(data: Array(field.text.utf8))
        hasher.update(data: [0])
        hasher.update(data: Array(text.utf8))
        return hasher.finalize().map { byte in
            let hex = String(byte, radix: 16)
            return hex.utf8.count == 1 ? "0" + hex : hex
        }.joined()
    }
}
