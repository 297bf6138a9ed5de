/// What an act does to a ticket.
///
/// Closed, as `Guard` is.
public enum Effect: Hashable, Sendable {
    /// Gives the ticket to the next unit of the ladder.
    case elevate
    /// Gives the ticket to the given unit of the ladder, below.
    case sendDown(FieldName)
    /// Makes the given unit, or else the directory's proposal, the lead.
    case assignLead
    /// Takes the lead away again.
    case dismissLead
    /// Gives the work to the given part of the leading department; the department answers for it as before.
    case workInside(FieldName)
    /// Takes the work back from the part of the department.
    case workOutside
    /// Holds whoever is responsible now to it, whatever the state, until released (首接负责).
    case bind
    /// Ends that.
    case release
    /// Makes a ticket for each unit that a field names, under another definition, by its act.
    case spawn(Brood)
    /// Takes category, place, urgency and grade from the input and looks up the directory again; running clocks
    /// are reckoned anew from their start, with the time used kept.
    case reclassify
    /// Puts a clock's due time off by so many working days as the field says.
    case extend(ClockName, by: FieldName)
    /// Keeps a value.
    case set(FieldName, JSONValue)
    /// Remembers the party under a mark.
    case remember(MarkName)
    /// Adds one to a count.
    case count(CounterName)
    /// Begins a count again at nought.
    case reset(CounterName)
    /// Starts a clock, or starts it again from the beginning.
    case restart(ClockName)
    /// Ends a clock.
    case stop(ClockName)
    /// Sends a message.
    case tell([Recipient])
}

/// What children an act makes.
public struct Brood: Hashable, Sendable {
    /// Under which definition.
    public let definition: DefinitionName
    /// By which of its acts, whose origin is `new`.
    public let act: ActionName
    /// The field that names the units, each the lead of one child.
    public let units: FieldName
    /// Fields whose values, given now or kept before, are handed on.
    public let with: [FieldName]
}
