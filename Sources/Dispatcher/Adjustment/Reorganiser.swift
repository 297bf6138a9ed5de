package import PGStore
import Postgres
package import Workflow

/// Carries a plan of reorganisation out: the units in one transaction, then every ticket that runs, an event each.
///
/// A plan that was carried out before is known by its hash: its units are left alone, and only tickets that are still to
/// follow do. So one that was interrupted is finished by running it again, and a second time changes nothing.
package struct Reorganiser: Sendable {
    let engine: Engine
    let district: DistrictID
    let plan: Reorganisation
    let mark: PlanMark
    let authority: ConfigurationAuthority?
    let portion: SweepPortion

    /// Makes a reorganiser of a plan.
    ///
    /// - Parameters:
    ///   - plan: the plan.
    ///   - engine: the engine, whose services run.
    ///   - district: the district.
    ///   - authority: what whoever asks may write: a plan that touches other units is refused (`not_below`); nil: all of it.
    ///   - portion: which tickets follow at once; all units change with the first.
    package init(
        _ plan: Reorganisation,
        engine: Engine,
        district: DistrictID,
        within authority: ConfigurationAuthority? = nil,
        portion: SweepPortion = .whole
    ) {
        self.portion = portion
        self.authority = authority
        self.engine = engine
        self.district = district
        self.plan = plan
        mark = PlanMark(name: plan.name, hash: plan.document.planHash, source: plan.source)
    }

    /// Says what the plan would do, and writes nothing.
    ///
    /// - Parameters:
    ///   - naming: told of the configuration in which the units that tickets go to have their names.
    ///   - each: called for every ticket that would move or cannot.
    ///   - progress: called now and then with the tickets looked at so far.
    /// - Returns: units, posts, rules and tickets.
    /// - Throws: `Problems` of the plan; what the database says.
    package func survey(
        naming: (DistrictConfiguration) -> Void = { _ in },
        each: (AdjustedTicket) throws -> Void = { _ in },
        progress: (Int) -> Void = { _ in }
    ) async throws -> ReorganisationReport {
        let configuration = try await engine.configurations.load(district)
        if let known = try await known() {
            try authority?.require(known)
            let tickets = try await sweep(known, .clock).survey(each: each, progress: progress)
            return ReorganisationReport(tickets: tickets, isKnown: true)
        }
        let units = try plan.units(of: configuration.territory, at: effective(in: configuration))
        try authority?.require(units)
        let after = configuration.with(territory: units.tree, posts: configuration.posts?.following(units))
        naming(after)
        var report = ReorganisationReport(units, before: configuration, after: after)
        report.tickets = try await sweep(units.succession, .clock).survey(in: after, each: each, progress: progress)
        return report
    }

    /// Carries the plan out.
    ///
    /// - Parameters:
    ///   - person: who ordered it.
    ///   - writer: who writes it down, for the security log; nil: whoever runs the program.
    ///   - naming: told of the configuration in which the units that tickets go to have their names.
    ///   - each: called for every ticket that moved, or that cannot.
    ///   - progress: called now and then with the tickets so far.
    /// - Returns: units, posts, rules and tickets. Where a ticket cannot follow, nothing was done.
    /// - Throws: `Problems` of the plan, `not_yet` where its day has not come; `ImportError.stale`; what the database says.
    package func run(
        ordered person: PersonID,
        by writer: ConfigurationWriter? = nil,
        naming: (DistrictConfiguration) -> Void = { _ in },
        each: (AdjustedTicket) throws -> Void = { _ in },
        progress: (Int) -> Void = { _ in }
    ) async throws -> ReorganisationReport {
        var report = ReorganisationReport(tickets: AdjustmentReport(isDryRun: true))
        var succession = try await known()
        if succession == nil {
            try await requireItsDay()
            var stuck: [AdjustedTicket] = []
            report = try await survey(
                naming: naming,
                each: { ticket in
                    // The first are enough to see what the plan lacks; the report counts all.
                    if case .refused = ticket.outcome, stuck.count < 1_000 { stuck.append(ticket) }
                },
                progress: progress
            )
            guard report.tickets.refusedCount == 0 else {
                for ticket in stuck { try each(ticket) }
                report.isRefused = true
                return report
            }
            succession = try await write(ordered: person, by: writer)
        } else if let succession {
            try authority?.require(succession)
            report.isKnown = true
            if portion.after == nil, let note = note(writer) { _ = try await engine.pool.query(note) }
        }
        if let succession {
            naming(try await engine.configurations.load(district))
            report.tickets = try await sweep(succession, .person(person), portion).run(each: each, progress: progress)
        }
        return report
    }
}

