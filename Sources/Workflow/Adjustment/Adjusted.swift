/// What an adjustment did to a ticket, or would do: the ticket on both sides of it.
public struct Adjusted: Hashable, Sendable {
    /// Before it, its overdue timers fired.
    public let before: Ticket
    /// After it.
    public let after: Ticket
    /// Who is told of it.
    public let told: [Audience]

    /// Pairs a ticket with what became of it, and those who are told.
    public init(before: Ticket, after: Ticket, told: [Audience] = []) {
        self.before = before
        self.after = after
        self.told = told
    }

    /// The clocks that are otherwise than before, by name.
    public var clockMoves: [ClockMove] {
        Set(before.clocks.keys).union(after.clocks.keys).sorted().compactMap { name in
            let (from, to) = (before.clocks[name], after.clocks[name])
            return from == to ? nil : ClockMove(clock: name, from: from, to: to)
        }
    }
}

/// How a clock stands after an adjustment, beside how it stood before.
public struct ClockMove: Hashable, Sendable {
    /// The clock.
    public let clock: ClockName
    /// Before; nil: it did not run.
    public let from: Countdown?
    /// After; nil: it does not run any more.
    public let to: Countdown?

    /// Whether it falls due earlier than before.
    public var isEarlier: Bool { both { $1.due < $0.due } }

    /// Whether it falls due later than before.
    public var isLater: Bool { both { $1.due > $0.due } }

    /// Whether its due time was provisional and is final now.
    public var isFinalNow: Bool { both { $0.isProvisional && !$1.isProvisional } }

    /// Whether it had expired and has not any more; its flag in `late` stays.
    public var isGivenBack: Bool { both { $0.isExpired && !$1.isExpired } }

    private func both(_ holds: (Countdown, Countdown) -> Bool) -> Bool {
        guard let from, let to else { return false }
        return holds(from, to)
    }
}
