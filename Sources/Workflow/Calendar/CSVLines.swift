/// The rows of a small comma-separated text, one a line; quotes may hold commas, not line breaks.
struct CSVLines: Sequence {
    /// One line with something on it.
    struct Row {
        /// The line's number, counted from one.
        let line: Int
        /// Its fields, without the spaces around them.
        let fields: [String]

        /// Whether this is the first line and names the columns.
        func isHeading(_ names: [String]) -> Bool {
            line == 1 && fields.map { $0.lowercased() } == names
        }
    }

    private let lines: [Substring]

    /// Takes a text with any line endings, with or without a byte order mark.
    init(_ text: String) {
        let body = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        lines = body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    /// Goes through the lines that are not empty.
    func makeIterator() -> AnyIterator<Row> {
        var number = 0
        return AnyIterator {
            while number < lines.count {
                number += 1
                let line = lines[number - 1]
                if line.contains(where: { !$0.isWhitespace }) {
                    return Row(line: number, fields: Self.fields(of: line))
                }
            }
            return nil
        }
    }

    private static func fields(of line: Substring) -> [String] {
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        for character in line {
            switch character {
            case "\"":
                isQuoted.toggle()
            case "," where !isQuoted:
                fields.append(trimmed(field))
                field = ""
            default:
                field.append(character)
            }
        }
        return fields + [trimmed(field)]
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
