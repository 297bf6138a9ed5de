/// What the format of a cell makes of its number, as far as it changes what is meant.
enum NumberFormat: Hashable {
    /// The number as it is.
    case general
    /// A day, with the time of day or without.
    case date(hasTime: Bool)
    /// A time of day, or a length of time that may go past a day.
    case time(isElapsed: Bool)
    /// A whole number with zeros in front up to so many digits, as codes have them.
    case padded(Int)

    /// One of the formats that every workbook has; 27 to 36 and 50 to 58 are those of Chinese Excel.
    init(builtIn id: Int) {
        switch id {
        case 14...17, 27...31, 36, 50...54, 57, 58: self = .date(hasTime: false)
        case 22: self = .date(hasTime: true)
        case 18...21, 32...35, 45, 47, 55, 56: self = .time(isElapsed: false)
        case 46: self = .time(isElapsed: true)
        default: self = .general
        }
    }

    /// A format by its code, such as `yyyy"年"m"月"d"日"`.
    init(code: String) {
        let letters = FormatLetters(code)
        let hasTime = letters.found.contains("h") || letters.found.contains("s") || letters.isElapsed
        let hasDay = letters.found.contains("y") || letters.found.contains("d")
        if hasDay || (letters.found.contains("m") && !hasTime) {
            self = .date(hasTime: hasTime)
        } else if hasTime {
            self = .time(isElapsed: letters.isElapsed)
        } else if code.count > 1, code.allSatisfy({ $0 == "0" }) {
            self = .padded(code.count)
        } else {
            self = .general
        }
    }
}

/// The letters in the first section of a format's code that stand for a part of a date or time.
private struct FormatLetters {
    /// Which of y, m, d, h, s there are.
    private(set) var found: Set<Character> = []
    /// Whether it counts hours, minutes or seconds without end, as `[h]` does.
    private(set) var isElapsed = false

    /// Looks through the code: what is quoted, escaped or in brackets is no such letter.
    init(_ code: String) {
        var rest = Substring(code.lowercased())
        while let character = rest.popFirst(), character != ";" {
            switch character {
            case "\"": rest = Self.after("\"", in: rest)
            case "\\", "_", "*": rest = rest.dropFirst()
            case "[":
                let inside = rest.prefix { $0 != "]" }
                if !inside.isEmpty, inside.allSatisfy({ "hms".contains($0) }) { isElapsed = true }
                rest = Self.after("]", in: rest)
            case "y", "m", "d", "h", "s": found.insert(character)
            default: continue
            }
        }
    }

    private static func after(_ mark: Character, in text: Substring) -> Substring {
        text.firstIndex(of: mark).map { text[text.index(after: $0)...] } ?? ""
    }
}
