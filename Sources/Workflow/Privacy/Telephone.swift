/// Telephones as they are compared: by their digits alone.
public enum Telephone {
    /// The digits of a telephone as somebody wrote it, without China's number before them.
    ///
    /// - Parameter text: `+86 138-0000-5678`, `１３８００００５６７８`, `(0471) 6234567`.
    /// - Returns: the digits; nil where there are fewer than five.
    public static func digits(of text: String) -> String? {
        var digits = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39: digits.unicodeScalars.append(scalar)
            case 0xFF10...0xFF19: digits.append(String(scalar.value - 0xFF10))
            default: continue
            }
        }
        if digits.hasPrefix("0086") { digits.removeFirst(4) }
        if digits.hasPrefix("86"), digits.count == 13 { digits.removeFirst(2) }
        return digits.count >= 5 ? digits : nil
    }

    /// Whether enough digits stand there to call somebody: the shortest numbers of a house have seven.
    ///
    /// - Parameter text: a telephone as somebody wrote it, perhaps with words beside it.
    /// - Returns: whether they do.
    public static func isWhole(_ text: String) -> Bool {
        text.unicodeScalars.count { (0x30...0x39).contains($0.value) || (0xFF10...0xFF19).contains($0.value) } >= 7
    }

    /// The digits of a telephone that somebody typed to find it.
    ///
    /// What is not a telephone as it is usually written is a slip of the finger: an `O` for a `0` would find somebody else's, or
    /// nobody's.
    ///
    /// - Parameter text: what was typed.
    /// - Returns: the digits as `digits(of:)` says; nil where anything but digits, blanks, dashes, brackets, dots and a plus
    ///   stands there, or they are fewer than five or more than twenty.
    public static func typed(_ text: String) -> String? {
        let marks: Set<Unicode.Scalar> = [
            " ", "\u{3000}", "-", "－", "—", "–", "(", ")", "（", "）", ".", "+", "＋", "/",
        ]
        let isWritten = text.unicodeScalars.allSatisfy { scalar in
            (0x30...0x39).contains(scalar.value) || (0xFF10...0xFF19).contains(scalar.value) || marks.contains(scalar)
        }
        guard isWritten, let digits = digits(of: text), digits.count <= 20 else { return nil }
        return digits
    }
}
