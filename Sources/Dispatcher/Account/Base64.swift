import Foundation

/// Base64 without filling, of either alphabet, one spelling a value.
///
/// A token is read with each request of a program: so letters are exchanged byte by byte, not by searching a text.
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
        var standard = Data(text.utf8.map { alphabet.toStandard($0) })
        standard.append(contentsOf: repeatElement(UInt8(ascii: "="), count: (4 - standard.count % 4) % 4))
        guard let data = Data(base64Encoded: standard) else { return nil }
        let bytes = Array(data)
        return letters(bytes, alphabet).elementsEqual(text.utf8) ? bytes : nil
    }

    private static func letters(_ bytes: [UInt8], _ alphabet: Alphabet) -> [UInt8] {
        Data(bytes).base64EncodedData().filter { $0 != UInt8(ascii: "=") }.map { alphabet.fromStandard($0) }
    }
}

extension Base64.Alphabet {
    /// A letter as the standard alphabet has it.
    fileprivate func toStandard(_ letter: UInt8) -> UInt8 {
        switch (self, letter) {
        case (.url, UInt8(ascii: "-")): UInt8(ascii: "+")
        case (.url, UInt8(ascii: "_")): UInt8(ascii: "/")
        case (.url, UInt8(ascii: "+")), (.url, UInt8(ascii: "/")): 0
        case (.standard, _), (.url, _): letter
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
