/// Texts in addresses.
enum FormText {
    /// A text without the blanks and line ends around it.
    static func trimmed(_ text: some StringProtocol) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    private static let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

    /// A text as it stands behind a question mark.
    static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { written, byte in
            if plain.contains(byte) {
                written.unicodeScalars.append(UnicodeScalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                written += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
    }

    /// A path of this site that somebody is to be led to; `/` where it is another site's, or none.
    static func local(_ path: String?) -> String {
        guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\"),
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return "/" }
        return path
    }
}
