package import PGStore
import Postgres
package import Workflow

/// Carries an adjustment to every ticket of a district that runs: pages in the order of ids, each ticket by the batcher.
///
/// What moves is decided under the ticket's lock by `BatchDecision`, its overdue timers first. A page is looked at
/// without locks before: what would not move is not locked at all. So memory (but for eight bytes a ticket) and the price of
/// a ticket stay the same, whatever their number, and a sweep that broke off is finished by running it again.
package struct AdjustmentSweep: Sendable {
    let engine: Engine
    let district: DistrictID
    let adjustment: Adjustment
    let orderer: Party.Identity
    let writer: ConfigurationWriter?
    let portion: SweepPortion
    let page: Int

    /// Makes a sweep.
    ///
    /// - Parameters:
    ///   - adjustment: what changed.
    ///   - engine: the engine, whose services run.
    ///   - district: the district, whose configuration holds the change already.
    ///   - orderer: who ordered it; the clock, where nobody did.
    ///   - writer: who writes a migration down, for the security log; nil: whoever runs the program.
    ///   - portion: which tickets it takes; the first one keeps the plan, or a later one of a plan that nobody kept.
    ///   - page: tickets read at a time.
    package init(
        _ adjustment: Adjustment,
        engine: Engine,
        district: DistrictID,
        ordered orderer: Party.Identity,
        by writer: ConfigurationWriter? = nil,
        portion: SweepPortion = .whole,
        page: Int = 500
    ) {
        self.engine = engine
        self.district = district
        self.adjustment = adjustment
        self.orderer = orderer
        self.writer = writer
        self.portion = portion
        self.page = page
    }

    /// Looks at every ticket and writes nothing: what `run` would do now.
    ///
    /// - Parameters:
    ///   - configuration: the configuration to try; nil: the district's own.
    ///   - each: called for every ticket that would move or cannot, in the order of their ids.
    ///   - progress: called after each page with the tickets so far.
    /// - Returns: how many of each there are.
    /// - Throws: what the database or `each` says.
    package func survey(
        in configuration: DistrictConfiguration? = nil,
        each: (AdjustedTicket) throws -> Void = { _ in },
        progress: (Int) -> Void = { _ in }
    ) async throws -> AdjustmentReport {
        let present = try await engine.present(in: district)
        let own = try await engine.configurations.load(district)
        var report = AdjustmentReport(isDryRun: true)
        let book = AddressBook(configuration ?? own)
        report.rest = try await pages { tickets in
            for listed in tickets {
                let ticket = preview(listed, configuration ?? own, present.now)
                try report.note(ticket, in: listed.state, each)
                tell(ticket, book, present, &report)
            }
            progress(report.tickets)
        }
        return report
    }

    /// Adjusts every ticket.
    ///
    /// - Parameters:
    ///   - each: called for every ticket that moved or cannot, in the order of their ids.
    ///   - progress: called after each page with the tickets so far.
    /// - Returns: how many of each there are.
    /// - Throws: `DispatchError` where it cannot go on; run again, it goes on with those that are left.
    package func run(
        each: (AdjustedTicket) throws -> Void = { _ in },
        progress: (Int) -> Void = { _ in }
    ) async throws -> AdjustmentReport {
        try await keepPlan()
        try await outlastOldBatches()
        let present = try await engine.present(in: district)
        let configuration = try await engine.configurations.load(district)
        var report = AdjustmentReport(isDryRun: false)
        let book = AddressBook(configuration)
        report.rest = try await pages { tickets in
            let looked = tickets.map { preview($0, configuration, present.now) }
            let moving = looked.filter { $0.outcome != .unchanged }.map(\.id)
            let carried = try await carry(moving, present)
            for (listed, seen) in zip(tickets, looked) {
                let ticket = carried[seen.id] ?? seen
                try report.note(ticket, in: listed.state, each)
                tell(ticket, book, present, &report)
            }
            progress(report.tickets)
        }
        return report
    }
}

extension AdjustmentSweep {
    // MARK: - Reading

    private enum Listed {
        case ticket(Ticket)
        case unreadable(TicketID, StoreError)

        var state: StateName? {
            switch self {
            case .ticket(let ticket): ticket.state
            case .unreadable: nil
            }
        }
    }

    /// Goes through the portion's tickets.
    private func pages(_ body: ([Listed]) async throws -> Void) async throws -> AdjustmentReport.Rest? {
        let running: [Int64]? = try await engine.pool.query(LiveTickets.ids(district)).only()[0]
        let (ids, left) = portion.of((running ?? []).map { TicketID($0) })
        for start in stride(from: ids.startIndex, to: ids.endIndex, by: page) {
            let some = ids[start..<min(start + page, ids.endIndex)]
            let rows = try await engine.pool.query(LiveTickets.of(some, in: district))
            try await body(try rows.map(listed))
        }
        return ids.last.flatMap { left > 0 ? AdjustmentReport.Rest(after: $0, count: left) : nil }
    }

