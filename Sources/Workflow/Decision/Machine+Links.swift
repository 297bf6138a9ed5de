/// Merging and parting (并单、拆回), splitting (拆单) and coming again (再次诉求): acts that concern two tickets.
///
/// The only acts that look at another ticket than their own: whoever carries them out has locked both.
extension Machine {
    /// What a linking effect does to the ticket itself; what it does to the other goes out with the advance.
    func link(_ linking: Linking, _ command: Command, _ draft: inout Draft) throws(Refusal) {
        switch linking {
        case .merge(into: let field):
            let main = try other(field, command, draft)
            // A chain of merged tickets would leave somebody at its end unheard.
            guard draft.ticket.links.merged.isEmpty, main.links.main == nil else { throw .alreadyMerged(main.id) }
            let clocks = definition.merging?.clocks ?? []
            draft.joining = Joining(
                main: main.id,
                from: draft.ticket.id,
                clocks: draft.ticket.clocks.filter { clocks.contains($0.key) && $0.value.paused == nil },
                isTaken: true,
                at: draft.at
            )
            draft.record(.linked(.merged(into: main.id)))
        case .part(from: let field):
            let main = try other(field, command, draft)
            guard draft.ticket.links.main == main.id else { throw .notMergedInto(main.id) }
            draft.joining = Joining(main: main.id, from: draft.ticket.id, clocks: [:], isTaken: false, at: draft.at)
            draft.record(.linked(.parted))
        case .repeats(let field, let counter):
            let earlier = try other(field, command, draft)
            draft.count(counter, after: earlier)
        }
    }

    /// The other ticket that a field names.
    func other(_ field: FieldName, _ command: Command, _ draft: Draft) throws(Refusal) -> Ticket {
        guard let number = command.input[field]?.int, let other = draft.context.others[TicketID(number)] else {
            throw .unknownTicket(TicketID(command.input[field]?.int ?? 0))
        }
        guard other.id != draft.ticket.id else { throw .sameTicket(other.id) }
        guard other.definition.name == definition.name else { throw .unknownTicket(other.id) }
        return other
    }

    /// Whether the other ticket is as a guard wants it.
    func holds(_ wanted: OtherTicket, of field: FieldName, _ command: Command, _ draft: Draft) -> Bool {
        guard let other = try? other(field, command, draft) else { return false }
        if !wanted.states.isEmpty, !wanted.states.contains(other.state) { return false }
        if let limit = wanted.endedWithin {
            guard let end = other.closedAt,
                let last = try? draft.context.calendars.deadline(after: limit, from: end), draft.at <= last.due
            else { return false }
        }
        return wanted.by.isEmpty
            || wanted.by.contains { standing(of: command.by, by: $0, on: other, in: draft.context).holds }
    }

    /// Takes a ticket in that was merged into this one, or gives it up again.
    ///
    /// The earliest clock rules: where the other's time runs out before its own, it goes on by the other's.
    ///
    /// - Parameters:
    ///   - joining: what the other's act asked for.
    ///   - ticket: the main ticket, its overdue timers fired.
    ///   - context: configuration and time.
    /// - Returns: one event, and the main ticket after it.
    /// - Throws: `Refusal`; the other's act is refused with it then.
    public func join(_ joining: Joining, to ticket: Ticket, in context: Context) throws(Refusal) -> Advance {
        guard let merging = definition.merging else { throw .notInDefinition("merging") }
        let change: LinkChange = joining.isTaken ? .tookIn(joining.from) : .gaveUp(joining.from)
        guard joining.isTaken || ticket.links.merged.contains(joining.from) else { throw .notMergedInto(ticket.id) }
        let act = joining.isTaken ? merging.takenIn : merging.givenUp
        return try hear(
            .linked(change),
            Command(act: act, by: Party(identity: .ticket(joining.from))),
            on: ticket,
            at: joining.at,
            in: context
        ) { draft throws(Refusal) in
            for (clock, countdown) in joining.clocks {
                try hurry(clock, by: countdown, &draft)
            }
        }
    }

    private func hurry(_ clock: ClockName, by other: Countdown, _ draft: inout Draft) throws(Refusal) {
        guard let state = definition.states[draft.ticket.state] else { return }
        let own = draft.ticket.clocks[clock]
        guard state.clocks.contains(clock) || state.keeps.contains(clock), own?.paused == nil,
            own.map({ other.due < $0.due }) ?? true
        else { return }
        var countdown = other
        // Its steps by the ladder of this ticket's version, which may be another than the other's.
        let rung = try other.rung.flatMap { (rung) throws(Refusal) in
            try rungTime(ladder(of: clock), rung.index, expiredAt: other.due, draft.context)
        }
        countdown.change { $0.rung = rung }
        draft.record(.started(clock, countdown))
    }
}

/// What an act asks of the ticket that its own is merged into, or parts from.
public struct Joining: Hashable, Sendable {
    /// The ticket that it asks.
    public let main: TicketID
    /// The ticket whose act it is.
    public let from: TicketID
    /// Clocks of that ticket, of which the earliest rules.
    public let clocks: NameMap<NameKind.Clock, Countdown>
    /// Whether it is to be taken in; else it is to be given up.
    public let isTaken: Bool
    /// When.
    public let at: Instant
}
