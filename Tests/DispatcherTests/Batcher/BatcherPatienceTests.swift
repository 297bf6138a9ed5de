import Dispatcher
import PGStore
import Postgres
import ServiceLifecycle
import TestSupport
import Testing
import Workflow

/// Who waits how long: deadlines, a full queue, stopping.
@Suite struct BatcherPatienceTests {
    @Test func `a deadline that passes while the ticket is held means: nothing was done`() async throws {
        try await TestDistrict.with { city in
            let ticket = try await city.file()
            try await city.holding(ticket) {
                let act = city.acting("accept", by: "desk", on: ticket)
                let answer = await BatcherTests.answer(act, city, .milliseconds(300))
                #expect(answer.isDeadlineWithNothingDone)
            }
            #expect(try await city.engine.submit(city.acting("accept", by: "desk", on: ticket)).seq == 2)
        }
    }

    @Test func `a deadline that passes in the queue means: nothing was done`() async throws {
        try await BatcherTests.withOneLane { city in
            let brake = try await city.file()
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await city.holding(brake) {
                    group.addTask { try await city.act("accept", by: "desk", on: brake) }
                    try await eventually("the lane is held up") { try await city.isHeldUp() }
                    let answer = await BatcherTests.answer(city.filing(), city, .milliseconds(300))
                    #expect(answer.isDeadlineWithNothingDone)
                }
                try await group.waitForAll()
            }
            #expect(try await city.engine.verify(city.id).tickets == 1)
        }
    }

    @Test func `an impatient one in a batch is told in the end, and a patient neighbour is carried out`() async throws {
        try await BatcherTests.withOneLane { city in
            let (brake, ticket) = (try await city.file(), try await city.file())
            let first = city.acting("note", by: "desk", on: ticket, texts: ["note": "急"])
            let second = city.acting("note", by: "desk", on: ticket, texts: ["note": "不急"])
            let answers = try await withThrowingTaskGroup(of: (Int, BatcherTests.BatchAnswer).self) { group in
                try await city.holding(ticket) {
                    try await city.holding(brake) {
                        group.addTask {
                            let brake = city.acting("accept", by: "desk", on: brake)
                            return (0, await BatcherTests.answer(brake, city))
                        }
                        try await eventually("the lane is held up") { try await city.isHeldUp() }
                        group.addTask { (1, await BatcherTests.answer(first, city, .seconds(2))) }
                        group.addTask { (2, await BatcherTests.answer(second, city)) }
                        try await eventually("both wait") { city.engine.batcher.backlog == 2 }
                    }
                    // The batch of both waits for the ticket now; the impatient one's time passes there.
                    try await eventually("they are tried") { city.engine.batcher.backlog == 0 }
                    try await Task.sleep(for: .seconds(2))
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            #expect(answers[1]?.isDeadlineWithNothingDone == true)
            #expect(answers[2]?.code == "2")
            #expect(try await city.ticket(ticket)?.seq == 2)
        }
    }

    @Test func `what gathers behind a batch that hangs is carried out by another lane`() async throws {
        var limits = Batcher.Limits()
        // Whatever is carried out has others wait for company, for a second.
        (limits.lanes, limits.few, limits.gathering, limits.patience) = (2, 0, .seconds(1), .seconds(60))
        try await TestDistrict.with(limits: limits, lockTimeout: "60s") { city in
            let held = try await city.file()
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await city.holding(held) {
                    group.addTask { try await city.act("accept", by: "desk", on: held) }
                    try await eventually("the lane is held up") { try await city.isHeldUp() }
                    async let filed = city.file()
                    try await eventually("it gathers") { city.engine.batcher.backlog == 1 }
                    // It comes back while the ticket is still held.
                    _ = try await filed
                    #expect(try await city.ticket(held)?.seq == 1)
                }
                try await group.waitForAll()
            }
            #expect(try await city.ticket(held)?.seq == 2)
        }
    }

    @Test func `a full queue says busy, and takes commands again afterwards`() async throws {
        try await BatcherTests.withOneLane({ $0.queue = 5 }) { city in
            let brake = try await city.file()
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await city.holding(brake) {
                    group.addTask { try await city.act("accept", by: "desk", on: brake) }
                    try await eventually("the lane is held up") { try await city.isHeldUp() }
                    for _ in 0..<5 { group.addTask { _ = try await city.file() } }
                    try await eventually("five wait") { city.engine.batcher.backlog == 5 }
                    #expect(await BatcherTests.answer(city.filing(), city).code == "busy")
                }
                try await group.waitForAll()
            }
            _ = try await city.file()
            #expect(try await city.engine.verify(city.id).tickets == 7)
        }
    }

    @Test func `stopping refuses what is new and finishes what waits`() async throws {
        try await TestDistrict.with(lockTimeout: "60s") { city in
            let (brake, batcher) = (try await city.file(), Self.batcher(city))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await batcher.run() }
                try await city.holding(brake) {
                    group.addTask { _ = try await batcher.submit(city.acting("accept", by: "desk", on: brake)) }
                    try await eventually("the lane is held up") { try await city.isHeldUp() }
                    for _ in 0..<5 { group.addTask { _ = try await batcher.submit(city.filing()) } }
                    try await eventually("five wait") { batcher.backlog == 5 }
                    batcher.stop()
                    let error = await #expect(throws: DispatchError.self) { try await batcher.submit(city.filing()) }
                    #expect(error?.code == "stopping")
                }
                try await group.waitForAll()
            }
            #expect(try await city.engine.verify(city.id).tickets == 6)
        }
    }

    @Test func `stopping carries out what gathered behind a batch that hangs`() async throws {
        // For an hour nothing but stopping would have it taken.
        let limits = BatcherTests.oneLane { ($0.lanes, $0.few, $0.gathering) = (2, 0, .seconds(3_600)) }
        try await TestDistrict.with(lockTimeout: "60s") { city in
            let (held, batcher) = (try await city.file(), Self.batcher(city, limits))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await batcher.run() }
                try await city.holding(held) {
                    group.addTask { _ = try await batcher.submit(city.acting("accept", by: "desk", on: held)) }
                    try await eventually("the lane is held up") { try await city.isHeldUp() }
                    async let filed = batcher.submit(city.filing())
                    try await eventually("it gathers") { batcher.backlog == 1 }
                    batcher.stop()
                    _ = try await filed
                    #expect(try await city.ticket(held)?.seq == 1)
                }
                try await group.waitForAll()
            }
            #expect(try await city.ticket(held)?.seq == 2)
        }
    }

    /// A batcher beside the engine's own, which a test may stop.
    static func batcher(_ city: TestDistrict, _ limits: Batcher.Limits = BatcherTests.oneLane()) -> Batcher {
        Batcher(
            pool: city.engine.pool,
            configurations: city.engine.configurations,
            hints: Hints(),
            limits: limits,
            logger: MigratedDatabase.quiet
        )
    }

    @Test func `a cancelled batcher ends, and says so to those who wait`() async throws {
        try await TestDistrict.with(lockTimeout: "60s") { city in
            let batcher = Self.batcher(city)
            let brake = try await city.file()
            try await city.holding(brake) {
                try await withThrowingTaskGroup(of: String?.self) { group in
                    group.addTask {
                        try await batcher.run()
                        return nil
                    }
                    for submission in [city.acting("accept", by: "desk", on: brake), city.filing(), city.filing()] {
                        group.addTask {
                            let error = await #expect(throws: DispatchError.self) {
                                try await batcher.submit(submission)
                            }
                            return error?.code
                        }
                        try await eventually("the lane is held up") { try await city.isHeldUp() }
                    }
                    // What was sent is not known to stand or not, by the time of the cancellation: nothing was written.
                    try await eventually("two wait") { batcher.backlog == 2 }
                    group.cancelAll()
                    let codes = try await group.reduce(into: [String?]()) { $0.append($1) }.compactMap { $0 }
                    #expect(codes == ["stopping", "stopping", "stopping"])
                }
            }
        }
    }
}

extension BatcherTests.BatchAnswer {
    var isDeadlineWithNothingDone: Bool {
        if case .failure(.deadlineExceeded(isOutcomeUnknown: false)) = self { true } else { false }
    }
}
