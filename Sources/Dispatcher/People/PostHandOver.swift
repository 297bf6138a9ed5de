package import PGStore
import Postgres
package import Workflow

/// Hands a post over (移交): ends it, gives it to the successor, and moves the open matters and the duties that go with it.
///
/// What was moved is not moved again, so that one that broke off is finished by running it again.
package struct PostHandOver: Sendable {
    private let engine: Engine
    private let configuration: DistrictConfiguration

    /// What is handed over.
    package struct Request: Hashable, Sendable {
        /// From whom to whom.
        package let handOver: HandOver
        /// Only posts of this unit; nil: of every one.
        package let unit: UnitID?
        /// Only posts of this role; nil: of every one.
        package let role: RoleName?
        /// The successor's first day; nil: today.
        package let day: LocalDate?

        package init(_ handOver: HandOver, unit: UnitID? = nil, role: RoleName? = nil, day: LocalDate? = nil) {
            self.handOver = handOver
            self.unit = unit
            self.role = role
            self.day = day
        }
    }

    /// The list of what changes hands (交接清单).
    package struct Inventory: Sendable {
        /// From whom to whom.
        package let handOver: HandOver
        /// The successor's first day.
        package let day: LocalDate
        /// Whether that day has come: matters move on it.
        package let hasCome: Bool
        /// The posts; none: there is nothing to hand over.
        package let posts: [Post]
        /// The open matters for which the giver is responsible.
        package internal(set) var matters: [Matter]
        /// What waits for a decision of these units, and goes with the post.
        package internal(set) var approvals: [Matter]
        /// The duties that begin from then on.
        package let duties: [DutyShift]
        /// Whether posts and duties have changed hands before, so that only matters are left to move.
        package let isSettled: Bool
        /// How many matters a further run still has to move; none before the day has come.
        package var leftCount: Int { hasCome ? matters.count { $0.fate.isGoing } : 0 }
    }

    /// A matter in the list.
    package struct Matter: Sendable {
        /// The ticket.
        package let ticket: Ticket
        /// Its title, where it has one.
        package let title: String?
        /// The successor, where it waits for a decision of nobody else then; nil: several hold the post, or it waits for none.
        package internal(set) var awaits: PersonID?
        /// How it stands.
        package internal(set) var fate: Fate
    }

    /// What becomes of a matter.
    package enum Fate: Sendable {
        /// It will go to the successor.
        case goes
        /// It went to the successor.
        case went
        /// It goes with the post; nobody is named for it.
        case withPost
        /// It cannot go to the successor, or the successor alone may not decide it: a code, and why.
        case stays(code: String, why: Bilingual)

        fileprivate static func stays(_ refusal: Refusal) -> Fate { .stays(code: refusal.code, why: refusal.message) }

        fileprivate var isGoing: Bool { if case .goes = self { true } else { false } }
    }

    /// Prepares a handing over in a district as it stands.
    package init(engine: Engine, configuration: DistrictConfiguration) {
        self.engine = engine
        self.configuration = configuration
    }
}

extension PostHandOver {
    // MARK: - The list

    /// What would change hands; nothing is changed.
    package func inventory(_ request: Request) async throws -> Inventory {
        let calendar = configuration.calendars.standard
        let now = try await engine.present(in: configuration.id).now
        let today = calendar.local(now).date
        let day = request.day ?? today
        let midnight = calendar.midnight(of: day)
        let book = configuration.posts ?? PostBook(tenures: [])
        let (toHand, handed) = posts(request, book, at: midnight)
        let posts = toHand + handed.filter { !toHand.contains($0) }
        let after = book.handing(Set(toHand), request.handOver, from: midnight)
        var context = configuration.context(at: max(now, midnight))
        context.people = after
        let units = Set(posts.map(\.unit))
        let duties = book.shifts.filter { shift in
            shift.person == request.handOver.from && units.contains(shift.unit) && shift.period.from >= midnight
        }
        return Inventory(
            handOver: request.handOver,
            day: day,
            hasCome: day <= today,
            posts: posts,
            matters: posts.isEmpty ? [] : try await matters(request, units, context),
            approvals: try await approvals(posts, request.handOver, context),
            duties: duties.sorted { ($0.period.from, $0.unit) < ($1.period.from, $1.unit) },
            isSettled: toHand.isEmpty && duties.isEmpty
        )
    }

