extension WorkflowDefinition {
    /// What an act is a judgement of: the request that it decides, or what somebody else has handed in.
    ///
    /// A request is decided by acts for which its clock must run. What was handed in may not be judged by whoever did it; so may,
    /// where the ticket only waits for that judgement, the other ways out of there, whoever goes them.
    ///
    /// - Parameters:
    ///   - act: the act.
    ///   - state: where the ticket stands.
    ///   - events: what happened, in order.
    /// - Returns: the event; nil: the act judges nothing.
    public func judged(by act: ActionName, in state: StateName, after events: [Event]) -> Event? {
        guard let rules = actions[act] else { return nil }
        if let clock = rules.answeredClock {
            return events.last { $0.outcomes.contains { $0.startedClock == clock } }
        }
        let isWaiting = states[state]?.isAside == true
        let judging =
            [rules] + actions.values.filter { isWaiting && $0.from == .states([state]) && rules.from == $0.from }
        let marks = judging.flatMap(\.guards).compactMap { condition -> MarkName? in
            guard case .otherThan(let mark) = condition else { return nil }
            return mark
        }
        return events.last { event in marks.contains { event.remembers($0) } }
    }
}

extension ActionDefinition {
    /// The clock that must run for it: that of what it decides, or answers.
    public var answeredClock: ClockName? {
        guards.lazy.compactMap { condition -> ClockName? in
            guard case .running(let clock) = condition else { return nil }
            return clock
        }.first
    }
}

extension Machine {
    /// When clocks would fall due that an act puts off, were it done now: by the code that does it, from what the ticket keeps.
    ///
    /// - Parameters:
    ///   - act: the act.
    ///   - ticket: the ticket.
    ///   - context: what decides besides.
    /// - Returns: their due times; none where it puts off nothing.
    public func puttingOff(
        by act: ActionName,
        on ticket: Ticket,
        in context: Context
    ) -> [(clock: ClockName, due: Instant)] {
        let extending = (definition.actions[act]?.effects ?? []).compactMap { effect -> (ClockName, FieldName)? in
            guard case .extend(let clock, by: let field) = effect else { return nil }
            return (clock, field)
        }
        return extending.compactMap { clock, field in
            var draft = Draft(continuing: ticket, ref: ref, at: max(context.now, ticket.lastAt), context: context)
            guard let was = ticket.clocks[clock]?.due, (try? extend(clock, by: field, &draft)) != nil,
                let due = draft.ticket.clocks[clock]?.due, due != was
            else { return nil }
            return (clock, due)
        }
    }
}
