/// What changed around tickets that run, and what it means for each of them (调整).
///
/// Everything that a decision needs is in here and in the context; how many tickets there are is for others to know.
/// `Machine.adjust` decides it for one ticket.
public enum Adjustment: Hashable, Sendable {
    /// Calendars of these names changed: clocks are reckoned anew by those in the context.
    case calendars([String])
    /// Tickets of some versions of a definition are to run by another.
    case migration(Migration)
    /// Units were reorganised by a plan: places, desks and leads go to who follows.
    case reorganisation(Succession, PlanMark)
}

extension Adjustment {
    /// What the event says of it.
    ///
    /// - Parameter ticket: the ticket before.
    /// - Returns: the kind of change and where it comes from.
    public func cause(for ticket: Ticket) -> AdjustmentCause {
        switch self {
        case .calendars(let names): .calendars(names.sorted())
        case .migration(let migration): .version(from: ticket.definition.version, migration.mark)
        case .reorganisation(_, let mark): .units(mark)
        }
    }

    /// The version that decides it for a ticket, and that the ticket is pinned to afterwards.
    ///
    /// - Parameter ref: the version that the ticket is pinned to.
    /// - Returns: the same, unless the ticket is to be moved to another.
    public func version(for ref: DefinitionRef) -> DefinitionRef {
        switch self {
        case .calendars, .reorganisation: ref
        case .migration(let migration): migration.concerns(ref) ? migration.target : ref
        }
    }
}
