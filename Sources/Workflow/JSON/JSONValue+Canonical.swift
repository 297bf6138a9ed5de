/// Canonical JSON: keys in the order of their UTF-8 bytes, no white space, the shortest escapes.
///
/// One value has exactly one spelling, so its bytes can be hashed and compared. The form is that of RFC 8785
/// (JCS) for the values that `JSONValue` can hold, but for the order of keys beyond the Basic Multilingual
/// Plane, where UTF-8 and UTF-16 order differ.
extension JSONValue {
    /// The canonical UTF-8 bytes of this value.
    public var canonicalBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        write(to: &bytes)
        return bytes
    }

    /// The canonical text of this value.
    public var canonicalText: String {
        String(decoding: canonicalBytes, as: UTF8.self)
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .int(let value): Self.write(value, to: &bytes)
        case .string(let value): Self.write(value, to: &bytes)
        case .array(let values): Self.write(values, to: &bytes)
        case .object(let members): Self.write(members, to: &bytes)
        }
    }

    private static func write(_ value: Int64, to bytes: inout [UInt8]) {
        var text = String(value)
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    private static func write(_ values: [JSONValue], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        var first = true
        for value in values {
            if !first { bytes.append(UInt8(ascii: ",")) }
            first = false
            value.write(to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private static func write(_ members: [String: JSONValue], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        var first = true
        for (key, value) in inOrder(members) {
            if !first { bytes.append(UInt8(ascii: ",")) }
            first = false
            write(key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            value.write(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private static func inOrder(_ members: [String: JSONValue]) -> [(key: String, value: JSONValue)] {
        var members = Array(members)
        if members.count > 1 { members.sort { $0.key.precedesByBytes($1.key) } }
        return members
    }

    /// Most texts have nothing to escape: those are taken whole.
    private static func write(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            if utf8.contains(where: mustEscape) {
                for byte in utf8 { write(byte, to: &bytes) }
            } else {
                bytes.append(contentsOf: utf8)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func write(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
        case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
        case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
        case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
        case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
        case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
        case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
        case 0..<0x20: writeControl(byte, to: &bytes)
        default: bytes.append(byte)
        }
    }

    private static func writeControl(_ byte: UInt8, to bytes: inout [UInt8]) {
        let hex = String(byte, radix: 16)
        bytes.append(contentsOf: ("\\u00" + (hex.utf8.count == 1 ? "0" : "") + hex).utf8)
    }
}

extension String {
    /// Whether its UTF-8 bytes come before another's.
    fileprivate func precedesByBytes(_ other: String) -> Bool {
        let inPlace = utf8.withContiguousStorageIfAvailable { mine in
            other.utf8.withContiguousStorageIfAvailable { mine.lexicographicallyPrecedes($0) }
        }
        return (inPlace ?? nil) ?? utf8.lexicographicallyPrecedes(other.utf8)
    }
}
