package import PGStore
import Postgres
package import Workflow

/// Hands a desk over from one shift to the next (交接班): a page of its log with what is open and what happened.
package struct ShiftHandOver: Sendable {
    private let engine: Engine
    private let configuration: DistrictConfiguration

    /// Matters named on a page at the most; all are counted.
    private static let most = 500
    /// Events looked at for a page at the most.
    private static let mostEvents = 50_000

    package init(engine: Engine, configuration: DistrictConfiguration) {
        self.engine = engine
        self.configuration = configuration
    }

    /// Writes a page.
    ///
    /// - Parameters:
    ///   - unit: the desk.
    ///   - handOver: who goes and who comes.
    ///   - since: when the shift began; nil: by the roster, else by the page before, else with the day.
    ///   - note: what the one who goes wants the next to know.
    /// - Returns: the page as it was stored.
    /// - Throws: what the database says.
    package func write(unit: UnitID, _ handOver: HandOver, since: Instant?, note: String) async throws -> ShiftLogRow {
        let now = try await engine.now()
        let begin = if let since { min(since, now) } else { try await beginning(unit, handOver.from, now) }
        var matters: [TicketLine] = []
        var filter = TicketFilter()
        filter.units = [unit]
        filter.isOpenOnly = true
        try await engine.lines(filter, in: configuration.id) { matters.append($0) }
        let rows = try await engine.pool.query(
            ShiftLogRow.events(configuration.id, unit: unit, since: begin, limit: Self.mostEvents)
        )
        let events = try rows.map { try StoredEvent(row: $0, district: configuration.id).event }
        let write = ShiftLogRow.write(
            configuration.id,
            unit: unit,
            handOver,
            from: begin,
            at: now,
            note: note,
            body: body(matters, events)
        )
        _ = try await engine.pool.query(write)
        guard let page = try await log(units: [unit], limit: 1).first else {
            throw StoreError.damaged(table: "shift_log", row: "\(unit)", why: "the page just written is gone")
        }
        return page
    }

    /// The latest pages of some desks, or of all; the newest first.
    package func log(units: [UnitID]?, limit: Int) async throws -> [ShiftLogRow] {
        try await engine.pool.query(ShiftLogRow.list(configuration.id, units: units, limit: limit))
            .map(ShiftLogRow.init(row:))
    }

    /// One page; nil where there is none of that number.
    package func page(_ id: Int64) async throws -> ShiftLogRow? {
        try await engine.pool.query(ShiftLogRow.page(id, of: configuration.id)).first.map(ShiftLogRow.init(row:))
    }

    private func beginning(_ unit: UnitID, _ giver: PersonID, _ now: Instant) async throws -> Instant {
        let shifts = configuration.posts?.roster(of: unit).filter { $0.person == giver && $0.period.from <= now } ?? []
        let day = now.advanced(bySeconds: -36 * 3_600)
        if let last = shifts.map(\.period.from).max(), last > day { return last }
        if let page = try await log(units: [unit], limit: 1).first, page.period.until > day { return page.period.until }
        let calendar = configuration.calendars.standard
        return calendar.midnight(of: calendar.local(now).date)
    }
}

extension ShiftHandOver {
    // MARK: - The page

    private func body(_ matters: [TicketLine], _ events: [Event]) -> JSONValue {
        let sorted = matters.sorted { $0.pressure < $1.pressure }
        var acts: [String: Int64] = [:]
        for event in events { acts[event.act?.text ?? "clock", default: 0] += 1 }
        let expired = events.flatMap(\.outcomes).count { if case .expired = $0 { true } else { false } }
        return [
            "open": .int(Int64(matters.count)),
            "urgent": .int(Int64(matters.count { $0.urgency == .urgent })),
            "overdue": .int(Int64(matters.count { $0.lamp == .red })),
            "matters": .array(sorted.prefix(Self.most).map(json)),
            "events": .int(Int64(events.count)), "expired": .int(Int64(expired)),
            "filed": .int(Int64(events.count { $0.seq == 1 })),
            "acts": .object(JSONObject(acts.map { ($0.key, .int($0.value)) })),
        ]
    }

    private func json(_ ticket: TicketLine) -> JSONValue {
        let calendar = configuration.calendars.standard
        let definition = configuration.machine(ticket.definition)?.definition
        let state = definition?.states[ticket.state]?.title
        var members: JSONObject = [
            "number": .string(TicketNumber(ticket.id, reportedAt: ticket.reportedAt, calendar: calendar).description),
            "state": .string(ticket.state.text), "title": .string(state?.zh ?? ticket.state.text),
            "urgent": .bool(ticket.urgency == .urgent), "lamp": .string("\(ticket.lamp)"),
            "due": ticket.glance.nextDue.map { .string(configuration.peopleNames.time($0)) } ?? .null,
            "owner": ticket.owner.map { .string(configuration.name(of: $0)) } ?? .null,
        ]
        // What it is about is said by category and place: words of a resident are kept in one place only. Of what is kept from some
        // (受限、回避) nothing: a page is read by whoever comes to the desk, for years.
        let privacy = definition?.privacy
        let keeping = [privacy?.restriction, privacy?.complainedUnits, privacy?.complainedPeople].compactMap(\.self)
        if definition != nil, keeping.allSatisfy({ ticket.glance.facts[$0] == nil }) {
            members["category"] = .string(ticket.category)
            members["place"] = configuration.territory[ticket.place].map { .string($0.name) }
            members["responsible"] = ticket.responsible.flatMap { configuration.territory[$0] }.map { .string($0.name) }
        }
        return .object(members)
    }
}

extension TicketLine {
    /// The urgent first, then what is red, then what is due first.
    fileprivate var pressure: (Int, Int, Instant, TicketID) {
        (urgency == .urgent ? 0 : 1, -lamp.rawValue, glance.nextDue ?? Instant(microseconds: .max), id)
    }
}
