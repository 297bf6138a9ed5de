/// An act: who may do it, from where, what it needs and what it does.
///
/// It never changes, and is looked at with every command: so it is handed on by reference.
public final class ActionDefinition: Hashable, Sendable {
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

    /// Who is told, whatever the case.
    let tells: [Recipient]
    /// The field that names the earlier ticket, where it files one that comes again.
    let repeated: FieldName?
    private let origins: NameTable<NameKind.State, Bool>
    private let fields: NameTable<NameKind.Field, Bool>

    init(
        title: Bilingual,
        also: [String],
        from: Origin,
        by: [PartyRule],
        needs: [FieldName],
        may: [FieldName],
        guards: [Guard],
        effects: [Effect],
        cases: [Case]
    ) {
        self.title = title
        self.also = also
        self.from = from
        self.by = by
        self.needs = needs
        self.may = may
        self.guards = guards
        self.effects = effects
        self.cases = cases
        tells = effects.flatMap(\.recipients)
        repeated = (effects + cases.flatMap(\.effects)).lazy.compactMap(\.earlier).first
        if case .states(let states) = from { origins = NameTable(states) } else { origins = NameTable([]) }
        fields = NameTable(needs + may)
    }

    /// Whether it can be done in a state, where it is bound to states.
    func begins(in state: StateName) -> Bool { origins.contains(state) }

    /// Whether it takes a field.
    func takes(_ field: FieldName) -> Bool { fields.contains(field) }

    /// Whether two say the same.
    public static func == (lhs: ActionDefinition, rhs: ActionDefinition) -> Bool {
        lhs === rhs
            || (lhs.title == rhs.title
                && lhs.also == rhs.also
                && lhs.from == rhs.from
                && lhs.by == rhs.by
                && lhs.needs == rhs.needs
                && lhs.may == rhs.may
                && lhs.guards == rhs.guards
                && lhs.effects == rhs.effects
                && lhs.cases == rhs.cases)
    }

    /// Hashes what it says.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(title)
        hasher.combine(also)
        hasher.combine(from)
        hasher.combine(by)
        hasher.combine(needs)
        hasher.combine(may)
        hasher.combine(guards)
        hasher.combine(effects)
        hasher.combine(cases)
    }

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
    public final class Case: Hashable, Sendable {
        /// All of these must hold.
        public let when: [Guard]
        /// The next state; nil where the state stays, or where it leads back.
        public let to: StateName?
        /// Whether it leads back to the state from which an aside was entered.
        public let isBack: Bool
        /// What this way does, after the act's own effects.
        public let effects: [Effect]
        /// Who is told then.
        let tells: [Recipient]

        init(when: [Guard], to: StateName?, isBack: Bool, effects: [Effect]) {
            self.when = when
            self.to = to
            self.isBack = isBack
            self.effects = effects
            tells = effects.flatMap(\.recipients)
        }

        /// Whether two say the same.
        public static func == (lhs: Case, rhs: Case) -> Bool {
            lhs === rhs
                || (lhs.when == rhs.when
                    && lhs.to == rhs.to
                    && lhs.isBack == rhs.isBack
                    && lhs.effects == rhs.effects)
        }

        /// Hashes what it says.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(when)
            hasher.combine(to)
            hasher.combine(isBack)
            hasher.combine(effects)
        }
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
    /// A post in the part of the leading department that works on it (科室、中队、所), or below that.
    case inside
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
    /// A child of the ticket, as it ends.
    case child
    /// The ticket that it is made for.
    case parent
    /// The ticket into which this one is merged, as it ends.
    case main
    /// A ticket merged into this one.
    case merged
}

/// To whom a message goes.
public struct Recipient: Hashable, Sendable {
    /// Which party.
    public let relation: Relation
    /// Roles within the unit; empty: whoever is in charge there.
    public let roles: [RoleName]
}
