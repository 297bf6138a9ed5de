import PGStore
import Postgres
import Synchronization
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// Batches on a real database.
///
/// A lane is held up by a ticket that somebody else has locked, so that what comes
/// meanwhile waits and shares the next batch.
@Suite struct BatcherTests {
    /// One lane, and patience for a busy machine.
    static func oneLane(_ change: (inout Batcher.Limits) -> Void = { _ in }) -> Batcher.Limits {
        var limits = Batcher.Limits()
        limits.lanes = 1
        limits.patience = .seconds(60)
        change(&limits)
        return limits
    }

    /// A district whose engine has one lane, which waits for a ticket as long as somebody holds it.
    static func withOneLane(
        _ change: (inout Batcher.Limits) -> Void = { _ in },
        _ body: @Sendable (TestDistrict) async throws -> Void
    ) async throws {
        try await TestDistrict.with(limits: oneLane(change), lockTimeout: "60s", body)
    }

    /// Submits while the only lane is held up; the lane goes on when all of them wait.
    static func inOneBatch(_ submissions: [Submission], in city: TestDistrict) async throws -> [BatchAnswer] {
        let brake = try await city.file()
        return try await withThrowingTaskGroup(of: (Int, BatchAnswer).self) { group in
            try await city.holding(brake) {
                group.addTask { (-1, await answer(city.acting("accept", by: "desk", on: brake), city)) }
                try await eventually("the lane is held up") { try await city.isHeldUp() }
                for (index, submission) in submissions.enumerated() {
                    group.addTask { (index, await answer(submission, city)) }
                    try await eventually("it waits") { city.engine.batcher.backlog == index + 1 }
                }
            }
            var answers: [Int: BatchAnswer] = [:]
            for try await (index, answer) in group { answers[index] = answer }
            return submissions.indices.compactMap { answers[$0] }
        }
    }

    typealias BatchAnswer = Result<Receipt, DispatchError>

    static func answer(_ submission: Submission, _ city: TestDistrict, _ patience: Duration? = nil) async -> BatchAnswer
    {
        do throws(DispatchError) {
            return .success(try await city.engine.submit(submission, patience: patience))
        } catch {
            return .failure(error)
        }
    }

