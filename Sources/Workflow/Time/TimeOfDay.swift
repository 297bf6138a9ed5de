/// A time on the wall clock, in seconds since midnight: `09:00`, `18:30:15`, up to and including `24:00`.
public struct TimeOfDay: Hashable, Sendable {
    /// Seconds since midnight as the clock shows them, 0 to 86,400.
    public let seconds: Int

    /// 00:00, when a day begins.
    public static let midnight = TimeOfDay(clamping: 0)

    /// 24:00, when a day ends.
    public static let endOfDay = TimeOfDay(clamping: 86_400)

    /// Makes a time from seconds since midnight, or `nil` outside 0 to 86,400.
    public init?(seconds: Int) {
        guard (0...86_400).contains(seconds) else { return nil }
        self.seconds = seconds
    }

    /// Makes a time from its parts, or `nil` when no clock shows it; `24:00` is the end of the day.
    public init?(hour: Int, minute: Int, second: Int = 0) {
        guard (0...24).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
        self.init(seconds: hour * 3600 + minute * 60 + second)
    }

    /// Makes a time from seconds since midnight, held within 0 to 86,400.
    init(clamping seconds: Int) {
        self.seconds = min(max(seconds, 0), 86_400)
    }
}

extension TimeOfDay {
    /// The hour, 0 to 24.
    public var hour: Int { seconds / 3600 }

    /// The minute, 0 to 59.
    public var minute: Int { seconds / 60 % 60 }

    /// The second, 0 to 59.
    public var second: Int { seconds % 60 }
}

extension TimeOfDay: Comparable {
    /// The earlier time of a day comes first.
    public static func < (lhs: TimeOfDay, rhs: TimeOfDay) -> Bool {
        lhs.seconds < rhs.seconds
    }
}

extension TimeOfDay: CustomStringConvertible, LosslessStringConvertible, Codable {
    /// The time as a clock shows it, `09:00`, with seconds only where there are any.
    public var description: String {
        let short = "\(Digits.padded(hour, to: 2)):\(Digits.padded(minute, to: 2))"
        return second == 0 ? short : "\(short):\(Digits.padded(second, to: 2))"
    }

    /// The time with its seconds always shown, `09:00:00`.
    public var fullDescription: String {
        "\(Digits.padded(hour, to: 2)):\(Digits.padded(minute, to: 2)):\(Digits.padded(second, to: 2))"
    }

    /// Reads `HH:MM` or `HH:MM:SS`, two digits each, or answers `nil`.
    public init?(_ text: String) {
        let fields = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let numbers = fields.compactMap { Digits.number($0, width: 2) }
        guard numbers.count == fields.count, (2...3).contains(numbers.count) else { return nil }
        self.init(hour: numbers[0], minute: numbers[1], second: numbers.count == 3 ? numbers[2] : 0)
    }

    /// Decodes text such as `09:00`.
    public init(from decoder: any Decoder) throws {
        self = try decoder.value(describedAs: "a time of day such as 09:00")
    }

    /// Encodes as text such as `09:00`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
