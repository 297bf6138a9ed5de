/// Why a clock falls due when it does: a part of it.
public enum DueReason: Hashable, Sendable {
    /// A limit, or what was granted on top of it, step by step.
    case timeline(DeadlineExplanation)
    /// A time that the ticket came with says it.
    case given(GivenTime)
    /// The limit would end it then, but not after a time that the ticket came with.
    case bounded(GivenTime, limit: Limit, ends: LocalDateTime)

    /// A time that the ticket came with (上级时限), and when ours ends for it.
    public struct GivenTime: Hashable, Sendable {
        /// The field that holds it.
        public let field: FieldName
        /// What people call the field.
        public let title: Bilingual
        /// The time.
        public let time: LocalDateTime
        /// How much earlier ours ends; nil: at that time.
        public let earlier: Limit?
        /// Whether less than twice as much was left, so that ours ends with half of what was.
        public let isHalved: Bool
        /// When ours ends for it.
        public let ends: LocalDateTime
    }
}

extension DueReason {
    /// The part in a language, one sentence a line.
    public func text(in language: Language) -> String {
        switch self {
        case .timeline(let explanation):
            language == .zh ? explanation.naming(in: .zh).chinese : explanation.naming(in: .en).english
        case .given(let given): given.sentence(language)
        case .bounded(let given, let limit, let ends): given.sentence(language, bounding: limit, ending: ends)
        }
    }
}

extension DueReason.GivenTime {
    fileprivate func sentence(_ language: Language) -> String {
        switch language {
        case .zh: "“\(title.zh)”为 \(time.chinese)，本时限\(early(.zh))到期：\(ends.chinese)"
        case .en: "“\(title.en)” is \(time.english); ours ends \(early(.en)): \(ends.english)"
        }
    }

    fileprivate func sentence(_ language: Language, bounding limit: Limit, ending own: LocalDateTime) -> String {
        switch language {
        case .zh:
            "按时限 \(limit.chinese) 本应 \(own.chinese) 到期；“\(title.zh)”为 \(time.chinese)，须\(early(.zh))，"
                + "即不晚于 \(ends.chinese)" + (ends < own ? "，以此为准" : "，尚在其前")
        case .en:
            "our limit of \(limit.english) would end \(own.english); it is bounded by “\(title.en)”, \(time.english), "
                + "\(early(.en)): \(ends.english)" + (ends < own ? ", which comes first" : ", which comes later")
        }
    }

    private func early(_ language: Language) -> String {
        switch (language, earlier) {
        case (.zh, nil): "同时"
        case (.en, nil): "at the same time"
        case (.zh, let earlier?) where isHalved: "提前剩余时间的一半（不足 \(earlier.chinese) 的两倍）"
        case (.en, let earlier?) where isHalved:
            "with half of the time that is left (less than twice \(earlier.english))"
        case (.zh, let earlier?): "提前 \(earlier.chinese) "
        case (.en, let earlier?): "\(earlier.english) earlier"
        }
    }
}

extension Machine {
    /// Why a running clock falls due when it does: its limit, what was granted on top, and the time that came with the ticket.
    ///
    /// Pauses move what it says: how long it stood still is told beside it, not in it. A clock that another ticket handed on (并单) does
    /// not run by this one's fields, and nothing is said of them.
    ///
    /// - Parameters:
    ///   - clock: the clock.
    ///   - ticket: the ticket.
    ///   - calendars: by which limits are counted.
    /// - Returns: the parts, in their order; none where the clock does not run.
    /// - Throws: `CalendarError` where a calendar that a limit names is gone.
    public func dueReasons(
        of clock: ClockName,
        on ticket: Ticket,
        by calendars: CalendarBook
    ) throws(CalendarError) -> [DueReason] {
        guard let countdown = ticket.clocks[clock] else { return [] }
        let source = rules.clocks[clock].flatMap { self.source(of: $0.limit, clock, ticket) }
        var (reasons, start) = ([DueReason](), countdown.startedAt)
        if let bound = source?.given, countdown.limit == nil {
            let ends = try bound.due(from: start, calendars)
            if ends == countdown.due || !countdown.extensions.isEmpty {
                reasons.append(.given(try self.given(bound, from: start, calendars)))
                start = ends
            }
        }
        for limit in [countdown.limit].compactMap(\.self) + countdown.extensions {
            let explanation = try calendars.explain(limit: limit, from: start)
            reasons.append(.timeline(explanation))
            start = explanation.due
        }
        if let source, let limit = source.limit, let bound = source.bound, limit == countdown.limit {
            let given = try self.given(bound, from: countdown.startedAt, calendars)
            reasons.append(.bounded(given, limit: limit, ends: try calendars.calendar(for: limit).local(start)))
        }
        return reasons
    }

    private func given(
        _ bound: DueBound,
        from start: Instant,
        _ calendars: CalendarBook
    ) throws(CalendarError) -> DueReason.GivenTime {
        let ends = try bound.due(from: start, calendars)
        // Ours ends at the very time where that is past.
        let earlier = ends < bound.time ? bound.earlier : nil
        let calendar = try calendars.calendar(for: earlier ?? .atOnce)
        let amount = earlier?.form.microseconds ?? 0
        let left = earlier.map { calendar.remaining(of: $0, at: start, due: bound.time).microseconds } ?? 0
        return DueReason.GivenTime(
            field: bound.field,
            title: definition.fields[bound.field]?.title ?? Bilingual(zh: bound.field.text, en: bound.field.text),
            time: calendar.local(bound.time),
            earlier: earlier,
            isHalved: earlier != nil && left < 2 * amount,
            ends: calendar.local(ends)
        )
    }
}
