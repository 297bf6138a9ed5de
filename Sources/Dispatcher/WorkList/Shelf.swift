import PGStore
import Workflow

/// The open tickets of one unit or person, in the order of their ids, with how many are held alike.
struct Shelf: Sendable {
    /// A ticket: 16 bytes, since a department may have ten thousands.
    struct Line: Sendable {
        let id: TicketID
        let seq: Int32
        /// The place of how it is held in the district's list of such.
        let held: Int32
    }

    private(set) var lines: ContiguousArray<Line> = []
    /// How many are held so, by the place of how.
    private(set) var counts: [Int32: Int] = [:]
    /// What it takes, in lines: an empty one takes something, too.
    var weight: Int { lines.count + 50 }
    /// When somebody last asked for it, as the register counts.
    var asked = 0

    /// Puts a ticket there or takes it away; what is known later already stays.
    ///
    /// - Parameters:
    ///   - id: the ticket.
    ///   - seq: its last event.
    ///   - held: the place of how it is held; nil: it is no longer one of these.
    mutating func set(_ id: TicketID, _ seq: Int, _ held: Int32?) {
        let place = index(of: id)
        let isThere = place < lines.count && lines[place].id == id
        if isThere {
            guard lines[place].seq <= seq else { return }
            take(lines[place].held)
            guard let held else {
                lines.remove(at: place)
                return
            }
            lines[place] = Line(id: id, seq: Int32(clamping: seq), held: held)
            counts[held, default: 0] += 1
        } else if let held {
            lines.insert(Line(id: id, seq: Int32(clamping: seq), held: held), at: place)
            counts[held, default: 0] += 1
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
