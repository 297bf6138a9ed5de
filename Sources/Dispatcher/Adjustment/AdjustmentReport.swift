package import Workflow

/// What became of one ticket in a sweep.
package struct AdjustedTicket: Hashable, Sendable {
    /// The ticket.
    package let id: TicketID
    /// What became of it.
    package let outcome: Outcome

    /// What can become of a ticket.
    package enum Outcome: Hashable, Sendable {
        /// It moved, or would.
        case moved(Adjusted)
        /// It had moved by the same command already, whose answer was lost.
        case movedBefore
        /// Nothing of it moves.
        case unchanged
        /// It cannot move: a stable code, and words.
        case refused(code: String, message: Bilingual)
    }

    init(_ id: TicketID, _ outcome: Outcome) {
        self.id = id
        self.outcome = outcome
    }
}

/// What a sweep came to, in numbers; tickets themselves are told one by one.
package struct AdjustmentReport: Hashable, Sendable {
    /// Whether nothing was written.
    package let isDryRun: Bool
    /// Tickets looked at.
    package internal(set) var tickets = 0
    /// Those that moved, or would.
    package internal(set) var moved = 0
    /// Those that stayed as they were.
    package internal(set) var unchanged = 0
    /// Those that cannot move, by code.
    package internal(set) var refused: [String: Int] = [:]
    /// Of each code, why the first of them cannot.
    package internal(set) var reasons: [String: Bilingual] = [:]
    /// Those that moved and those that cannot, by the state that they were in.
    package internal(set) var states: [StateName: StateCount] = [:]
    /// What became of clocks, by name.
    package internal(set) var clocks: [ClockName: ClockCount] = [:]

    /// Tickets of which somebody was told, or would be; none in a district whose time is given.
    package internal(set) var messages = 0
    /// Those who are told, as the posts stand now: each by one digest.
    var told: Set<PersonID> = []

    /// Tickets behind the portion that was asked for; nil: none is left.
    package internal(set) var rest: Rest?

    /// What another portion takes.
    package struct Rest: Hashable, Sendable {
        /// The last ticket that was taken.
        package let after: TicketID
        /// How many are left behind it.
        package let count: Int
    }

    /// How many clocks of a name came out otherwise, and how.
    package struct ClockCount: Hashable, Sendable {
        /// Due earlier.
        package var earlier = 0
        /// Due later.
        package var later = 0
        /// Due at the same time; warnings, steps or other things differ.
        package var otherwise = 0
        /// Provisional before, final now.
        package var finalNow = 0
        /// Expired before, not any more.
        package var givenBack = 0
        /// Begun.
        package var started = 0
        /// Ended.
        package var stopped = 0
    }

    /// How many of a state.
    package struct StateCount: Hashable, Sendable {
        /// Those that moved, or would.
        package var moved = 0
        /// Those that cannot.
        package var cannot = 0
    }

    package init(isDryRun: Bool) {
        self.isDryRun = isDryRun
    }

    /// Those that cannot move.
    package var refusedCount: Int { refused.values.reduce(0, +) }

    /// How many people are told.
    package var people: Int { told.count }

    /// Notes whom messages of one ticket reach.
    mutating func note(_ people: Set<PersonID>) {
        messages += 1
        told.formUnion(people)
    }

    mutating func note(
        _ ticket: AdjustedTicket,
        in state: StateName?,
        _ each: (AdjustedTicket) throws -> Void
    ) rethrows {
        tickets += 1
        if let state {
            switch ticket.outcome {
            case .unchanged: break
            case .moved, .movedBefore: states[state, default: StateCount()].moved += 1
            case .refused: states[state, default: StateCount()].cannot += 1
            }
        }
        switch ticket.outcome {
        case .unchanged: unchanged += 1
        case .movedBefore:
            moved += 1
            try each(ticket)
        case .moved(let adjusted):
            moved += 1
            for move in adjusted.clockMoves { clocks[move.clock, default: ClockCount()].note(move) }
            try each(ticket)
        case .refused(let code, let message):
            refused[code, default: 0] += 1
            reasons[code] = reasons[code] ?? message
            try each(ticket)
        }
    }
}

extension AdjustmentReport.ClockCount {
    mutating func note(_ move: ClockMove) {
        guard move.from != nil else { return started += 1 }
        guard move.to != nil else { return stopped += 1 }
        if move.isEarlier {
            earlier += 1
        } else if move.isLater {
            later += 1
        } else {
            otherwise += 1
        }
        if move.isFinalNow { finalNow += 1 }
        if move.isGivenBack { givenBack += 1 }
    }
}
