/// What an act does to a ticket.
///
/// Closed, as `Guard` is; indirect, so that one is handed on as one reference.
public indirect enum Effect: Hashable, Sendable {
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
    /// Splits off a ticket of the same definition, by its act.
    case split(Split)
    /// Claims that a clock was kept, by what was entered later (补录).
    case claim(ClockName)
    /// Decides all such claims.
    case decideClaims(Claim)
    /// Changes how the ticket hangs together with another that a field names.
    case link(Linking)
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
    /// Whether, where none is given, the units are those that the directory names as co-handlers.
    public let asksDirectory: Bool
    /// Fields whose values, given now or kept before, are handed on.
    public let with: [FieldName]
}

/// What part an act splits off (拆单).
public struct Split: Hashable, Sendable {
    /// By which act, whose origin is `new`; it takes those fields of the input that it knows.
    public let act: ActionName
    /// Clocks that have run since they started on the ticket that it is split off from.
    public let clocks: [ClockName]
}

/// How an act links its ticket to another that a field names.
public enum Linking: Hashable, Sendable {
    /// Merges it into that one (并单).
    case merge(into: FieldName)
    /// Lets it go its own way again (拆回).
    case part(from: FieldName)
    /// It comes again after that one was closed (再次诉求); so often, by this count.
    case repeats(FieldName, counting: CounterName)
}

extension Effect {
    /// Who is told by it.
    var recipients: [Recipient] {
        guard case .tell(let recipients) = self else { return [] }
        return recipients
    }

    /// The field that names the earlier ticket, where this one comes again.
    var earlier: FieldName? {
        guard case .link(.repeats(let field, counting: _)) = self else { return nil }
        return field
    }
}
