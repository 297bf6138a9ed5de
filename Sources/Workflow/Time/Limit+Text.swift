extension Limit: CustomStringConvertible, Codable {
    /// The limit as it is written, `4wh@office`; reading it again gives the same limit.
    public var description: String {
        let text = form.amount.map { "\($0)\(form.suffix)" } ?? "0"
        return calendar.map { "\(text)@\($0)" } ?? text
    }

    /// Reads a limit such as `30m`, `2wh`, `5wd`, `0` or `4wh@office`.
    ///
    /// - Throws: `LimitError`, which says what is wrong with the text.
    public init(_ text: String) throws(LimitError) {
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let written = halves.first, !written.isEmpty else { throw .notALimit(text) }
        let form = try Form(written, in: text)
        try self.init(form, calendar: halves.count == 2 ? String(halves[1]) : nil)
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
    fileprivate init(_ written: Substring, in whole: String) throws(LimitError) {
        if written == "0" {
            self = .atOnce
            return
        }
        let digits = written.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let suffix = written.dropFirst(digits.count)
        guard let first = digits.first, first != UInt8(ascii: "0"), let make = Self.makers[String(suffix)] else {
            throw .notALimit(whole)
        }
        guard let amount = Digits.number(digits) else {
            throw .amountOutOfRange(whole, largest: make(1).largestAmount)
        }
        self = make(amount)
    }

    private static let makers: [String: @Sendable (Int) -> Limit.Form] = [
        "s": { .seconds($0) },
        "m": { .minutes($0) },
        "h": { .hours($0) },
        "ws": { .workingSeconds($0) },
        "wm": { .workingMinutes($0) },
        "wh": { .workingHours($0) },
        "wd": { .workingDays($0) },
        "bd": { .businessDays($0) },
        "d": { .calendarDays($0) },
        "cd": { .clockDays($0) },
    ]
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
