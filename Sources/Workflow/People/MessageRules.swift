/// When people are told what does not press: in digests at some times of the day, never in quiet hours.
///
/// The usual times are the domain's: urgent at once, all else at 08:30 and 14:00, quiet from 20:00 to 08:00, one message a
/// person; tomorrow's gaps in duty and posts at 15:00.
public struct MessageRules: Hashable, Sendable {
    /// Times of the digests on the wall, in their order; none: everything goes out at once.
    public let digests: [TimeOfDay]
    /// Hours in which nothing goes out but what is urgent; nil: none.
    public let quiet: Quiet?
    /// When units above are told of tomorrow's gaps; nil: never.
    public let gapsAt: TimeOfDay?

    /// A stretch of every day on the wall; it may go over midnight.
    public struct Quiet: Hashable, Sendable {
        /// When it begins.
        public let from: TimeOfDay
        /// When it is over.
        public let until: TimeOfDay

        /// Makes a stretch; nil where it would be empty.
        public init?(from: TimeOfDay, until: TimeOfDay) {
            guard from != until else { return nil }
            self.from = from
            self.until = until
        }

        /// Whether a time of the day lies in it.
        public func contains(_ time: TimeOfDay) -> Bool {
            from < until ? from <= time && time < until : from <= time || time < until
        }
    }

    /// As the domain has it.
    public static let usual = MessageRules(
        uncheckedDigests: [TimeOfDay(clamping: 30_600), TimeOfDay(clamping: 50_400)],
        quiet: Quiet(from: TimeOfDay(clamping: 72_000), until: TimeOfDay(clamping: 28_800)),
        gapsAt: TimeOfDay(clamping: 54_000)
    )

    /// Makes rules; nil where a digest, or the telling of gaps, would fall into the quiet hours, or after the day's end.
    public init?(digests: [TimeOfDay], quiet: Quiet?, gapsAt: TimeOfDay?) {
        let times = digests + [gapsAt].compactMap(\.self)
        guard times.allSatisfy({ $0 < .endOfDay && quiet?.contains($0) != true }) else { return nil }
        self.init(uncheckedDigests: Set(digests).sorted(), quiet: quiet, gapsAt: gapsAt)
    }

    private init(uncheckedDigests: [TimeOfDay], quiet: Quiet?, gapsAt: TimeOfDay?) {
        digests = uncheckedDigests
        self.quiet = quiet
        self.gapsAt = gapsAt
    }
}

extension MessageRules {
    /// The rules with what somebody wrote in the place of what was; what they did not write stays.
    ///
    /// - Parameters:
    ///   - times: times of digests, `08:30`; nil: as before.
    ///   - quiet: quiet hours, `20:00-08:00`, or none; nil: as before.
    ///   - gapsAt: when units above are told of tomorrow's gaps, or never; nil: as before.
    /// - Returns: the rules.
    /// - Throws: `Problem` with `bad_time` or `digest_in_quiet_hours`.
    public func with(times: [String]?, quiet: String??, gapsAt: String??) throws(Problem) -> MessageRules {
        var digests = digests
        if let times {
            digests = []
            for text in times { digests.append(try Self.time(text)) }
        }
        let hours: Quiet? = if let quiet { try Self.quiet(quiet) } else { self.quiet }
        var gaps = self.gapsAt
        if let gapsAt { gaps = if let text = gapsAt { try Self.time(text) } else { nil } }
        guard let rules = MessageRules(digests: digests, quiet: hours, gapsAt: gaps) else {
            throw Problem(
                code: "digest_in_quiet_hours",
                path: "times",
                message: Bilingual(
                    zh: "汇总或空缺通知的时间落在免打扰时段里",
                    en: "a digest, or the telling of gaps, would fall into the quiet hours"
                )
            )
        }
        return rules
    }

    private static func quiet(_ text: String?) throws(Problem) -> Quiet? {
        guard let text else { return nil }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let quiet = Quiet(from: try time(String(ends[0])), until: try time(String(ends[1])))
        else { throw badTime(text) }
        return quiet
    }

    private static func time(_ text: String) throws(Problem) -> TimeOfDay {
        guard let time = TimeOfDay(text), time < .endOfDay, time.second == 0 else { throw badTime(text) }
        return time
    }

    private static func badTime(_ text: String) -> Problem {
        Problem(
            code: "bad_time",
            path: "times",
            message: Bilingual(
                zh: "“\(text)”不是时间，应如 08:30；时段如 20:00-08:00",
                en: "“\(text)” is no time such as 08:30; hours such as 20:00-08:00"
            )
        )
    }

    /// The rules as JSON: times as people write them.
    public var json: JSONValue {
        [
            "digests": .array(digests.map { .string("\($0)") }),
            "quiet": quiet.map { .string("\($0.from)-\($0.until)") } ?? .null,
            "gaps_at": gapsAt.map { .string("\($0)") } ?? .null,
        ]
    }
}

extension MessageRules {
    /// The next digest at or after an instant; nil where there are none.
    public func nextDigest(onOrAfter instant: Instant, in calendar: WorkCalendar) -> Instant? {
        next(digests, onOrAfter: instant, calendar)
    }

    /// Whether an instant lies in quiet hours.
    public func isQuiet(at instant: Instant, in calendar: WorkCalendar) -> Bool {
        quiet?.contains(calendar.local(instant).time) ?? false
    }

    /// The instant itself, or the end of the quiet hours in which it lies.
    public func afterQuiet(_ instant: Instant, in calendar: WorkCalendar) -> Instant {
        guard let quiet, isQuiet(at: instant, in: calendar) else { return instant }
        return next([quiet.until], onOrAfter: instant, calendar) ?? instant
    }

    /// The day whose gaps are to be told from an instant on: the one after the last telling time.
    ///
    /// - Returns: nil before today's time, or where they are never told.
    public func dayOfGaps(at instant: Instant, in calendar: WorkCalendar) -> LocalDate? {
        let now = calendar.local(instant)
        guard let gapsAt, now.time >= gapsAt else { return nil }
        return now.date.adding(days: 1)
    }

    /// When gaps are told next, strictly after an instant.
    public func nextTellingOfGaps(after instant: Instant, in calendar: WorkCalendar) -> Instant? {
        gapsAt.flatMap { next([$0], onOrAfter: instant.advanced(byMicroseconds: 1), calendar) }
    }

    /// The first of some times on the wall; of a time that comes twice the first counts, one skipped is the jump.
    private func next(_ times: [TimeOfDay], onOrAfter instant: Instant, _ calendar: WorkCalendar) -> Instant? {
        let today = calendar.local(instant).date
        return (0...2).flatMap { day in
            times.map { calendar.instant(LocalDateTime(date: today.adding(days: day), time: $0)) }
        }.filter { $0 >= instant }.min()
    }
}
