/// What became of a value that somebody asked for: so many days more, so many days parked.
public enum AskedFor: Hashable, Sendable {
    /// It waits for a decision.
    case pending
    /// It was refused, or what it was asked for ended before anybody decided.
    case notGranted
}

extension WorkflowDefinition {
    /// Whether a value that a ticket keeps is one that was only asked for.
    ///
    /// It is where the act that said it last started the clock of a request, until an act that decides requests ends that clock
    /// and is not the one by which it ends undecided.
    ///
    /// - Parameters:
    ///   - field: the field that holds the value.
    ///   - events: what happened, in order.
    /// - Returns: what became of it; nil: nobody had to grant it, or it was granted.
    public func askedFor(_ field: FieldName, after events: [Event]) -> AskedFor? {
        guard let last = events.lastIndex(where: { $0.input[field] != nil }),
            let clock = events[last].outcomes.lazy.compactMap(\.startedClock).first(where: requestClocks.contains),
            // What proves a result proves it whatever is asked for with it.
            events[last].act.flatMap({ actions[$0] })?.proofs.contains(field) != true
        else { return nil }
        let decided = events[(last + 1)...].first { event in
            event.outcomes.contains { $0 == .stopped(clock) }
        }
        guard let decided else { return events.last?.isLast(of: self) == true ? .notGranted : .pending }
        guard let act = decided.act, let rules = actions[act], rules.guards.contains(.running(clock)) else {
            return .notGranted
        }
        return undecided(clock).contains(act) ? .notGranted : nil
    }

    /// The clocks that run until something that was asked for is decided.
    private var requestClocks: Set<ClockName> { Set(requests.map(\.clock)) }

    /// What a clock's ladder does by itself: undecided is refused.
    private func undecided(_ clock: ClockName) -> Set<ActionName> {
        guard let ladder = clocks[clock]?.ladder else { return [] }
        return Set(ladders[ladder]?.compactMap(\.act) ?? [])
    }
}

extension Event {
    /// Whether life ended with it.
    fileprivate func isLast(of definition: WorkflowDefinition) -> Bool {
        outcomes.contains { outcome in
            guard case .entered(_, isFinal: true) = outcome else { return false }
            return true
        }
    }
}