    private func listed(_ row: Row) throws -> Listed {
        do {
            return .ticket(try StoredTicket(row: row, district: district).ticket)
        } catch let error as StoreError {
            return .unreadable(TicketID(try row[0, as: Int64.self]), error)
        }
    }

    private func preview(_ listed: Listed, _ configuration: DistrictConfiguration, _ now: Instant) -> AdjustedTicket {
        switch listed {
        case .unreadable(let id, let error): AdjustedTicket(id, .refused(code: error.code, message: error.message))
        case .ticket(let ticket): AdjustedTicket(ticket.id, outcome(ticket, configuration, now))
        }
    }

    private func outcome(
        _ ticket: Ticket,
        _ configuration: DistrictConfiguration,
        _ now: Instant
    ) -> AdjustedTicket.Outcome {
        do {
            let decided = try configuration.adjust(ticket, by: adjustment, ordered: orderer, at: now)
            return decided.adjusted.map { .moved($0) } ?? .unchanged
        } catch {
            return .refused(code: error.code, message: error.message)
        }
    }

    /// Counts who is told of a ticket; of a past that is loaded nobody is.
    private func tell(
        _ ticket: AdjustedTicket,
        _ book: AddressBook,
        _ present: DistrictPresent,
        _ report: inout AdjustmentReport
    ) {
        guard present.given == nil, case .moved(let adjusted) = ticket.outcome, !adjusted.told.isEmpty else { return }
        report.note(Set(adjusted.told.flatMap { book.people($0, at: present.now) }))
    }

    /// Keeps the plan before any event names it; that of a reorganisation was kept with its units.
    ///
    /// Where a portion goes on, the first has done it: what it says is looked up, since whoever asks may say anything.
    private func keepPlan() async throws {
        switch adjustment {
        case .calendars, .reorganisation: break
        case .migration(let migration):
            let document = migration.plan.document
            let facts: JSONObject = ["plan": .string(migration.mark.name), "source": .string(migration.mark.source)]
            let note = writer?.note("migration", in: district, facts)
            let plan = StoredPlan.note(district, migration.mark, .migration, document, by: orderer)
            try await engine.pool.withTransaction { connection in
                let locked = try await connection.query(ConfigurationWrite.lock(district))
                let known = StoredPlan.list(district, beginning: migration.mark.hash, limit: 1)
                if portion.after != nil, try await !connection.query(known).isEmpty { return }
                try writer?.check(try locked.only()[0])
                _ = try await connection.flight([plan, note].compactMap(\.self))
            }
        }
    }

    /// Waits until nobody can write any more by what was read before the change was committed.
    ///
    /// Such a transaction began before now; none of ours lasts longer than the batcher lets it, and so nothing is waited
    /// for longer than that, whatever else is open in the database.
    private func outlastOldBatches() async throws {
        let start = Timestamp(try await engine.now())
        let end = ContinuousClock.now + engine.batcher.limits.write + engine.batcher.limits.write
        var backoff = Backoff()
        while ContinuousClock.now < end {
            let count: Int64 = try await engine.pool.query(LiveTickets.begun(before: start)).only()[0]
            guard count > 0 else { return }
            try await Task.sleep(for: backoff.next())
        }
    }
}

extension AdjustmentSweep {
    // MARK: - Writing

    /// Hands the tickets of a page to the batcher, all at once.
    private func carry(_ ids: [TicketID], _ present: DistrictPresent) async throws -> [TicketID: AdjustedTicket] {
        guard !ids.isEmpty else { return [:] }
        return try await withThrowingTaskGroup(of: AdjustedTicket.self) { group in
            for id in ids { group.addTask { try await carry(id, present) } }
            return try await group.reduce(into: [:]) { $0[$1.id] = $1 }
        }
    }

    /// Adjusts one, again while too much is waiting; what no ticket can be blamed for ends the sweep.
    private func carry(_ id: TicketID, _ present: DistrictPresent) async throws -> AdjustedTicket {
        var backoff = Backoff()
        let submission = Submission(
            adjusting: id,
            by: adjustment,
            ordered: orderer,
            in: district,
            givenNow: present.given
        )
        while true {
            do {
                let receipt = try await engine.submit(submission, patience: .seconds(60))
                // One that a lost COMMIT had carried out already is not told in full.
                if receipt.isRepeat { return AdjustedTicket(id, .movedBefore) }
                return AdjustedTicket(id, receipt.adjusted.map { .moved($0) } ?? .unchanged)
            } catch {
                switch error {
                case .busy: try await Task.sleep(for: backoff.next())
                case .refused, .rejected, .store, .unknownTicket, .unknownDefinition:
                    return AdjustedTicket(id, .refused(code: error.code, message: error.message))
                case .unknownDistrict, .keyReused, .deadlineExceeded, .wrongClock, .stopping, .unavailable, .diskFull,
                    .noKeys, .idTaken:
                    throw error
                }
            }
        }
    }
}
