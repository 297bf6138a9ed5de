package import Workflow

/// What is to be written of one ticket: its events with their hashes, its row, and its timers' difference.
package struct TicketChange: Sendable {
    /// The ticket before; nil for a new one.
    package let before: Ticket?
    /// The ticket after.
    package private(set) var after: Ticket
    /// New events with payload and hash, in order.
    package private(set) var events: [WrittenEvent] = []
    /// The last hash.
    package private(set) var hash: [UInt8]
    /// Timers that could not fire and are put aside.
    package private(set) var dead: [DeadTimer] = []
    /// What it leaves for others to do, where it has ended just now.
    package private(set) var followUps: [(to: TicketID, followUp: FollowUp)] = []
    /// What ended tickets had left for it, and was done.
    package private(set) var followed: [FollowUp] = []
    /// What ended tickets had left for it, and is put aside.
    package private(set) var lost: [DeadFollowUp] = []

    /// Begins with a ticket as it was read, or with the first events of a new one.
    package init(before: Ticket?, after: Ticket, hash: [UInt8]) {
        self.before = before
        self.after = after
        self.hash = hash
    }

    /// A new ticket as its first decision made it; nil where that made none.
    package init?(first advance: Advance) {
        guard let ticket = advance.ticket else { return nil }
        self.init(before: nil, after: ticket, hash: EventHash.origin)
        append(advance)
    }

    /// Adds what a decision came to.
    package mutating func append(_ advance: Advance) {
        guard let ticket = advance.ticket else { return }
        after = ticket
        for event in advance.events {
            followUps += FollowUp.left(by: event, of: ticket)
            let payload = event.payload.canonicalBytes
            hash = EventHash.next(after: hash, event, payload: payload)
            events.append(WrittenEvent(event: event, payload: payload, hash: hash))
        }
    }

    /// Adds what firing the overdue timers came to.
    ///
    /// Those that refuse are put aside, and so are those that were not reached because others went on without end: left
    /// where they are they would be claimed again and again.
    package mutating func append(_ caught: CatchUp, until now: Instant) {
        append(caught.advance)
        followed += caught.followed
        for (followUp, why) in caught.lost { bury(followUp, code: why.code, reason: why.message.zh) }
        for (timer, why) in caught.refusals { bury(timer, code: why.code, reason: why.message.zh) }
        for timer in after.timers where timer.due < now && !caught.refusals.contains(where: { $0.timer == timer }) {
            bury(timer, code: "blocked", reason: caught.refused?.why.message.zh ?? "")
        }
    }

    /// Puts a timer aside.
    package mutating func bury(_ timer: TicketTimer, code: String, reason: String) {
        dead.removeAll { $0.timer.clock == timer.clock && $0.timer.step == timer.step }
        dead.append(DeadTimer(timer: timer, code: code, reason: reason))
    }

    /// Puts aside what an ended child had left.
    package mutating func bury(_ followUp: FollowUp, code: String, reason: String) {
        lost.append(DeadFollowUp(followUp: followUp, code: code, reason: reason))
    }

    /// The earliest of what it arms, be it its own or another's; nil where it arms nothing.
    package var nextDue: Instant? { (armed.map(\.due) + followUps.map { $0.followUp.due }).min() }

    /// Timers to remove: those that fired, were cancelled or are put aside.
    package var cancelled: [TicketTimer] {
        guard let old = before?.timers, !old.isEmpty else { return [] }
        let kept = after.timers
        return old.filter { timer in !kept.contains(timer) || dead.contains { $0.timer == timer } }
    }

    /// Timers to add.
    ///
    /// One that was armed and cancelled in between never appears.
    package var armed: [TicketTimer] {
        let old = before?.timers ?? []
        return after.timers.filter { timer in
            !old.contains(timer) && !dead.contains { $0.timer == timer }
        }
    }
}

/// An event as it goes into the journal.
package struct WrittenEvent: Sendable {
    /// The event.
    package let event: Event
    /// Its canonical bytes.
    package let payload: [UInt8]
    /// Its hash upon the one before.
    package let hash: [UInt8]
}

/// What an ended child had left, and was refused.
package struct DeadFollowUp: Sendable {
    /// The follow-up.
    package let followUp: FollowUp
    /// The refusal's code.
    package let code: String
    /// The refusal in words.
    package let reason: String
}

/// A timer whose decision was refused.
package struct DeadTimer: Sendable {
    /// The timer.
    package let timer: TicketTimer
    /// The refusal's code.
    package let code: String
    /// The refusal in words.
    package let reason: String
}
