/// One thing that happened to a ticket, with everything that followed from it.
///
/// Applying an event consults nothing but the event and the ticket: it carries due times, units and limits as
/// they came out, not the rules that made them.
public struct Event: Hashable, Sendable {
    /// The district.
    public let district: DistrictID
    /// The ticket.
    public let ticket: TicketID
    /// Its number within the ticket: 1 and up, without gaps.
    public let seq: Int
    /// When it counts for clocks.
    ///
    /// Never before the event before it.
    public let at: Instant
    /// The definition and version that decided.
    public let definition: DefinitionRef
    /// The act; nil where a timer only warned, expired or told, and where a change around the ticket adjusted it.
    public let act: ActionName?
    /// The timer that fired; nil where somebody acted.
    public let timer: TimerKey?
    /// Who did it.
    public let by: Actor
    /// Values given with the act.
    public let input: NameMap<NameKind.Field, JSONValue>
    /// Digests of the words given with the act.
    public let words: NameMap<NameKind.Field, String>
    /// What followed, in order.
    public let outcomes: [Outcome]
    /// What changed around the ticket; nil where somebody acted or a timer fired.
    public internal(set) var adjustment: AdjustmentCause?

    /// Which timer of a ticket.
    public struct TimerKey: Hashable, Sendable {
        /// The clock.
        public let clock: ClockName
        /// Its step.
        public let step: TimerStep
    }

    /// Who did something, and by which post.
    public struct Actor: Hashable, Sendable {
        /// Who.
        public let identity: Party.Identity
        /// The post by which the party was entitled; nil for resident, clock and reporter.
        public let post: Post?
        /// Instead of whom, where the post is not the person's own (代岗).
        public let instead: Substitution?

        /// Names who did something.
        public init(identity: Party.Identity, post: Post?, instead: Substitution? = nil) {
            self.identity = identity
            self.post = post
            self.instead = instead
        }
    }
}

/// Something that follows from an act.
///
/// Closed: `Ticket.apply` gives each its meaning.
public enum Outcome: Hashable, Sendable {
    /// A new ticket is there.
    indirect case filed(Filing)
    /// The ticket stands in another state (or entered the same one again).
    case entered(StateName, isFinal: Bool)
    /// Another unit answers for it; nil: nobody, life has ended.
    case responsible(UnitID?)
    /// Another person is responsible for it (责任人); nil: nobody.
    case owner(PersonID?)
    /// Another unit of the ladder holds it.
    case desk(UnitID)
    /// A department leads; nil: none any more.
    case lead(UnitID?)
    /// It lies in these hands; nil: in those of who is responsible.
    case held(HeldBy?)
    /// A part of the leading department works on it; nil: none any more.
    case inside(UnitID?)
    /// A unit is held to it whatever the state; nil: none any more.
    case bound(UnitID?)
    /// An aside begins, and leads back to this state; nil: it is over.
    case setAside(StateName?)
    /// A ticket was made for it.
    case spawned(TicketID, DefinitionName, lead: UnitID)
    /// One of its children has ended in this state.
    case childEnded(TicketID, StateName)
    /// Its open children are to hear of values that it keeps now.
    case passedOn(Telling, to: [TicketID])
    /// It hangs together with another ticket in another way.
    case linked(LinkChange)
    /// What it is about, where and how pressing was corrected.
    indirect case classified(category: String, place: UnitID, urgency: Urgency)
    /// The directory was asked; nil: no rule matches.
    case matched(RuleMatch?)
    /// A person is remembered.
    case remembered(MarkName, PersonID)
    /// A count stands at this.
    case counted(CounterName, Int)
    /// A value is kept.
    case kept(FieldName, JSONValue)
    /// Something that it kept is kept no more.
    case forgot(Keepsake)
    /// A clock runs, from the beginning or reckoned anew.
    case started(ClockName, Countdown)
    /// A clock has ended.
    case stopped(ClockName)
    /// A clock stands still with this left.
    case paused(ClockName, Remaining)
    /// A clock goes on with a new due time and new warnings.
    indirect case resumed(ClockName, Countdown.Times)
    /// A warning was given.
    case warned(ClockName)
    /// A clock has expired; the next step of its ladder.
    case expired(ClockName, next: Countdown.RungTime?)
    /// A step of a ladder was taken; the next one.
    case climbed(ClockName, next: Countdown.RungTime?)
    /// What was entered later claims to have kept a clock, or that was decided.
    case claimed(ClockName, Claim)
    /// A file was added.
    indirect case attached(AttachedFile)
    /// Somebody is to be told of this event.
    case told(Audience)
}

/// Something that a ticket keeps, by name.
public enum Keepsake: Hashable, Sendable {
    /// The value of a field.
    case fact(FieldName)
    /// A count.
    case counter(CounterName)
    /// A person remembered.
    case mark(MarkName)
}

/// How a new ticket begins.
public struct Filing: Hashable, Sendable {
    /// What it is about.
    public let category: String
    /// How pressing it is.
    public let urgency: Urgency
    /// Where it happened.
    public let place: UnitID
    /// The unit of the ladder that holds it first.
    public let desk: UnitID
    /// The ticket that it is made for; nil: it stands by itself.
    public let parent: TicketID?
    /// Who leads from the first; nil: nobody yet.
    public let lead: UnitID?
    /// The ticket that it came out of; nil: none.
    public let origin: Links.Origin?

    /// Describes how a ticket begins.
    public init(
        category: String,
        urgency: Urgency,
        place: UnitID,
        desk: UnitID,
        parent: TicketID? = nil,
        lead: UnitID? = nil,
        origin: Links.Origin? = nil
    ) {
        self.category = category
        self.urgency = urgency
        self.place = place
        self.desk = desk
        self.parent = parent
        self.lead = lead
        self.origin = origin
    }
}

/// To whom a message goes, as units and people.
public enum Audience: Hashable, Sendable {
    /// People with one of these roles in a unit; no role: whoever is in charge there.
    case unit(UnitID, roles: [RoleName])
    /// One person.
    case person(PersonID)
    /// The resident whose matter it is.
    case resident
}
