/// Finds what separates the cells of a CSV by what occurs most in its headings, outside of quotation marks.
///
/// The headings are in the first line with text. Where it is known which fields are expected, a line that has no
/// separator and is none of their headings is a title, and the next one is looked at.
struct SeparatorSearch {
    private let matcher: HeadingMatcher?
    private static let candidates = [",", ";", "\t"].map { UInt8(ascii: $0) }

    /// Prepares a search.
    init(_ fields: [FieldSpec]) {
        matcher = fields.isEmpty ? nil : HeadingMatcher(fields)
    }

    /// The separator of a text; the comma where none is found.
    func find(in text: ArraySlice<UInt8>) -> UInt8 {
        var counts = [0, 0, 0]
        var isQuoted = false
        var start = text.startIndex
        for (index, byte) in zip(text.indices, text) {
            if byte == CSVScanner.quote { isQuoted.toggle() }
            if isQuoted { continue }
            if let candidate = Self.candidates.firstIndex(of: byte) { counts[candidate] += 1 }
            guard byte == CSVScanner.lineFeed || byte == CSVScanner.carriageReturn else { continue }
            if counts != [0, 0, 0] || isHeading(text[start..<index]) { break }
            start = index + 1
        }
        let most = counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
        return Self.candidates[most]
    }

    /// Whether a line without a separator is the only heading there is.
    private func isHeading(_ line: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: line, as: UTF8.self).trimmed
        guard let matcher, !text.isEmpty else { return !text.isEmpty }
        return matcher.field(HeadingKey(text)) != nil
    }
}
