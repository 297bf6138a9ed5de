/// A stretch of working time within one day, `09:00-12:00`: open from its opening, closed from its closing on.
public struct WorkWindow: Hashable, Sendable {
    /// The first second that counts.
    public let opens: TimeOfDay

    /// The end; a deadline may land on it and stays there.
    public let closes: TimeOfDay

    /// The whole day, 00:00 to 24:00.
    public static let wholeDay = WorkWindow(unchecked: .midnight, .endOfDay)

    /// Makes a window.
    ///
    /// - Throws: `CalendarError.reversedWindow` unless it closes after it opens.
    public init(opens: TimeOfDay, closes: TimeOfDay) throws(CalendarError) {
        self.init(unchecked: opens, closes)
        guard opens < closes else { throw .reversedWindow(self) }
    }

    /// Reads `09:00-12:00`.
    ///
    /// - Throws: `CalendarError.badWindow` or `.reversedWindow`.
    public init(_ text: String) throws(CalendarError) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard ends.count == 2, let opens = TimeOfDay(ends[0]), let closes = TimeOfDay(ends[1]) else {
            throw .badWindow(text)
        }
        try self.init(opens: opens, closes: closes)
    }

    private init(unchecked opens: TimeOfDay, _ closes: TimeOfDay) {
        self.opens = opens
        self.closes = closes
    }

    /// Seconds from opening to closing as the clock shows them.
    public var seconds: Int { closes.seconds - opens.seconds }
}

extension WorkWindow: CustomStringConvertible, Codable {
    /// The window as it is written, `09:00-12:00`.
    public var description: String { "\(opens)-\(closes)" }

    /// Decodes text such as `09:00-12:00`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            self = try WorkWindow(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Encodes as text such as `09:00-12:00`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
