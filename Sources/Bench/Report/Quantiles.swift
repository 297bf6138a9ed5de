/// The middle of many figures, and what all but one in a hundred stay below.
struct Quantiles: Sendable {
    /// The middle one.
    let median: Double
    /// The ninety-ninth of a hundred.
    let p99: Double
    /// The greatest.
    let most: Double

    /// Sums figures up; zeros where there are none.
    init(_ values: [Double]) {
        let sorted = values.sorted()
        func at(_ part: Double) -> Double {
            sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int((Double(sorted.count) * part).rounded(.up)) - 1)]
        }
        median = at(0.5)
        p99 = at(0.99)
        most = sorted.last ?? 0
    }
}
