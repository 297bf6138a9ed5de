import Dispatcher
import PGStore
import Postgres
import Synchronization
import Workflow

/// Fills a district with tickets through the one write path: the machine decides, `WriteSet` writes; only the
/// batches are greater, and the steps of a ticket's life share one.
struct DistrictLoader: Sendable {
    let side: EngineSide

    private var district: BenchDistrict { side.district }

    private static let batch = 500
    private static let lanes = 2

    /// Loads tickets that have come as far as a step; their ids follow each other if nobody else files meanwhile.
    ///
    /// - Parameters:
    ///   - count: how many.
    ///   - last: the last step that each has behind it.
    /// - Returns: their ids.
    /// - Throws: what machine and database throw.
    func load(_ count: Int, upTo last: LifeStep) async throws -> Range<Int64> {
        try await load(count) { _ in TicketLife(upTo: last) }
    }

    /// Loads tickets, each with a life of its own, in the order of their ids.
    ///
    /// - Parameters:
    ///   - count: how many.
    ///   - life: the life of the ticket with this place, from 0.
    /// - Returns: their ids.
    /// - Throws: what machine and database throw.
    func load(_ count: Int, _ life: @escaping @Sendable (Int) -> TicketLife) async throws -> Range<Int64> {
        // On connections that are closed afterwards: an open one reports late what it wrote.
        try await side.withEngine { engine in try await load(count, life, by: engine) }
    }

    private func load(
        _ count: Int,
        _ life: @escaping @Sendable (Int) -> TicketLife,
        by engine: Engine
    ) async throws -> Range<Int64> {
        let ids = try await takeIDs(count, by: engine)
        let portions = Portions(count, atMost: Self.batch)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.lanes {
                group.addTask {
                    while let places = portions.next() {
                        try await write(places, ids.lowerBound, life, by: engine)
                    }
                }
            }
            try await group.waitForAll()
        }
        return ids
    }

    private func takeIDs(_ count: Int, by engine: Engine) async throws -> Range<Int64> {
        let intake = Intake(district: district.id, tickets: [], keys: [], filings: count)
        let ids = try await engine.pool.withConnection { connection in
            let found = try intake.found(try await connection.flight(intake.statements + ["COMMIT"]))
            return found.ids.map(\.rawValue).sorted()
        }
        guard let first = ids.first, let last = ids.last, last - first + 1 == Int64(count) else {
            throw BenchError.district("\(ids.count) ids of \(count), or they do not follow each other")
        }
        return first..<(last + 1)
    }

    private func write(
        _ places: Range<Int>,
        _ first: Int64,
        _ life: @Sendable (Int) -> TicketLife,
        by engine: Engine
    ) async throws {
        try await engine.pool.withConnection { connection in
            let intake = Intake(district: district.id, tickets: [], keys: [], filings: 0)
            let found = try intake.found(try await connection.flight(intake.statements))
            var writes = WriteSet(
                district: district.id,
                clock: found.clock,
                definition: district.configuration.definition
            )
            for place in places { try tell(TicketID(first + Int64(place)), life(place), found.clock, &writes) }
            _ = try await connection.flight(writes.flight)
        }
    }

    /// A ticket's life so far.
    private func tell(_ id: TicketID, _ life: TicketLife, _ clock: Instant, _ writes: inout WriteSet) throws {
        guard let machine = district.configuration.machine(latest: "issue") else {
            throw BenchError.district("no definition")
        }
        var context = district.configuration.context(at: life.at ?? clock)
        let number = Int(id.rawValue)
        let filing = try district.submission(.report, on: nil, number: number)
        var advance = try machine.file(filing.command, district: district.id, id: id, in: context)
        guard let filed = advance.ticket else { throw BenchError.district("a filing made no ticket") }
        var change = TicketChange(before: nil, after: filed, hash: EventHash.origin)
        change.append(advance)
        try note(filing, change.after, &writes)
        for step in LifeStep.allCases where step > .report && step <= life.last {
            let submission = try district.submission(step, on: id, number: number)
            advance = try machine.decide(submission.command, on: change.after, in: context)
            change.append(advance)
            try note(submission, change.after, &writes)
        }
        if let until = life.firedUntil {
            context.now = until
            change.append(machine.catchUp(change.after, until: until, in: context), until: until)
        }
        writes.append(change)
    }

    private func note(_ submission: Submission, _ ticket: Ticket, _ writes: inout WriteSet) throws {
        let words = submission.command.words
        let contact = try SealedContact(words, of: ticket.id, in: district.id, under: BenchKeys.ring())
        writes.append(words, ticket: ticket.id, seq: ticket.seq, salt: submission.salt, contact: contact)
        writes.append(submission.key, ticket: ticket.id, seq: ticket.seq)
    }
}

/// What a loaded ticket has behind it.
struct TicketLife: Sendable {
    /// The last step.
    let last: LifeStep
    /// When all its steps were done; nil: now.
    let at: Instant?
    /// Timers due before this have fired; nil: none.
    let firedUntil: Instant?

    init(upTo last: LifeStep, at: Instant? = nil, firedUntil: Instant? = nil) {
        self.last = last
        self.at = at
        self.firedUntil = firedUntil
    }
}

/// Deals places out in portions, each once.
private final class Portions: Sendable {
    private let begun: Mutex<Int>
    private let count: Int
    private let most: Int

    init(_ count: Int, atMost most: Int) {
        begun = Mutex(0)
        self.count = count
        self.most = most
    }

    func next() -> Range<Int>? {
        begun.withLock { next in
            guard next < count else { return nil }
            let portion = next..<min(next + most, count)
            next = portion.upperBound
            return portion
        }
    }
}
