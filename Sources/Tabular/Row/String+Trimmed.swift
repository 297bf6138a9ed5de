extension StringProtocol {
    /// The text without white space at either end, be it wide, of no width, or a byte order mark.
    package var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isBlank }),
            let last = scalars.lastIndex(where: { !$0.isBlank })
        else { return "" }
        return String(String.UnicodeScalarView(scalars[first...last]))
    }
}

extension Unicode.Scalar {
    /// Whether nothing is seen of the character at the end of a text.
    var isBlank: Bool {
        properties.isWhitespace || value == 0x200B || value == 0x2060 || value == 0xFEFF
    }
}
