import Foundation

/// Bytes in the letters of addresses, without padding (RFC 4648 §5).
enum Base64URL {
    /// Bytes as text.
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// A text's bytes; nil where it is none.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let isClean = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
                || $0 == 0x5F
        }
        guard isClean, text.utf8.count % 4 != 1 else { return nil }
        let plain = String(text).replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        return Data(base64Encoded: plain + padding).map { Array($0) }
    }

    /// So many bytes that nobody can guess, as text.
    static func random(_ count: Int = 32) -> String {
        var generator = SystemRandomNumberGenerator()
        return text((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}
