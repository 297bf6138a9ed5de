/// The middle of several figures, with the least and the greatest.
package struct Spread: Sendable, Hashable, Codable {
    /// The middle one.
    package let median: Double
    /// The least.
    package let least: Double
    /// The greatest.
    package let most: Double

    /// Sums figures up; nil where there are none.
    package init?(_ values: [Double]) {
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        let half = sorted.count / 2
        median = sorted.count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
        least = first
        most = last
    }
}
