/// Telephones that a text holds.
extension MaskScan {
    /// The first telephone, with what belongs to it before its digits; nil where there is none.
    mutating func firstTelephone() -> Range<Int>? {
        var index = 0
        while index < codes.count {
            guard isNumberStart(index) || codes[index] == "+" else {
                index += 1
                continue
            }
            if let end = known(at: index) {
                index = end
            } else if let end = phone(at: index) {
                // (0471) 6234567.
                return self[index - 1] == "(" && codes[index..<end].contains(0x29) ? (index - 1)..<end : index..<end
            } else {
                // What a card's number holds is no telephone.
                index = card(at: index) ?? end(ofRunAt: index)
            }
        }
        return nil
    }
}

extension Telephone {
    /// The first telephone that a text holds, as it is written there: no card, no ticket's number, and no public line.
    ///
    /// - Parameter text: any text.
    /// - Returns: the telephone; nil where there is none.
    public static func first(in text: String) -> String? {
        var scan = MaskScan(text)
        guard let range = scan.firstTelephone() else { return nil }
        return String(String.UnicodeScalarView(scan.scalars[range]))
    }
}
