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
        // On connections that are closed afterwards: an open one reports late what it wrote.
        try await side.withEngine { engine in try await load(count, upTo: last, by: engine) }
    }

    private func load(_ count: Int, upTo last: LifeStep, by engine: Engine) async throws -> Range<Int64> {
        let portions = Portions(count, atMost: Self.batch)
        let ids = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for _ in 0..<Self.lanes {
                group.addTask {
                    var ids: [Int64] = []
                    while let size = portions.next() { ids += try await write(size, upTo: last, by: engine) }
                    return ids
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        guard let first = ids.min(), let end = ids.max(), end - first + 1 == Int64(count) else {
            throw BenchError.district("\(ids.count) tickets of \(count), or their ids do not follow each other")
        }
        return first..<(end + 1)
    }

    private func write(_ count: Int, upTo last: LifeStep, by engine: Engine) async throws -> [Int64] {
        try await engine.pool.withConnection { connection in
            let intake = Intake(district: district.id, tickets: [], keys: [], filings: count)
            let found = try intake.found(try await connection.flight(intake.statements))
            var writes = WriteSet(district: district.id, clock: found.clock)
            for id in found.ids { try tell(id, upTo: last, at: found.clock, &writes) }
            _ = try await connection.flight(writes.flight)
            return found.ids.map(\.rawValue)
        }
    }

    /// A ticket's life so far.
    private func tell(_ id: TicketID, upTo last: LifeStep, at now: Instant, _ writes: inout WriteSet) throws {
        guard let machine = district.configuration.machine(latest: "issue") else {
            throw BenchError.district("no definition")
        }
        let context = district.configuration.context(at: now)
        let number = Int(id.rawValue)
        let filing = try district.submission(.report, on: nil, number: number)
        var advance = try machine.file(filing.command, district: district.id, id: id, in: context)
        guard let filed = advance.ticket else { throw BenchError.district("a filing made no ticket") }
        var change = TicketChange(before: nil, after: filed, hash: EventHash.origin)
        change.append(advance)
        note(filing, change.after, &writes)
        for step in LifeStep.allCases where step > .report && step <= last {
            let submission = try district.submission(step, on: id, number: number)
            advance = try machine.decide(submission.command, on: change.after, in: context)
            change.append(advance)
            note(submission, change.after, &writes)
        }
        writes.append(change)
    }

    private func note(_ submission: Submission, _ ticket: Ticket, _ writes: inout WriteSet) {
        writes.append(submission.command.words, ticket: ticket.id, seq: ticket.seq, salt: submission.salt)
        writes.append(submission.key, ticket: ticket.id, seq: ticket.seq)
    }
}

/// Deals a number out in portions.
private final class Portions: Sendable {
    private let left: Mutex<Int>
    private let most: Int

    init(_ count: Int, atMost most: Int) {
        left = Mutex(count)
        self.most = most
    }

    func next() -> Int? {
        left.withLock { left in
            let portion = min(left, most)
            left -= portion
            return portion > 0 ? portion : nil
        }
    }
}
