import Testing

@testable import Postgres

@Suite struct CancelFenceTests {
    /// What each event says and whether flights may go out after it.
    private func run(_ events: [(inout CancelFence) -> Bool]) -> [[Bool]] {
        var fence = CancelFence()
        return events.map { event in
            let said = event(&fence)
            return [said, fence.maySend]
        }
    }

    private let wanted = { (fence: inout CancelFence) in fence.cancelWanted() }
    private let answered = { (fence: inout CancelFence) in fence.flightAnswered() }
    private let returned = { (fence: inout CancelFence) in fence.requestReturned() }

    @Test func comesDownOnlyWhenBothAreDone() {
        #expect(run([wanted, answered, returned]) == [[true, false], [false, false], [true, true]])
        #expect(run([wanted, returned, answered]) == [[true, false], [false, false], [true, true]])
    }

    @Test func oneRequestAtATime() {
        #expect(run([wanted, wanted]) == [[true, false], [false, false]])
    }

    @Test func answersWithoutARequestChangeNothing() {
        #expect(run([answered, returned]) == [[false, true], [false, true]])
    }
}
