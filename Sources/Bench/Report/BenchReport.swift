/// What came out: a line for each row that was measured, and what it was measured on.
package struct BenchReport: Sendable {
    /// A row's figures.
    package struct Line: Sendable {
        /// The row.
        package let row: BenchRow
        /// Whistle's figures, one a round.
        package let ours: [Double]
        /// The other side's in the same rounds; empty where the row has no other side.
        package let theirs: [Double]
        /// What each side writes a transition; empty where nothing is written.
        package let footprints: [Footprint]
        /// Figures besides.
        package let details: [Detail]

        init(
            row: BenchRow,
            ours: [Double],
            theirs: [Double] = [],
            footprints: [Footprint] = [],
            details: [Detail] = []
        ) {
            self.row = row
            self.ours = ours
            self.theirs = theirs
            self.footprints = footprints
            self.details = details
        }

        /// Ours to the other side's, round by round; the figures themselves where there is no other side.
        package var values: [Double] { theirs.isEmpty ? ours : zip(ours, theirs).map { $0 / $1 } }

        /// The middle, least and greatest of `values`.
        package var spread: Spread? { Spread(values) }

        /// The other side's processor time a transition for each unit of ours, in the last round; nil: not counted.
        package var processorRatio: Double? {
            guard footprints.count == 2 else { return nil }
            let (ours, theirs) = (footprints[0].cpu, footprints[1].cpu)
            return ours > 0 ? theirs / ours : nil
        }

        /// Whether the middle one is good enough.
        package var isReached: Bool {
            guard let ratio = spread?.median, let own = Spread(ours)?.median else { return false }
            guard let orRatio = row.bar.orRatio else { return row.bar.isReached(by: ratio) }
            return row.bar.isReached(by: own) || ratio <= orRatio
        }
    }

    /// The lines in the order of the rows.
    package internal(set) var lines: [Line] = []
    /// The server's settings that count, the same for both sides.
    package internal(set) var settings: [(name: String, value: String)] = []
    /// Tickets in each side's district.
    package internal(set) var tickets = 0
    /// What the check of the engine's journal found afterwards; nil: not checked.
    package internal(set) var findings: Int?

    /// Whether every row reached its bar.
    package var isReached: Bool { lines.allSatisfy(\.isReached) }
}
