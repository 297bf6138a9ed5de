import PGStore
import Workflow

/// The open tickets of one unit or person, in the order of their ids, with how many are held alike.
struct Shelf: Sendable {
    /// A ticket: 24 bytes, since a department may have ten thousands.
    struct Line: Sendable {
        let id: TicketID
        /// The place of how it is held in the district's list of such.
        let held: Int32
        /// When it is due next, or was; `never`: no clock runs (nil would take 8 bytes more).
        let due: Instant
    }

    /// What no clock runs for is due then.
    static let never = Instant(microseconds: .max)

    private(set) var lines: ContiguousArray<Line> = []
    /// How many are held so, by the place of how.
    private(set) var counts: [Int32: Int] = [:]
    /// What it takes, in lines: an empty one takes something, too.
    var weight: Int { lines.count + 50 }
    /// When somebody last asked for it, as the register counts.
    var asked = 0

    /// Puts a ticket there or takes it away.
    ///
    /// - Parameters:
    ///   - id: the ticket.
    ///   - standing: the place of how it is held, and when it is due; nil: it is no longer one of these.
    /// - Returns: by how many lines the shelf has grown.
    mutating func set(_ id: TicketID, _ standing: (held: Int32, due: Instant)?) -> Int {
        let place = index(of: id)
        let isThere = place < lines.count && lines[place].id == id
        if isThere { take(lines[place].held) }
        if let standing { counts[standing.held, default: 0] += 1 }
        switch (isThere, standing) {
        case (true, let standing?):
            lines[place] = Line(id: id, held: standing.held, due: standing.due)
            return 0
        case (true, nil):
            lines.remove(at: place)
            return -1
        case (false, let standing?):
            lines.insert(Line(id: id, held: standing.held, due: standing.due), at: place)
            return 1
        case (false, nil):
            return 0
        }
    }

    /// The place of the first line whose id is not smaller.
    func index(of id: TicketID) -> Int {
        var (low, high) = (0, lines.count)
        while low < high {
            let middle = (low + high) / 2
            if lines[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func take(_ held: Int32) {
        let left = counts[held, default: 0] - 1
        counts[held] = left > 0 ? left : nil
    }
}