    /// The giver's posts that are meant: those to be handed over, and those that were on that very day.
    private func posts(_ request: Request, _ book: PostBook, at midnight: Instant) -> (toHand: [Post], handed: [Post]) {
        let meant = book.tenures(of: request.handOver.from).filter { tenure in
            (request.unit.map { $0 == tenure.post.unit } ?? true)
                && (request.role.map { $0 == tenure.post.role } ?? true)
        }
        let open = meant.filter { $0.period.contains(midnight) && $0.period.from < midnight }.map(\.post)
        let done = meant.filter { $0.period.until == midnight }.map(\.post).filter { post in
            book.holders(of: post.role, in: post.unit, at: midnight).contains(request.handOver.to)
        }
        return (open, done)
    }

    private func matters(_ request: Request, _ units: Set<UnitID>, _ context: Context) async throws -> [Matter] {
        var filter = TicketFilter()
        filter.owner = request.handOver.from
        filter.isOpenOnly = true
        let isAll = request.unit == nil && request.role == nil
        var matters: [Matter] = []
        try await engine.tickets(filter, in: configuration.id) { listed in
            guard isAll || listed.ticket.workingUnit.map({ units.contains($0) }) == true else { return }
            let fate = fate(of: listed.ticket, request.handOver, context)
            matters.append(Matter(ticket: listed.ticket, title: listed.title, fate: fate))
        }
        return matters
    }

    private func fate(of ticket: Ticket, _ handOver: HandOver, _ context: Context) -> Fate {
        guard let machine = configuration.machine(ticket.definition) else {
            let error = DispatchError.unknownDefinition(ticket.definition.name)
            return .stays(code: error.code, why: error.message)
        }
        do {
            _ = try machine.handOver(handOver, of: ticket, in: context)
            return .goes
        } catch {
            return .stays(error)
        }
    }

    /// Open matters of these posts' units that wait for a decision: in their hands without being theirs, or by a review's
    /// clock.
    ///
    /// Nobody is named in a matter that waits. So it is the post that says for whom: where one person holds it, for that one.
    private func approvals(_ posts: [Post], _ handOver: HandOver, _ after: Context) async throws -> [Matter] {
        guard !posts.isEmpty else { return [] }
        let units = Set(posts.map(\.unit))
        let awaiting = units.filter { unit in
            posts.filter { $0.unit == unit }.allSatisfy { post in
                after.people?.holders(of: post.role, in: unit, at: after.now) == [handOver.to]
            }
        }
        var filter = TicketFilter()
        // What lies in the hands of a level above is found by its desk, which stands below.
        let territory = configuration.territory
        let below = territory.all.map(\.id).filter { id in units.contains { territory.isAbove($0, of: id) } }
        filter.units = units.union(below)
        filter.isOpenOnly = true
        var found: [Matter] = []
        try await engine.tickets(filter, in: configuration.id) { listed in
            let ticket = listed.ticket
            let holder: UnitID? = if case .unit(let unit)? = ticket.held, units.contains(unit) { unit } else { nil }
            let isReviewed = units.contains(ticket.desk) && ticket.clocks.keys.contains { $0.text.hasSuffix("_review") }
            guard let unit = holder ?? (isReviewed ? ticket.desk : nil), ticket.owner != handOver.from else { return }
            let isOnly = awaiting.contains(unit)
            found.append(
                Matter(
                    ticket: ticket,
                    title: listed.title,
                    awaits: isOnly ? handOver.to : nil,
                    fate: isOnly ? approvalFate(of: ticket, handOver.to, after) : .withPost
                )
            )
        }
        return found
    }

    /// Whether the only person for whom it waits then may decide it: not what they asked for or handled themselves.
    private func approvalFate(of ticket: Ticket, _ successor: PersonID, _ after: Context) -> Fate {
        guard let act = configuration.machine(ticket.definition)?.judgesOwn(successor, on: ticket, in: after) else {
            return .goes
        }
        return .stays(.wouldJudgeOwn(act: act.title))
    }
}

extension PostHandOver {
    // MARK: - Carrying out

