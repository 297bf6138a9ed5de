/// How a ticket hangs together with others of its kind: merged into one (并单), or come out of one (拆单、再次诉求).
///
/// Unlike children, none is made to serve the other: each keeps its own resident, reply and call-back.
public struct Links: Hashable, Sendable {
    /// The ticket into which it is, or at its end was, merged (主单); nil: it goes its own way.
    public internal(set) var main: TicketID?
    /// The state in which the main ticket ended; nil: that goes on.
    public internal(set) var mainEnd: StateName?
    /// The tickets merged into this one (并入的工单).
    public internal(set) var merged: Set<TicketID> = []
    /// The ticket that it came out of; nil: it stands at the beginning.
    public internal(set) var origin: Origin?
    /// The tickets that were split off from it.
    public internal(set) var splitOff: Set<TicketID> = []

    /// Of a ticket that hangs together with none.
    init(origin: Origin? = nil) {
        self.origin = origin
    }

    /// Whether it hangs together with any.
    public var isEmpty: Bool { self == Links() }

    /// The ticket that one came out of, and how.
    public struct Origin: Hashable, Sendable {
        /// How.
        public let kind: Kind
        /// Out of which.
        public let ticket: TicketID

        /// How a ticket comes out of another.
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            /// 拆单: one matter was two.
            case split
            /// 再次诉求: it was closed, and the resident says it is not solved.
            case `repeat`
        }

        /// Names the ticket that one came out of.
        public init(_ kind: Kind, _ ticket: TicketID) {
            self.kind = kind
            self.ticket = ticket
        }
    }
}

/// What becomes of a ticket's links.
public enum LinkChange: Hashable, Sendable {
    /// It was merged into this one.
    case merged(into: TicketID)
    /// It goes its own way again.
    case parted
    /// The one into which it is merged has ended in this state.
    case mainEnded(StateName)
    /// This one was merged into it.
    case tookIn(TicketID)
    /// This one is no longer merged into it.
    case gaveUp(TicketID)
    /// This one was split off from it.
    case splitOff(TicketID)
}

extension Links {
    mutating func apply(_ change: LinkChange) throws(FoldFault) {
        switch change {
        case .merged(let main):
            self.main = main
            mainEnd = nil
        case .parted:
            guard main != nil else { throw .noSuchLink }
            main = nil
            mainEnd = nil
        case .mainEnded(let state):
            guard main != nil, mainEnd == nil else { throw .noSuchLink }
            mainEnd = state
        case .tookIn(let ticket): merged.insert(ticket)
        case .gaveUp(let ticket):
            guard merged.remove(ticket) != nil else { throw .noSuchLink }
        case .splitOff(let ticket): splitOff.insert(ticket)
        }
    }
}

extension Ticket {
    /// What the news of another ticket mean to this one.
    public enum News: Hashable, Sendable {
        /// A child of its has ended.
        case child
        /// The ticket into which it is merged has ended.
        case main
        /// A ticket that was merged into it has ended by itself (撤诉、作废).
        case merged
        /// The one that it was made for came to know something.
        case parent
        /// Nothing any more: it has ended too, or has heard already.
        case old
    }

    /// What a follow-up means to this ticket; nil: it comes from a stranger.
    public func news(in followUp: FollowUp) -> News? {
        if case .told = followUp.content {
            guard parent == followUp.ticket else { return nil }
            return isFinal ? .old : .parent
        }
        if let child = children[followUp.ticket] { return child.end == nil ? .child : nil }
        if links.main == followUp.ticket { return isFinal || links.mainEnd != nil ? .old : .main }
        if links.merged.contains(followUp.ticket) { return isFinal ? .old : .merged }
        return nil
    }

    /// The tickets whose end it is waiting to hear of, as far as it has heard.
    public var awaited: [TicketID] {
        let main = isFinal || links.mainEnd != nil ? nil : links.main
        return (openChildren + [main].compactMap(\.self) + (isFinal ? [] : links.merged.sorted())).sorted()
    }
}
