extension Instant {
    /// Reads a point in time as RFC 3339 writes it: `2026-11-21T09:30:00+08:00`, `2026-11-21T01:30:00.5Z`.
    ///
    /// Fractions finer than a microsecond are cut off; a leap second (`:60`) is none that our clocks know.
    ///
    /// - Parameter text: date, `T`, time with seconds, and an offset from UTC of less than a day.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] | 0x20 == UInt8(ascii: "t"),
            let date = LocalDate(String(decoding: bytes[..<10], as: UTF8.self)),
            let time = TimeOfDay(String(decoding: bytes[11..<19], as: UTF8.self)), time != .endOfDay
        else { return nil }
        var rest = bytes[19...]
        var micros: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard !digits.isEmpty else { return nil }
            let kept = Array(digits.prefix(6))
            micros = Int64(Digits.number(kept + Array(repeating: UInt8(ascii: "0"), count: 6 - kept.count)) ?? 0)
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let offset = Self.offset(rest) else { return nil }
        let seconds = LocalDateTime(date: date, time: time).wallSeconds - offset
        self.init(microseconds: seconds * 1_000_000 + micros)
    }

    /// Seconds east of UTC.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard let first = bytes.first else { return nil }
        if first | 0x20 == UInt8(ascii: "z") { return bytes.count == 1 ? 0 : nil }
        let parts = Array(bytes.dropFirst())
        guard first == UInt8(ascii: "+") || first == UInt8(ascii: "-"), parts.count == 5, parts[2] == UInt8(ascii: ":"),
            let hours = Digits.number(parts[..<2]), let minutes = Digits.number(parts[3...]), hours < 24, minutes < 60
        else { return nil }
        let seconds = Int64(hours * 3_600 + minutes * 60)
        return first == UInt8(ascii: "-") ? -seconds : seconds
    }
}