    /// Hands over: the posts and duties in one transaction, then each matter by an event of its own.
    ///
    /// Where posts and duties have changed hands before, the configuration stays as it is, and the security log is told by each run
    /// that moves matters. Where the successor's day has not come yet, matters stay until it is run again then.
    ///
    /// - Parameters:
    ///   - request: what is handed over.
    ///   - writer: who does it; nil: whoever runs the program.
    ///   - most: how many matters move at once; those left over still go, when it is run again. Nil: all.
    /// - Returns: the list, with what became of each matter.
    /// - Throws: `ImportError.stale`; what the database says: what was done stands, and running it again finishes it.
    package func carryOut(
        _ request: Request,
        by writer: ConfigurationWriter? = nil,
        atMost most: Int? = nil
    ) async throws -> Inventory {
        var inventory = try await inventory(request)
        guard !inventory.posts.isEmpty else { return inventory }
        try await settle(inventory, request, writer, atMost: most)
        let district = configuration.id
        guard inventory.hasCome else { return inventory }
        // They wait for whoever holds the post: with the post they have gone.
        for index in inventory.approvals.indices where inventory.approvals[index].fate.isGoing {
            inventory.approvals[index].fate = .went
        }
        let given = try await engine.present(in: district).given
        var moving = inventory.matters.indices.filter { inventory.matters[$0].fate.isGoing }[...]
        var room = most ?? moving.count
        // Only what went counts: refused ones would come first again the next time, and keep those behind them waiting.
        while room > 0, !moving.isEmpty {
            let batch = moving.prefix(min(room, 64))
            moving = moving.dropFirst(batch.count)
            let fates = try await move(batch.map { ($0, inventory.matters[$0].ticket) }, request.handOver, given)
            for (index, fate) in fates {
                inventory.matters[index].fate = fate
                if case .went = fate { room -= 1 }
            }
        }
        return inventory
    }

    /// Writes posts and duties where some have not changed hands yet, and who moves the matters later: their events do not say.
    private func settle(
        _ inventory: Inventory,
        _ request: Request,
        _ writer: ConfigurationWriter?,
        atMost most: Int?
    ) async throws {
        let district = configuration.id
        let statements = HandOverWrite.statements(
            district,
            request.handOver,
            posts: inventory.posts,
            on: inventory.day,
            midnight: configuration.calendars.standard.midnight(of: inventory.day)
        )
        var facts: JSONObject = [
            "from": .int(request.handOver.from.rawValue), "to": .int(request.handOver.to.rawValue),
        ]
        if inventory.isSettled { facts["matters"] = .int(Int64(min(inventory.leftCount, most ?? .max))) }
        let note = writer?.note("hand_over", in: district, facts)
        try await engine.pool.withTransaction { connection in
            let locked = try await connection.flight([ConfigurationWrite.patience, ConfigurationWrite.lock(district)])
            try writer?.check(try locked[1].only()[0])
            guard !inventory.isSettled else {
                if inventory.leftCount > 0, let note { _ = try await connection.flight([note]) }
                return
            }
            _ = try await connection.flight(
                statements + [ConfigurationWrite.touch(district), note].compactMap(\.self)
            )
        }
        _ = try await engine.configurations.load(district)
    }

    /// Moves some matters, all at once: they share transactions.
    private func move(
        _ matters: [(index: Int, ticket: Ticket)],
        _ handOver: HandOver,
        _ given: Instant?
    ) async throws -> [(Int, Fate)] {
        try await withThrowingTaskGroup(of: (Int, Fate).self) { group in
            for (index, ticket) in matters {
                group.addTask { (index, try await move(ticket, handOver, given)) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func move(_ ticket: Ticket, _ handOver: HandOver, _ given: Instant?) async throws -> Fate {
        let submission = Submission(
            district: configuration.id,
            target: .ticket(ticket.id),
            act: Machine.handOverAct,
            by: Party(identity: .person(handOver.from)),
            input: ["from": .int(handOver.from.rawValue), "to": .int(handOver.to.rawValue)],
            givenNow: given,
            handOver: handOver
        )
        do {
            _ = try await engine.submit(submission, patience: .seconds(30))
            return .went
        } catch {
            guard case .refused(let refusal) = error else { throw error }
            return .stays(refusal)
        }
    }
}
