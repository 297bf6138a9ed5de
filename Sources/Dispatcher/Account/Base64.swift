import Foundation

/// Base64 without filling, of either alphabet, one spelling a value.
enum Base64 {
    /// An alphabet.
    enum Alphabet {
        /// With `+` and `/`, as PHC strings have it.
        case standard
        /// With `-` and `_`, which may stand in an address or a cookie (RFC 4648 §5).
        case url
    }

    /// Bytes as text.
    static func text(_ bytes: [UInt8], _ alphabet: Alphabet) -> String {
        let text = Data(bytes).base64EncodedString().filter { $0 != "=" }
        return switch alphabet {
        case .standard: text
        case .url: text.replacing("+", with: "-").replacing("/", with: "_")
        }
    }

    /// Text as bytes; nil where it is none, or not the one spelling of them.
    static func bytes(_ text: String, _ alphabet: Alphabet) -> [UInt8]? {
        let standard =
            switch alphabet {
            case .standard: text
            case .url: text.replacing("-", with: "+").replacing("_", with: "/")
            }
        let filling = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: standard + filling) else { return nil }
        let bytes = Array(data)
        return self.text(bytes, alphabet) == text ? bytes : nil
    }
}
