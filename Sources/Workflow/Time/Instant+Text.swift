extension Instant: CustomStringConvertible {
    /// The instant in UTC as ISO 8601 writes it, `2026-02-14T05:00:01Z`, with a fraction only where there is one.
    public var description: String {
        let whole = LocalDateTime(wallSeconds: seconds)
        return fraction == 0 ? "\(whole)Z" : "\(whole).\(Digits.padded(Int(fraction), to: 6))Z"
    }
}

extension Instant: Codable {
    /// Decodes microseconds since the Unix epoch.
    public init(from decoder: any Decoder) throws {
        self.init(microseconds: try decoder.singleValueContainer().decode(Int64.self))
    }

    /// Encodes as microseconds since the Unix epoch.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microseconds)
    }
}

extension Instant {
    /// The microseconds past the full second, 0 to 999,999.
    var fraction: Int64 {
        let remainder = microseconds % 1_000_000
        return remainder < 0 ? remainder + 1_000_000 : remainder
    }

    /// The instant so many microseconds later, held at the ends of what can be represented instead of trapping.
    public func advanced(byMicroseconds amount: Int64) -> Instant {
        let (sum, overflow) = microseconds.addingReportingOverflow(amount)
        guard overflow else { return Instant(microseconds: sum) }
        return Instant(microseconds: amount < 0 ? .min : .max)
    }

    /// Microseconds from this instant to another, held at the ends of what can be represented.
    public func microseconds(to other: Instant) -> Int64 {
        let (difference, overflow) = other.microseconds.subtractingReportingOverflow(microseconds)
        guard overflow else { return difference }
        return other < self ? .min : .max
    }
}
