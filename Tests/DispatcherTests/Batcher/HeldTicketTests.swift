import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// A ticket that somebody holds for long keeps those waiting who want it, and nobody else.
@Suite struct HeldTicketTests {
    /// A district with two tickets and a batcher of one lane, whose server soon says that a ticket is held.
    private struct Scene {
        let city: TestDistrict
        /// The one that tests hold.
        let held: TicketID
        let other: TicketID
        let batcher: Batcher

        var accept: Submission { city.acting("accept", by: "desk", on: held) }

        /// Submits in this order; while the batcher does not run, into one batch.
        func submit(
            _ submissions: [Submission],
            patience: Duration? = nil
        ) async throws -> [Task<BatcherTests.BatchAnswer, Never>] {
            var answers: [Task<BatcherTests.BatchAnswer, Never>] = []
            for submission in submissions {
                let before = batcher.backlog
                answers.append(
                    Task {
                        do throws(DispatchError) {
                            return .success(try await batcher.submit(submission, patience: patience))
                        } catch {
                            return .failure(error)
                        }
                    }
                )
                try await eventually("it waits") { batcher.backlog == before + 1 }
            }
            return answers
        }

        /// Waits until so many are put aside.
        func areAside(_ count: Int) async throws {
            try await eventually("\(count) are aside") { batcher.aside == count }
        }
    }

    private static func with(_ body: @Sendable (Scene) async throws -> Void) async throws {
        try await TestDistrict.with(lockTimeout: "100ms") { city in
            let batcher = BatcherPatienceTests.batcher(city)
            try await body(
                Scene(city: city, held: try await city.file(), other: try await city.file(), batcher: batcher)
            )
        }
    }

    /// Runs a scene's batcher for the length of a closure, then stops it.
    private static func running(_ scene: Scene, _ body: @Sendable () async throws -> Void) async throws {
        async let run: Void = scene.batcher.run()
        defer { scene.batcher.stop() }
        try await body()
        scene.batcher.stop()
        try await run
    }

    @Test(arguments: [0, 2, 5])
    func `neighbours in its batch go on without it, wherever it stands among them`(_ place: Int) async throws {
        try await Self.with { scene in
            let city = scene.city
            var submissions = (0..<4).map { _ in city.filing() }
            submissions.append(city.acting("accept", by: "desk", on: scene.other))
            submissions.insert(scene.accept, at: place)
            let answers = try await scene.submit(submissions)
            let run = try await city.holding(scene.held) {
                let run = Task { try await scene.batcher.run() }
                for other in answers.indices where other != place {
                    await #expect(throws: Never.self) { try await answers[other].value.get() }
                }
                let seq = try await city.ticket(scene.held)?.seq
                #expect(seq == 1)
                return run
            }
            #expect(await answers[place].value.code == "2")
            scene.batcher.stop()
            try await run.value
        }
    }

    @Test func `whoever wants it waits in no lane, and comes in the order of arrival when it is free`() async throws {
        try await Self.with { scene in
            let city = scene.city
            let notes = (1...3).map { number in
                city.acting("note", by: "desk", on: scene.held, texts: ["note": "第\(number)次"])
            }
            try await Self.running(scene) {
                let answers = try await city.holding(scene.held) {
                    let first = try await scene.submit([notes[0]])
                    try await scene.areAside(1)
                    // Those who come now are not even tried: the only lane is free, and waits for no lock.
                    let others = try await scene.submit([notes[1], notes[2]])
                    #expect(scene.batcher.aside == 3)
                    for _ in 0..<20 { _ = try await scene.batcher.submit(city.filing()) }
                    #expect(scene.batcher.aside == 3)
                    return first + others
                }
                var seqs: [String] = []
                for answer in answers { seqs.append(await answer.value.code) }
                #expect(seqs == ["2", "3", "4"])
            }
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `a command that names it in its input waits for it too`() async throws {
        try await Self.with { scene in
            let city = scene.city
            let note = Submission(
                district: city.id,
                target: .ticket(scene.other),
                act: "note",
                by: city.party("desk"),
                texts: ["note": "同一件"],
                others: [scene.held]
            )
            try await Self.running(scene) {
                let answers = try await city.holding(scene.held) {
                    let answers = try await scene.submit([note])
                    try await scene.areAside(1)
                    let accept = city.acting("accept", by: "desk", on: scene.other)
                    #expect(try await scene.batcher.submit(accept).seq == 2)
                    return answers
                }
                #expect(await answers[0].value.code == "3")
            }
        }
    }

    @Test func `a deadline that passes while it waits means: nothing was done`() async throws {
        try await Self.with { scene in
            try await Self.running(scene) {
                try await scene.city.holding(scene.held) {
                    let answers = try await scene.submit([scene.accept], patience: .seconds(5))
                    try await scene.areAside(1)
                    #expect(await answers[0].value.isDeadlineWithNothingDone)
                    #expect(scene.batcher.backlog == 0)
                }
                #expect(try await scene.batcher.submit(scene.accept).seq == 2)
            }
        }
    }

    @Test func `stopping finishes those who wait for it, once it is free`() async throws {
        try await Self.with { scene in
            try await Self.running(scene) {
                let answers = try await scene.city.holding(scene.held) {
                    let answers = try await scene.submit([scene.accept])
                    try await scene.areAside(1)
                    scene.batcher.stop()
                    return answers
                }
                #expect(await answers[0].value.code == "2")
            }
        }
    }

    @Test func `cancelling ends with those who wait for it, and says so`() async throws {
        try await Self.with { scene in
            let run = Task { try await scene.batcher.run() }
            try await scene.city.holding(scene.held) {
                let answers = try await scene.submit([scene.accept])
                try await scene.areAside(1)
                run.cancel()
                #expect(await answers[0].value.code == "stopping")
                try await run.value
            }
            #expect(try await scene.city.ticket(scene.held)?.seq == 1)
        }
    }

    @Test func `what waits for something else than a ticket is split, and only it waits`() async throws {
        try await Self.with { scene in
            let city = scene.city
            let taken = city.filing(key: .given("taken"))
            let submissions = [city.filing(), taken, city.filing(), city.filing()]
            let answers = try await scene.submit(submissions)
            let run = try await city.asSuperuser { connection in
                try await connection.withTransaction { connection in
                    // Somebody else writes the same key, and does not come to an end.
                    try await connection.query(
                        """
                        INSERT INTO command_key (district_id, owner, key, body_hash, ticket_id, seq, keep_until)
                        VALUES (\(city.id.rawValue), \(taken.key.owner), \(taken.key.key), '\\x00',
                            \(scene.held.rawValue), 1, now())
                        """
                    )
                    let run = Task { try await scene.batcher.run() }
                    for other in [0, 2, 3] {
                        await #expect(throws: Never.self) { try await answers[other].value.get() }
                    }
                    try await connection.query("DELETE FROM command_key WHERE key = \(taken.key.key)")
                    return run
                }
            }
            #expect(await answers[1].value.code == "1")
            scene.batcher.stop()
            try await run.value
        }
    }

    @Test func `which are held is seen without waiting; those that do not exist are not`() async throws {
        try await Self.with { scene in
            let city = scene.city
            let query = HeldTickets.query([scene.held, scene.other, TicketID(.max)], in: city.id)
            try await city.holding(scene.held) {
                let held = try HeldTickets.read(try await city.engine.pool.query(query))
                #expect(held == [scene.held])
            }
            let held = try HeldTickets.read(try await city.engine.pool.query(query))
            #expect(held == [])
        }
    }
}
