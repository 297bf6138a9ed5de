/// A condition on ticket, party and input.
///
/// Closed: a new one is code, everything else is data.
public indirect enum Guard: Hashable, Sendable {
    /// The party is not the person that the ticket remembers under this mark (核查、回访不得由承办人进行).
    case otherThan(MarkName)
    /// There is a unit of the ladder above the one that holds the ticket.
    case levelAbove
    /// The unit of the ladder that holds the ticket is of one of these kinds.
    case deskKind([UnitKind])
    /// The given unit leads no one astray: its kind is among the definition's `leads`.
    case leadAllowed
    /// The lead is complained of, by what is known or given now (被反映对象).
    case leadComplainedOf
    /// The given unit lies below the one that holds the ticket, and is of the ladder.
    case belowDesk(FieldName)
    /// The given unit is a part of the leading department.
    case insideLead(FieldName)
    /// The law gives the matter to one of these, as the rule of the directory says that matched; without a rule it is
    /// the base's own.
    case duty([DirectoryRule.Duty])
    /// A field, given now or kept before, has one of these values.
    case field(FieldName, [JSONValue])
    /// A field is given with the act.
    case given(FieldName)
    /// The ticket is in one of these states.
    case state([StateName])
    /// A count is at least so high.
    case atLeast(CounterName, Int)
    /// A count is below so much.
    case below(CounterName, Int)
    /// A clock runs and has not expired.
    case inTime(ClockName)
    /// A clock runs, expired or not.
    case running(ClockName)
    /// A clock runs, and its due time is farther away than this limit or than this share of its time, in per cent:
    /// the nearer of the two counts.
    case ahead(ClockName, by: Limit, share: Int)
    /// All children of the ticket have ended.
    case childrenEnded
    /// A clock has expired at some time, and nobody claims yet that it was kept.
    case late(ClockName)
    /// What the rule of the directory asks for as proof stands in the field, or a written account does.
    case evidence(FieldName)
    /// The ticket that a field names is as wanted.
    case other(FieldName, OtherTicket)
    /// The ticket into which this one is merged has ended in one of these states.
    case mainEnded([StateName])
    /// The matter came from a platform above that was not answered yet (待回填).
    case owesAnswer
    /// The party is the clock.
    case byClock
    /// The party stands to the ticket in one of these ways.
    case by([PartyRule])
    /// At least one of these holds.
    case any([Guard])
    /// Each of these holds.
    case all([Guard])
    /// The condition does not hold.
    case not(Guard)
}

/// How another ticket must be, of the same kind, that an act names.
public struct OtherTicket: Hashable, Sendable {
    /// In one of these states; empty: in any.
    public let states: [StateName]
    /// The party stands to it in one of these ways; empty: in any.
    public let by: [PartyRule]
    /// It has ended, no longer ago than this; nil: it need not.
    public let endedWithin: Limit?
}
