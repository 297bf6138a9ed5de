/// What a kept file is called: the SHA-256 of its bytes.
package struct MediaHash: Hashable, Sendable {
    /// The 32 bytes.
    package let bytes: [UInt8]

    /// Takes a hash as bytes; nil where they are not 32.
    package init?(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
        guard self.bytes.count == 32 else { return nil }
    }

    /// Reads 64 hexadecimal digits in small letters; nil for anything else, so that no path can be smuggled in.
    package init?(text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

extension MediaHash: CustomStringConvertible {
    /// The 64 hexadecimal digits.
    package var description: String { bytes.map(Self.hexadecimal).joined() }

    /// The folder of the first level, and the one in it: 65,536 folders keep each small with millions of files.
    var folders: (first: String, second: String) { (Self.hexadecimal(bytes[0]), Self.hexadecimal(bytes[1])) }

    static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
