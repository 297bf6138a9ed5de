import Foundation

/// Base64 without filling, of either alphabet, one spelling a value.
///
/// Tokens and cookies are read with requests: so letters are read byte by byte, not by searching a text.
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
        String(decoding: letters(bytes, alphabet), as: UTF8.self)
    }

    /// Text as bytes; nil where it is none, or not the one spelling of them.
    static func bytes(_ text: some StringProtocol, _ alphabet: Alphabet) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        // What has been read and not been given out yet: the lowest `held` bits.
        var (bits, held) = (UInt32(0), UInt32(0))
        for letter in text.utf8 {
            guard let value = alphabet.value(of: letter) else { return nil }
            bits = bits << 6 | UInt32(value)
            held += 6
            guard held >= 8 else { continue }
            held -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> held))
        }
        // A whole letter too many, or one that says more than the bytes need, would be another spelling.
        guard held < 6, bits & (1 << held - 1) == 0 else { return nil }
        return bytes
    }

    private static func letters(_ bytes: [UInt8], _ alphabet: Alphabet) -> [UInt8] {
        Data(bytes).base64EncodedData().filter { $0 != UInt8(ascii: "=") }.map { alphabet.fromStandard($0) }
    }
}

extension Base64.Alphabet {
    /// The six bits that a letter means; nil where it is none of the alphabet's.
    fileprivate func value(of letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): letter - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+") where self == .standard, UInt8(ascii: "-") where self == .url: 62
        case UInt8(ascii: "/") where self == .standard, UInt8(ascii: "_") where self == .url: 63
        default: nil
        }
    }

    /// A letter of the standard alphabet as this one has it.
    fileprivate func fromStandard(_ letter: UInt8) -> UInt8 {
        switch (self, letter) {
        case (.url, UInt8(ascii: "+")): UInt8(ascii: "-")
        case (.url, UInt8(ascii: "/")): UInt8(ascii: "_")
        case (.standard, _), (.url, _): letter
        }
    }
}
