/// Finds, before anything is parsed, YAML whose aliases would keep the parser busy for ever.
///
/// The parser shares what aliases stand for, and so does not grow by them. But it hashes every key to find those that
/// occur twice, and a key made of aliases to lists of aliases takes longer than anyone waits. So a text that has
/// aliases and what may be such a key is refused; in a text without aliases a key may be anything.
enum YAMLAliases {
    /// Whether the text may be given to the parser.
    static func areSafe(_ text: [UInt8]) -> Bool {
        let anchors = names(in: text, after: UInt8(ascii: "&"))
        guard !anchors.isEmpty else { return true }
        let aliases = names(in: text, after: UInt8(ascii: "*"))
        guard aliases.keys.contains(where: { anchors[$0] != nil }) else { return true }
        return !aliases.values.joined().contains { isKey(text, $0) } && !hasKeyOfSeveralParts(text)
    }

    /// The names that follow a mark where a value may begin, and where they end.
    private static func names(in text: [UInt8], after mark: UInt8) -> [ArraySlice<UInt8>: [Int]] {
        var names: [ArraySlice<UInt8>: [Int]] = [:]
        for index in text.indices where text[index] == mark {
            guard index == 0 || text[index - 1] <= 0x20 || "[{,:-?".utf8.contains(text[index - 1]) else { continue }
            let end = text[(index + 1)...].firstIndex { !isNamePart($0) } ?? text.count
            if end > index + 1 { names[text[(index + 1)..<end], default: []].append(end) }
        }
        return names
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }

    /// Whether a colon follows what ends at `end`, be it on a later line.
    private static func isKey(_ text: [UInt8], _ end: Int) -> Bool {
        text[end...].first { $0 > 0x20 } == UInt8(ascii: ":")
    }

    /// Whether there is a `?` that begins a key, a colon after a closing bracket, or one that begins a line.
    ///
    /// The last also finds a colon that follows a bracket on a later line.
    private static func hasKeyOfSeveralParts(_ text: [UInt8]) -> Bool {
        var previous = UInt8(ascii: "\n")
        for (index, byte) in text.enumerated() {
            if byte == UInt8(ascii: "?"), index + 1 == text.count || text[index + 1] <= 0x20 { return true }
            if byte == UInt8(ascii: ":"), "]}\n".utf8.contains(previous) { return true }
            if byte > 0x20 || byte == UInt8(ascii: "\n") { previous = byte }
        }
        return false
    }
}
