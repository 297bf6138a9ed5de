/// A date and a time on the wall, in no particular zone: `2026-02-14T13:00:01`.
public struct LocalDateTime: Hashable, Sendable {
    /// The date.
    public let date: LocalDate

    /// The time of day, before `24:00`, which is the next day's midnight.
    public let time: TimeOfDay

    /// Joins a date and a time; `24:00` becomes the next day's midnight.
    public init(date: LocalDate, time: TimeOfDay) {
        let endsDay = time == .endOfDay
        self.date = endsDay ? date.adding(days: 1) : date
        self.time = endsDay ? .midnight : time
    }

    /// Makes a local time from seconds since 1970-01-01T00:00:00 on the same wall clock.
    init(wallSeconds: Int64) {
        let days = wallSeconds >= 0 ? wallSeconds / 86_400 : (wallSeconds - 86_399) / 86_400
        date = LocalDate(daysSinceEpoch: Int(days))
        time = TimeOfDay(clamping: Int(wallSeconds - days * 86_400))
    }

    /// Seconds since 1970-01-01T00:00:00 on the same wall clock.
    var wallSeconds: Int64 {
        Int64(date.daysSinceEpoch) * 86_400 + Int64(time.seconds)
    }
}

extension LocalDateTime: Comparable {
    /// The earlier date, then the earlier time, comes first.
    public static func < (lhs: LocalDateTime, rhs: LocalDateTime) -> Bool {
        lhs.wallSeconds < rhs.wallSeconds
    }
}

extension LocalDateTime: CustomStringConvertible, LosslessStringConvertible, Codable {
    /// The local time as ISO 8601 writes it, with seconds and without a zone.
    public var description: String {
        "\(date)T\(time.fullDescription)"
    }

    /// Reads a date, `T` or a space, and a time; or answers `nil`.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count > 11, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else { return nil }
        guard let date = LocalDate(String(decoding: bytes[..<10], as: UTF8.self)),
            let time = TimeOfDay(String(decoding: bytes[11...], as: UTF8.self))
        else { return nil }
        self.init(date: date, time: time)
    }

    /// Decodes ISO 8601 text without a zone.
    public init(from decoder: any Decoder) throws {
        self = try decoder.value(describedAs: "a local time such as 2026-02-14T13:00:01")
    }

    /// Encodes as ISO 8601 text without a zone.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
