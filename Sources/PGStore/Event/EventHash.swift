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
        let name = event.definition.name.text.utf8
        var bytes: [UInt8] = []
        bytes.reserveCapacity(previous.count + payload.count + name.count + 56)
        bytes += previous
        append(event.district.rawValue, to: &bytes)
        append(event.ticket.rawValue, to: &bytes)
        append(Int64(event.seq), to: &bytes)
        append(event.at.microseconds, to: &bytes)
        append(Int64(name.count), to: &bytes)
        bytes += name
        append(Int64(event.definition.version), to: &bytes)
        append(Int64(payload.count), to: &bytes)
        bytes += payload
        return Array(SHA256.hash(data: bytes))
    }

    private static func append(_ value: Int64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.bigEndian) { bytes += $0 }
    }
}

/// Salted digests of what people wrote.
package enum WordsDigest {
    /// SHA-256 over salt, the field's name, a zero byte and the text, in hexadecimal.
    package static func digest(_ text: String, field: FieldName, salt: [UInt8]) -> String {
        var bytes = salt
        bytes.reserveCapacity(salt.count + field.text.utf8.count + 1 + text.utf8.count)
        bytes += field.text.utf8
        bytes.append(0)
        bytes += text.utf8
        return Hexadecimal.text(SHA256.hash(data: bytes))
    }
}
