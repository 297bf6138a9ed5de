package import Workflow

/// Which of the tickets that run a sweep takes at once: all, or some in the order of their ids, so that no request lasts long.
package struct SweepPortion: Hashable, Sendable {
    /// The last ticket that a portion before took; nil: it is the first.
    package let after: TicketID?
    /// How many it takes at the most; nil: all.
    package let atMost: Int?

    /// All of them.
    package static let whole = SweepPortion()

    /// Makes a portion.
    ///
    /// - Parameters:
    ///   - after: the last ticket that the one before took.
    ///   - atMost: how many it takes.
    package init(after: TicketID? = nil, atMost: Int? = nil) {
        self.after = after
        self.atMost = atMost
    }

    /// The tickets of a portion, and how many are left behind it.
    func of(_ running: [TicketID]) -> (ids: ArraySlice<TicketID>, left: Int) {
        // They stand in the order of their ids.
        let start = after.map { last in running.firstIndex { $0 > last } ?? running.endIndex } ?? running.startIndex
        let rest = running[start...]
        let ids = atMost.map { rest.prefix($0) } ?? rest
        return (ids, rest.count - ids.count)
    }
}
