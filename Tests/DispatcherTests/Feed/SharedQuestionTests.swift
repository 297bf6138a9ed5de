import Synchronization
import Testing

@testable import Dispatcher

/// One question for all who come at the same moment.
@Suite struct SharedQuestionTests {
    private struct Broken: Error {}

    /// Counts up with each question.
    private final class Oracle: Sendable {
        private let state = Mutex((asked: 0, atOnce: 0, most: 0))

        var asked: Int { state.withLock(\.asked) }
        var most: Int { state.withLock(\.most) }

        func ask(_ pause: Duration = .milliseconds(1)) async throws -> Int {
            let number = state.withLock { state in
                state.asked += 1
                state.atOnce += 1
                state.most = max(state.most, state.atOnce)
                return state.asked
            }
            defer { state.withLock { $0.atOnce -= 1 } }
            try await Task.sleep(for: pause)
            return number
        }
    }

    @Test func `each hears an answer to a question that was put after they came, and few are put`() async throws {
        let (question, oracle) = (SharedQuestion<Int, Int>(), Oracle())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<400 {
                group.addTask {
                    try await Task.sleep(for: .microseconds(Int64(index) * 50))
                    let before = oracle.asked
                    let answer = try await question.ask(1) { try await oracle.ask() }
                    #expect(answer > before, "an answer from before")
                }
            }
            try await group.waitForAll()
        }
        #expect(oracle.most == 1)
        #expect(oracle.asked < 300)
    }

    @Test func `one who gives up while asking is replaced`() async throws {
        let (question, oracle) = (SharedQuestion<Int, Int>(), Oracle())
        let first = Task { try await question.ask(1) { try await oracle.ask(.seconds(600)) } }
        while oracle.asked == 0 { await Task.yield() }
        let others = (0..<20).map { _ in Task { try await question.ask(1) { try await oracle.ask() } } }
        try await Task.sleep(for: .milliseconds(20))
        first.cancel()
        for other in others { #expect(try await other.value >= 2) }
        await #expect(throws: CancellationError.self) { try await first.value }
    }

    @Test func `what fails is told to those who waited for it, and is asked again by the next`() async throws {
        let question = SharedQuestion<Int, Int>()
        await #expect(throws: Broken.self) { try await question.ask(1) { throw Broken() } }
        #expect(try await question.ask(1) { 7 } == 7)
    }

    @Test func `subjects wait for themselves only`() async throws {
        let (question, oracle) = (SharedQuestion<Int, Int>(), Oracle())
        let slow = Task { try await question.ask(1) { try await oracle.ask(.seconds(600)) } }
        while oracle.asked == 0 { await Task.yield() }
        #expect(try await question.ask(2) { 5 } == 5)
        slow.cancel()
        _ = try? await slow.value
    }
}