extension Reorganiser {
    // MARK: - Units

    private func sweep(
        _ succession: Succession,
        _ orderer: Party.Identity,
        _ portion: SweepPortion = .whole
    ) -> AdjustmentSweep {
        AdjustmentSweep(
            .reorganisation(succession, mark),
            engine: engine,
            district: district,
            ordered: orderer,
            portion: portion
        )
    }

    /// What the plan left behind, where it was carried out before.
    private func known() async throws -> Succession? {
        guard let row = try await engine.pool.query(ReorganisationWrite.succession(district, hash: mark.hash)).first
        else { return nil }
        return try Self.succession(row[0])
    }

    private static func succession(_ text: String) throws -> Succession {
        do {
            return try Succession(json: JSONValue(parsing: text))
        } catch {
            throw StoreError.damaged(table: "reorganisation", row: "succession", why: "\(error)")
        }
    }

    private func effective(in configuration: DistrictConfiguration) -> Instant {
        configuration.calendars.standard.instant(plan.effective)
    }

    /// A district does not become otherwise before the day that its document names.
    private func requireItsDay() async throws {
        let configuration = try await engine.configurations.load(district)
        let now = try await engine.present(in: district).now
        guard effective(in: configuration) > now else { return }
        throw Problems([
            Problem(
                code: "not_yet",
                path: "effective",
                message: Bilingual(
                    zh: "方案自 \(plan.effective) 起生效，时候未到；现在只能 --dry-run",
                    en: "the plan holds from \(plan.effective) on, which is still to come; only --dry-run is possible"
                )
            )
        ])
    }

    /// The line of the security log.
    private func note(_ writer: ConfigurationWriter?) -> Query? {
        writer?.note("reorganisation", in: district, ["plan": .string(plan.name), "source": .string(plan.source)])
    }

    /// Writes units, posts and the plan itself in one transaction, which ends with a configuration that loads.
    private func write(ordered person: PersonID, by writer: ConfigurationWriter?) async throws -> Succession {
        // What has not changed since is not built anew while others wait.
        let loaded = try await engine.configurations.load(district)
        let succession = try await engine.pool.withTransaction { connection in
            _ = try await connection.flight([ConfigurationWrite.patience, ConfigurationWrite.lock(district)])
            // Whoever was faster has done it.
            let before = try await connection.query(ReorganisationWrite.succession(district, hash: mark.hash))
            if let row = before.first { return try Self.succession(row[0]) }
            let reading = ConfigurationRead(district: district)
            let known = try reading.configuration(ofReads: try await connection.flight(reading.reads), since: loaded)
            try writer?.check(known.revision)
            let effective = effective(in: known)
            let count = try plan.units(of: known.territory, at: effective).newCount
            let ids = try await connection.query(ReorganisationWrite.ids(count: count)).map { UnitID(try $0[0]) }
            let units = try plan.units(of: known.territory, at: effective, ids: ids)
            try authority?.require(units)
            let day = known.calendars.standard.local(effective).date
            let midnight = known.calendars.standard.instant(LocalDateTime(date: day, time: .midnight))
            let moves = units.closed.compactMap { unit in
                units.succession.heir(of: unit.id, at: unit.id, in: units.tree).map { (from: unit.id, to: $0) }
            }
            for batch in units.changes.map(\.after).batches() {
                _ = try await connection.flight(ReorganisationWrite.units(district, batch))
            }
            _ = try await connection.flight(
                ConfigurationWrite.unitVersions(district, at: Timestamp(effective), source: plan.source)
                    + ReorganisationWrite.posts(district, moves, on: day, midnight: midnight) + [
                        ReorganisationWrite.note(
                            district,
                            plan,
                            mark,
                            effective: effective,
                            by: person,
                            units.succession
                        ),
                        StoredPlan.note(district, mark, .reorganisation, plan.document, by: .person(person)),
                        ConfigurationWrite.touch(district),
                    ] + [note(writer)].compactMap(\.self)
            )
            // Whatever slipped through the checks must not leave a district that no program can load.
            _ = try reading.configuration(ofReads: try await connection.flight(reading.reads), since: known)
            return units.succession
        }
        engine.hints.wrote(Hints.Write(district: district, changesDistrict: true))
        return succession
    }
}
