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
}
