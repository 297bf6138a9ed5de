/// Whom an adjustment is told to: whoever answers for the ticket, once a run, and never as something that presses.
extension Machine {
    /// Records who is told what a change around the ticket did to it.
    ///
    /// - Parameters:
    ///   - adjustment: what changed.
    ///   - before: the ticket before it.
    ///   - draft: the ticket after it.
    func tell(of adjustment: Adjustment, before: Ticket, _ draft: inout Draft) {
        switch adjustment {
        case .calendars:
            let hasMoved = draft.ticket.clocks.contains { name, clock in
                // A window is nobody's task, and a clock that stands still has no due time yet.
                guard !clock.isWindow, clock.paused == nil, let old = before.clocks[name] else { return false }
                return old.due != clock.due
            }
            if hasMoved { tell([Self.responsible], &draft) }
        case .migration, .reorganisation:
            guard draft.ticket.responsible != before.responsible else { return }
            tell([Self.responsible], &draft)
            // The people of a closed unit went with its tickets, to who follows it.
            guard let former = before.responsible, let unit = draft.context.territory[former], unit.closing == nil,
                !isComplainedOf(former, draft.ticket, draft.context.territory)
            else { return }
            draft.record(.told(.unit(former, roles: [])))
        }
    }

    private static let responsible = Recipient(relation: .responsible, roles: [])
}
