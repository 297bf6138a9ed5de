extension Event {
    /// Whether it remembered somebody under a mark.
    public func remembers(_ mark: MarkName) -> Bool {
        outcomes.contains { outcome in
            if case .remembered(mark, _) = outcome { true } else { false }
        }
    }

    /// Whether it added to a count, or began it again.
    public func counts(_ counter: CounterName) -> Bool {
        outcomes.contains { outcome in
            if case .counted(counter, _) = outcome { true } else { false }
        }
    }
}

extension Outcome {
    /// The clock that it started; nil: none.
    var startedClock: ClockName? {
        guard case .started(let clock, _) = self else { return nil }
        return clock
    }
}
