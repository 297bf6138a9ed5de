/// Why nothing could be measured.
package enum BenchError: Error, Sendable, CustomStringConvertible {
    /// What pgbench said instead of a rate.
    case pgbench(String)
    /// The two sides do not write the same, so that a ratio would say nothing.
    case unequal(BenchRow, String)
    /// A program of ours that was to be measured did not end well.
    case program(String)
    /// The district is not as the measurement needs it.
    case district(String)

    /// What went wrong, in words.
    package var description: String {
        switch self {
        case .pgbench(let said): "pgbench: \(said.suffix(600))"
        case .unequal(let row, let what): "\(row.rawValue): the two sides do not write the same: \(what)"
        case .program(let what): what
        case .district(let what): "the district: \(what)"
        }
    }
}
