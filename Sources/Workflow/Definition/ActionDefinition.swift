/// An act: who may do it, from where, what it needs and what it does.
public struct ActionDefinition: Hashable, Sendable {
    /// What people call it.
    public let title: Bilingual
    /// Further names that a person may type.
    public let also: [String]
    /// The states it can be done in.
    public let from: Origin
    /// Who may do it: any one of these.
    public let by: [PartyRule]
    /// Fields that must be given.
    public let needs: [FieldName]
    /// Fields that may be given.
    public let may: [FieldName]
    /// What must hold besides; all of these.
    public let guards: [Guard]
    /// What it does, whatever the case.
    public let effects: [Effect]
    /// Where it leads: the first case whose conditions hold.
    ///
    /// Ordered; the last one has no condition.
    public let cases: [Case]

    /// Where an act can begin.
    public enum Origin: Hashable, Sendable {
        /// It makes a new ticket.
        case new
        /// In every state that is not final.
        case open
        /// In these states.
        case states(Set<StateName>)
    }

    /// One way an act can go.
    public struct Case: Hashable, Sendable {
        /// All of these must hold.
        public let when: [Guard]
        /// The next state; nil where the state stays.
        public let to: StateName?
        /// What this way does, after the act's own effects.
        public let effects: [Effect]
    }
}

/// A relation to the ticket, and the roles that count.
public struct PartyRule: Hashable, Sendable {
    /// How the party must stand to the ticket.
    public let relation: Relation
    /// Roles of the post by which it stands so; empty: any role.
    public let roles: [RoleName]
}

/// How a party stands to a ticket.
public enum Relation: String, Hashable, Sendable, CaseIterable {
    /// Anybody who is signed in with a post.
    case anyone
    /// A post in the unit that is responsible now.
    case responsible
    /// A post in the unit of the ladder that holds the ticket.
    case desk
    /// A post in the leading department.
    case lead
    /// A post in a unit above the one of the ladder that holds the ticket.
    case above
    /// A post in a unit at, above or below the ticket's place.
    case around
    /// The person who reported it.
    case reporter
    /// The resident whose matter it is, by number and code.
    case resident
    /// The clock itself: a timer that fires.
    case clock
}

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
    /// A field, given now or kept before, has one of these values.
    case field(FieldName, [JSONValue])
    /// A count is at least so high.
    case atLeast(CounterName, Int)
    /// A count is below so much.
    case below(CounterName, Int)
    /// A clock runs and has not expired.
    case inTime(ClockName)
    /// The party is the clock.
    case byClock
    /// At least one of these holds.
    case any([Guard])
    /// The condition does not hold.
    case not(Guard)
}

/// What an act does to a ticket.
///
/// Closed, as `Guard` is.
public enum Effect: Hashable, Sendable {
    /// Gives the ticket to the next unit of the ladder.
    case elevate
    /// Makes the given unit, or else the directory's proposal, the lead.
    case assignLead
    /// Takes category, place, urgency and grade from the input and looks up the directory again; running clocks
    /// are reckoned anew from their start, with the time used kept.
    case reclassify
    /// Remembers the party under a mark.
    case remember(MarkName)
    /// Adds one to a count.
    case count(CounterName)
    /// Starts a clock, or starts it again from the beginning.
    case restart(ClockName)
    /// Ends a clock.
    case stop(ClockName)
    /// Sends a message.
    case tell([Recipient])
}

/// To whom a message goes.
public struct Recipient: Hashable, Sendable {
    /// Which party.
    public let relation: Relation
    /// Roles within the unit; empty: whoever is in charge there.
    public let roles: [RoleName]
}
