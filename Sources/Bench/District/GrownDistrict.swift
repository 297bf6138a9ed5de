import Dispatcher
import PGStore
import Postgres
import Workflow

/// A district that has run for years: most of its tickets have ended, and those that run lie scattered among them.
///
/// It is a block of tickets that the machine loaded, multiplied: in each block the same number runs, a third before
/// each act that is measured, or before the act that comes before it, whatever the number that has ended between one and
/// the next.
struct GrownDistrict: Sendable {
    let side: EngineSide
    /// Tickets in all.
    let count: Int
    /// Those that run, by the act that is measured on each, in an order without order.
    let running: [LifeStep: [Running]]
    /// The first tickets, as many as are checked afterwards.
    let checked: Range<Int64>

    /// A ticket that runs, with the number under which its original was filed: whose it is follows from that.
    struct Running: Sendable {
        let id: Int64
        let number: Int64
    }

    /// Running tickets of a block: each act and each community in turn.
    static let runningEach = 60

    /// Loads it.
    ///
    /// - Parameters:
    ///   - side: the engine's side of a district without tickets.
    ///   - blocks: how often the block is there.
    ///   - endedEach: tickets that have ended for each that runs.
    ///   - isEarlier: whether another act comes before the one that is measured.
    /// - Returns: the district.
    /// - Throws: what machine and database throw.
    static func load(
        _ side: EngineSide,
        blocks: Int,
        endedEach: Int,
        isEarlier: Bool
    ) async throws -> GrownDistrict {
        let stride = endedEach + 1
        let size = runningEach * stride
        let source = try await DistrictLoader(side: side).load(size) {
            TicketLife(upTo: last(place: $0, stride, isEarlier))
        }
        let copies = try await TicketCopies(server: side.server, district: side.district.id)
            .make(blocks - 1, of: source)
        var running: [LifeStep: [Running]] = [:]
        var generator = SplitMix(state: 11)
        for (kind, step) in LifeStep.measured.enumerated() {
            let places = (0..<runningEach).filter { $0 % 3 == kind }.map { Int64(place(of: $0, stride)) }
            let tickets = (0..<blocks).flatMap { block in
                let first = block == 0 ? source.lowerBound : copies.lowerBound + Int64((block - 1) * size)
                return places.map { Running(id: first + $0, number: source.lowerBound + $0) }
            }
            running[step] = tickets.shuffled(using: &generator)
        }
        return GrownDistrict(
            side: side,
            count: blocks * size,
            running: running,
            checked: source.lowerBound..<(source.lowerBound + Int64(size * min(blocks, 10)))
        )
    }

    /// Where in a block the running ticket with a number stands: not always at the same community's.
    private static func place(of number: Int, _ stride: Int) -> Int {
        number * stride + number % min(stride, BenchDistrict.communities)
    }

    /// The last step that the ticket at a place of the block has behind it.
    private static func last(place: Int, _ stride: Int, _ isEarlier: Bool) -> LifeStep {
        let number = place / stride
        guard place == Self.place(of: number, stride) else { return .callBack }
        let done: [LifeStep] = isEarlier ? [.accept, .dispatch, .sign] : [.dispatch, .sign, .submit]
        return done[number % done.count]
    }
}