    @Test func `commands on one ticket in one batch fold in the order of their arrival`() async throws {
        try await Self.withOneLane { city in
            let ticket = try await city.file()
            let notes = (1...10).map { number in
                city.acting("note", by: "desk", on: ticket, texts: ["note": "第\(number)次"])
            }
            let answers = try await Self.inOneBatch(notes, in: city)
            #expect(try answers.map { try $0.get().seq } == Array(2...11))
            let dossier = try #require(try await city.engine.dossier(ticket, in: city.id))
            #expect(dossier.ticket.seq == 11)
            #expect((2...11).map { dossier.text("note", seq: $0) } == (1...10).map { "第\($0)次" })
            let transactions = try await city.count(
                """
                SELECT count(DISTINCT xact) FROM ticket_event
                WHERE district_id = \(city.id.rawValue) AND ticket_id = \(ticket.rawValue) AND seq > 1
                """
            )
            #expect(transactions == 1)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `a timer armed and cancelled inside one batch never reaches the table`() async throws {
        try await Self.withOneLane { city in
            let ticket = try await city.file()
            let input: [FieldName: JSONValue] = ["outcome": "solved"]
            let acts = [
                city.acting("accept", by: "desk", on: ticket), city.acting("dispatch", by: "desk", on: ticket),
                city.acting("sign", by: "water", on: ticket),
                city.acting("submit_result", by: "water", on: ticket, input: input, texts: ["text": "好了"]),
            ]
            let answers = try await Self.inOneBatch(acts, in: city)
            #expect(try answers.map { try $0.get().seq } == [2, 3, 4, 5])
            #expect(try await city.ticket(ticket)?.state == "handled")
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `a refused command does not touch those before and behind it in the batch`() async throws {
        try await Self.withOneLane { city in
            let ticket = try await city.file()
            let answers = try await Self.inOneBatch(
                [
                    city.acting("accept", by: "desk", on: ticket), city.acting("accept", by: "desk", on: ticket),
                    city.acting("dispatch", by: "parks", on: ticket), city.acting("dispatch", by: "desk", on: ticket),
                ],
                in: city
            )
            #expect(answers.map(\.code) == ["2", "not_in_this_state", "not_for_this_person", "3"])
        }
    }

    @Test func `two with one key in one batch come to one event`() async throws {
        try await Self.withOneLane { city in
            let filing = city.filing(key: .given("k"))
            let other = city.filing(text: "别的", key: .given("k"))
            let answers = try await Self.inOneBatch([filing, filing, other], in: city)
            #expect(try answers[0].get().isRepeat == false)
            #expect(try answers[1].get().isRepeat)
            #expect(answers[2].code == "key_reused")
        }
    }

    @Test func `what the database refuses is refused alone: its neighbours are carried out`() async throws {
        try await Self.withOneLane { city in
            // No index takes a key so long (54000), and no text takes a NUL (never sent).
            let noise = (0..<400).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
            var submissions = (0..<20).map { _ in city.filing() }
            submissions[3] = city.filing(key: .given(noise))
            submissions[17] = city.filing(key: .given("a\0b"))
            let answers = try await Self.inOneBatch(submissions, in: city)
            #expect(answers.indices.filter { answers[$0].code == "rejected" } == [3, 17])
            #expect(answers.count { (try? $0.get()) != nil } == 18)
            let verification = try await city.engine.verify(city.id)
            #expect(verification.tickets == 19)
            #expect(verification.findings == [])
        }
    }

    @Test func `a ticket that cannot be read is the trouble of those who ask for it`() async throws {
        try await Self.withOneLane { city in
            let (broken, whole) = (try await city.file(), try await city.file())
            let (district, id) = (city.id.rawValue, broken.rawValue)
            try await city.tamper("UPDATE ticket SET body = '{' WHERE district_id = \(district) AND id = \(id)")
            let answers = try await Self.inOneBatch(
                [city.acting("accept", by: "desk", on: broken), city.acting("accept", by: "desk", on: whole)],
                in: city
            )
            #expect(answers.map(\.code) == ["damaged_row", "2"])
        }
    }

    @Test func `whoever bears an id that another ticket has is told so, also where an earlier try was lost`()
        async throws
    {
        try await TestDistrict.with { city in
            var filing = city.filing()
            filing.reserved = try await city.file()
            let waiting = BatchQueue.Waiting(
                id: 1,
                submission: filing,
                since: .now,
                deadline: .now + .seconds(60),
                isUnknown: true
            )
            let answers = Mutex<[BatchDecision.Answer]>([])
            let audience = BatchWriter.Audience { _, answer in
                answers.withLock { $0.append(answer) }
            } putAside: {
                Issue.record("put aside: \($0.count), \($1)")
            }
            await city.engine.batcher.writer.carryOut([waiting], audience)
            #expect(answers.withLock { $0.map(\.code) } == ["id_taken"])
        }
    }

    @Test func `lanes share what is under way, and no lane takes all of it`() async throws {
        var limits = Batcher.Limits()
        limits.lanes = 3
        limits.patience = .seconds(60)
        try await TestDistrict.with(limits: limits) { city in
            let (callers, each) = (120, 3)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<callers {
                    group.addTask { for _ in 0..<each { _ = try await city.file() } }
                }
                try await group.waitForAll()
            }
            let batches = """
                SELECT count(*) AS size FROM ticket_event
                WHERE district_id = \(city.id.rawValue) AND seq = 1 GROUP BY xact
                """
            #expect(try await city.count(Query(unsafeSQL: "SELECT sum(size)::int8 FROM (\(batches)) AS b")) == 360)
            // Of 120 that come again as soon as they are answered a third is a lane's share; who was answered and is back
            // before a lane has said so counts twice.
            #expect(try await city.count(Query(unsafeSQL: "SELECT max(size)::int8 FROM (\(batches)) AS b")) <= 80)
        }
    }

    @Test func `an expected number that is not the ticket's is refused`() async throws {
        try await TestDistrict.with { city in
            let ticket = try await city.file()
            let first = city.acting("accept", by: "desk", on: ticket, expectedSeq: 1)
            #expect(try await city.engine.submit(first).seq == 2)
            let stale = city.acting("dispatch", by: "desk", on: ticket, expectedSeq: 1)
            let error = await #expect(throws: DispatchError.self) { try await city.engine.submit(stale) }
            #expect(error?.code == "stale_version")
            let fresh = city.acting("dispatch", by: "desk", on: ticket, expectedSeq: 2)
            #expect(try await city.engine.submit(fresh).seq == 3)
        }
    }

    @Test func `of two that saw the same step in one batch the first wins`() async throws {
        try await Self.withOneLane { city in
            let ticket = try await city.file()
            let note = { @Sendable in
                city.acting("note", by: "desk", on: ticket, texts: ["note": "一"], expectedSeq: 1)
            }
            let answers = try await Self.inOneBatch([note(), note()], in: city)
            #expect(answers.map(\.code) == ["2", "stale_version"])
        }
    }

    @Test func `unknown tickets, districts and definitions are told apart`() async throws {
        try await TestDistrict.with { city in
            let nobody = await Self.answer(city.acting("accept", by: "desk", on: TicketID(1)), city)
            #expect(nobody.code == "unknown_ticket")
            let party = city.party("desk")
            let filing = Submission(district: city.id, target: .filing("other"), act: "report", by: party)
            #expect(await Self.answer(filing, city).code == "unknown_definition")
            let nowhere = Submission(district: DistrictID(-1), target: .filing("issue"), act: "report", by: party)
            #expect(await Self.answer(nowhere, city).code == "unknown_district")
        }
    }
}

extension BatcherTests.BatchAnswer {
    /// The number of the event, or the code of the refusal.
    var code: String {
        switch self {
        case .success(let receipt): "\(receipt.seq)"
        case .failure(let error): error.code
        }
    }
}

extension TestDistrict {
    /// Whether a statement of this engine waits for a lock.
    func isHeldUp() async throws -> Bool {
        try await asSuperuser { connection in
            try await connection.query(
                """
                SELECT 1 FROM pg_stat_activity
                WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE '%FOR NO KEY UPDATE%'
                    AND application_name = \(engine.pool.connection.applicationName ?? "")
                """
            ).count > 0
        }
    }
}
