package import Workflow

/// How far a measurement is.
package enum BenchProgress: Sendable {
    /// Something that takes a while is done.
    case doing(Bilingual)
    /// The server starts.
    case starting
    /// Tickets are loaded into both districts.
    case loading(tickets: Int)
    /// Tickets were loaded, so many a second.
    case loaded(perSecond: Double)
    /// A side runs without being measured.
    case warmUp(BenchRow, Footprint.Side, Double, walBytes: Double?)
    /// A round was measured.
    case round(BenchRow, Int, of: Int, ours: Double, theirs: Double, [Footprint])
    /// The engine's journal is checked.
    case verifying
}
