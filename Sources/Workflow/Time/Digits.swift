/// Reading and writing plain decimal digits, strictly: no sign, no space, ASCII only.
enum Digits {
    /// The number that these bytes write, or `nil` unless all are digits and, where asked, exactly `width` of them.
    static func number(_ bytes: some Collection<UInt8>, width: Int? = nil) -> Int? {
        guard !bytes.isEmpty, bytes.count <= 18, width == nil || bytes.count == width else { return nil }
        var value = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }

    /// The number with zeros in front up to a width.
    static func padded(_ number: Int, to width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}

extension Decoder {
    /// Decodes a value from its text, with an error that says what was expected and what was found.
    func value<Value: LosslessStringConvertible>(describedAs expected: String) throws -> Value {
        let container = try singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Value(text) else {
            let reason = "expected \(expected), found \(text)"
            throw DecodingError.dataCorruptedError(in: container, debugDescription: reason)
        }
        return value
    }
}
