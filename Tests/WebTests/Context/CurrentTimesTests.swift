import Testing
import Workflow

@testable import Dispatcher
@testable import Web

/// The time of a district between two questions to the database.
@Suite struct CurrentTimesTests {
    private static let start = Instant(microseconds: 1_000_000_000_000)

    @Test func `it is never behind, however slow the answer comes`() async throws {
        let clock = ContinuousClock()
        let began = clock.now
        @Sendable func truth() -> Instant {
            let (seconds, attoseconds) = (clock.now - began).components
            return Instant(
                microseconds: Self.start.microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000
            )
        }
        let times = CurrentTimes(freshness: .seconds(60)) { _ in
            // The database looks at its clock, and its answer is long on its way.
            let now = truth()
            try await Task.sleep(for: .milliseconds(200))
            return DistrictPresent(now: now, given: nil)
        }
        for _ in 0..<3 {
            let least = truth()
            #expect(try await times.now(in: DistrictID(1)) >= least)
        }
    }

    @Test func `a time that is given stands still`() async throws {
        let times = CurrentTimes(freshness: .seconds(60)) { _ in
            try await Task.sleep(for: .milliseconds(20))
            return DistrictPresent(now: Self.start, given: Self.start)
        }
        for _ in 0..<3 { #expect(try await times.now(in: DistrictID(1)) == Self.start) }
    }
}
