import Foundation

/// How often property tests roll their dice: the usual number, times `WHISTLE_PROPERTY_RUNS`.
///
/// The usual seeds come first, so that a longer run repeats the short one and goes on.
package enum PropertyRuns {
    /// What `WHISTLE_PROPERTY_RUNS` says; 1 without it.
    package static let factor =
        ProcessInfo.processInfo.environment["WHISTLE_PROPERTY_RUNS"].flatMap { Int($0) }
        .map { max(1, $0) } ?? 1

    /// Seeds, one a test case.
    ///
    /// - Parameter usual: the seeds of a usual run.
    /// - Returns: as many times as many.
    package static func seeds<Seed: FixedWidthInteger>(_ usual: ClosedRange<Seed>) -> ClosedRange<Seed> {
        let count = usual.upperBound - usual.lowerBound + 1
        return usual.lowerBound...(usual.lowerBound + count * Seed(factor) - 1)
    }

    /// Rounds within one test case.
    ///
    /// - Parameter usual: how many in a usual run.
    /// - Returns: as many times as many.
    package static func rounds(_ usual: Int) -> Range<Int> {
        0..<usual * factor
    }
}
