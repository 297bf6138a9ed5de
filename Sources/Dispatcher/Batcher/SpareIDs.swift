import Synchronization
import Workflow

/// Ids that were taken from the sequence for tickets that an act might have made, and did not.
///
/// A program uses them before it takes others, so that people's numbers follow one another as closely as they can.
final class SpareIDs: Sendable {
    private let ids = Mutex<[TicketID]>([])

    /// More than this are let go: nobody will use them soon.
    private static let most = 1_000

    /// Takes so many as there are, up to a number; the smallest first.
    func take(_ count: Int) -> [TicketID] {
        ids.withLock { ids in
            let taken = Array(ids.prefix(count))
            ids.removeFirst(taken.count)
            return taken
        }
    }

    /// Lets go of all of them: people's numbers may have a gap, and no two tickets one number.
    func forget() {
        ids.withLock { $0 = [] }
    }

    /// Puts back what nobody used.
    func put(_ unused: some Sequence<TicketID>) {
        ids.withLock { ids in
            ids += unused
            ids.sort()
            if ids.count > Self.most { ids.removeFirst(ids.count - Self.most) }
        }
    }
}
