/// What somebody has asked for and others have to decide while work goes on (待批): an extension, a parking.
public struct Request: Hashable, Sendable {
    /// The clock that runs until it is decided.
    public let clock: ClockName
    /// The act that asks for it; nil: it comes along with others.
    public let act: ActionName?
}

extension WorkflowDefinition {
    /// Everything that can be asked for so, in the order of the clocks' names.
    ///
    /// A request is a clock that an act of the desk, or of those above it, ends, and that must run for that act; in the states
    /// through which a ticket passes nothing shows it.
    public var requests: [Request] {
        clocks.keys.sorted().compactMap { clock in
            let isDecided = actions.values.contains { act in
                act.guards.contains(.running(clock)) && act.effects.contains(.stop(clock))
                    && act.by.contains { [.desk, .above].contains($0.relation) }
            }
            guard isDecided else { return nil }
            let asking = actions.filter { act in
                act.value.guards.contains(.not(.running(clock))) && act.value.effects.contains(.restart(clock))
            }
            return Request(clock: clock, act: asking.keys.min())
        }
    }
}
