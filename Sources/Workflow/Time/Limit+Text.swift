extension Limit: CustomStringConvertible, Codable {
    /// The limit as it is written, `4wh@office`; reading it again gives the same limit.
    public var description: String {
        let text = form.amount.map { String($0) + form.suffix } ?? "0"
        return calendar.map { "\(text)@\($0)" } ?? text
    }

    /// Reads a limit such as `30m`, `2wh`, `5wd`, `0` or `4wh@office`.
    ///
    /// - Throws: `LimitError`, which says what is wrong with the text.
    public init(_ text: String) throws(LimitError) {
        let at = text.utf8.firstIndex(of: UInt8(ascii: "@"))
        let form = try Form(text.utf8[..<(at ?? text.endIndex)], in: text)
        try self.init(form, calendar: at.map { String(text[text.utf8.index(after: $0)...]) })
    }

    /// Decodes a limit from its text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            self = try Limit(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Encodes a limit as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Limit.Form {
    /// Reads amount and suffix; `whole` is the text to show when they make no sense.
    ///
    /// Every clock of every ticket that is read brings one, so nothing is cut out of the text.
    fileprivate init(_ written: Substring.UTF8View, in whole: String) throws(LimitError) {
        let digits = written.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let suffix = written[digits.endIndex...]
        guard let first = digits.first else { throw .notALimit(whole) }
        if first == UInt8(ascii: "0") {
            guard digits.count == 1, suffix.isEmpty else { throw .notALimit(whole) }
            self = .atOnce
            return
        }
        guard let make = Self.maker(suffix) else { throw .notALimit(whole) }
        guard let amount = Digits.number(digits) else {
            throw .amountOutOfRange(whole, largest: make(1).largestAmount)
        }
        self = make(amount)
    }

    /// What the letters behind an amount count.
    private static func maker(_ suffix: Substring.UTF8View) -> ((Int) -> Limit.Form)? {
        switch String(Substring(suffix)) {
        case "s": Limit.Form.seconds
        case "m": Limit.Form.minutes
        case "h": Limit.Form.hours
        case "ws": Limit.Form.workingSeconds
        case "wm": Limit.Form.workingMinutes
        case "wh": Limit.Form.workingHours
        case "wd": Limit.Form.workingDays
        case "bd": Limit.Form.businessDays
        case "d": Limit.Form.calendarDays
        case "cd": Limit.Form.clockDays
        default: nil
        }
    }
}

/// Why a text is not a limit.
public enum LimitError: Error, Hashable, Sendable {
    /// The text has none of the forms.
    case notALimit(String)
    /// The amount is zero, negative or beyond ten years.
    case amountOutOfRange(String, largest: Int)
    /// What follows `@` cannot name a calendar.
    case badCalendarName(String)
}

extension LimitError: CustomStringConvertible {
    /// What is wrong, and what would be right.
    public var description: String {
        switch self {
        case .notALimit(let text):
            "“\(text)” is not a limit; write 0, 90s, 30m, 8h, 30wm, 2wh, 5wd, 5bd, 30d or 30cd, "
                + "with @calendar behind it if need be"
        case .amountOutOfRange(let text, let largest):
            "“\(text)” is out of range: the amount is 1 to \(largest) here, and nothing but 0 means at once"
        case .badCalendarName(let text):
            "“\(text)” cannot name a calendar: letters, digits, - _ . with a letter first, up to 40 bytes"
        }
    }
}
