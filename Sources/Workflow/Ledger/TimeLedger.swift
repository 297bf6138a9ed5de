/// Who held a ticket for how long, and who let it be late (各环节用时).
///
/// Made from its events alone. Entries follow upon one another without gap, from the report to the end of life or to the
/// present; so their working times add up to the working time between the two, exactly.
public struct TimeLedger: Hashable, Sendable {
    /// A stretch in which nothing changed of what is counted.
    public struct Entry: Hashable, Sendable {
        /// In whose hands it was.
        public let holder: HeldBy
        /// In which state.
        public let state: StateName
        /// From when.
        public let from: Instant
        /// Until when.
        public let to: Instant
        /// Working time in it, in microseconds.
        public let working: Int64
        /// Whether a clock that lights the lamp had expired: this time is late, and the holder's.
        public let isLate: Bool
    }

    /// In order.
    public private(set) var entries: [Entry] = []

    /// Reckons the ledger of a ticket.
    ///
    /// - Parameters:
    ///   - events: all of its events, in order.
    ///   - calendar: which time is working time.
    ///   - now: until when an open ticket is reckoned.
    /// - Throws: `FoldFault` where the events are none of one ticket.
    public init(_ events: [Event], calendar: WorkCalendar, until now: Instant) throws(FoldFault) {
        var ticket: Ticket?
        for event in events {
            if let before = ticket { add(before, until: event.at, calendar) }
            if ticket == nil { ticket = try Ticket(first: event) } else { try ticket?.apply(event) }
        }
        if let ticket, !ticket.isFinal, now > ticket.lastAt { add(ticket, until: now, calendar) }
    }

    /// Working time over all entries, in microseconds.
    public var working: Int64 { entries.reduce(0) { $0 + $1.working } }

    /// What each holder used and let be late, in microseconds of working time.
    public var sums: [HeldBy: Sum] {
        entries.reduce(into: [:]) { sums, entry in
            sums[entry.holder, default: Sum()].working += entry.working
            if entry.isLate { sums[entry.holder, default: Sum()].late += entry.working }
        }
    }

    /// What a holder used.
    public struct Sum: Hashable, Sendable {
        /// Working time in microseconds.
        public var working: Int64 = 0
        /// So much of it was late.
        public var late: Int64 = 0

        /// Nothing yet.
        public init() {}
    }

    private mutating func add(_ ticket: Ticket, until end: Instant, _ calendar: WorkCalendar) {
        guard !ticket.isFinal, end > ticket.lastAt else { return }
        // A timer that has not fired yet changes nothing of what is late.
        let due = ticket.clocks.values.filter { $0.isLit && $0.paused == nil && !$0.isExpired }.map(\.due).min()
        let isLate = ticket.clocks.values.contains { $0.isLit && $0.paused == nil && $0.isExpired }
        guard !isLate, let due, due < end else {
            return append(ticket, from: ticket.lastAt, to: end, isLate: isLate, calendar)
        }
        if due > ticket.lastAt { append(ticket, from: ticket.lastAt, to: due, isLate: false, calendar) }
        append(ticket, from: max(due, ticket.lastAt), to: end, isLate: true, calendar)
    }

    private mutating func append(
        _ ticket: Ticket,
        from: Instant,
        to: Instant,
        isLate: Bool,
        _ calendar: WorkCalendar
    ) {
        let holder = ticket.held ?? .unit(ticket.responsible ?? ticket.desk)
        var (from, working) = (from, calendar.workMicroseconds(from: from, to: to))
        if let last = entries.last, last.holder == holder, last.state == ticket.state, last.isLate == isLate {
            from = last.from
            working += last.working
            entries.removeLast()
        }
        entries.append(
            Entry(holder: holder, state: ticket.state, from: from, to: to, working: working, isLate: isLate)
        )
    }
}
