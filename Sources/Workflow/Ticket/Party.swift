/// Who does an act: a person with posts, a resident, or the clock.
public struct Party: Hashable, Sendable {
    /// Who it is.
    public let identity: Identity
    /// The posts that the person holds at the time of the act; none for the others.
    public let posts: [Post]

    /// Who a party is.
    public enum Identity: Hashable, Sendable {
        /// A person with an account.
        case person(PersonID)
        /// The resident whose matter it is, known by number and code.
        case resident
        /// A timer that fires.
        case clock
        /// A child of the ticket, which has ended.
        case ticket(TicketID)
    }

    /// Makes a party.
    public init(identity: Identity, posts: [Post] = []) {
        self.identity = identity
        self.posts = posts
    }

    /// The clock.
    public static let clock = Party(identity: .clock)

    /// The person's id; nil for resident and clock.
    public var person: PersonID? {
        guard case .person(let id) = identity else { return nil }
        return id
    }
}

/// A post (岗位): a role in a unit.
public struct Post: Hashable, Sendable {
    /// What the person does there.
    public let role: RoleName
    /// Where.
    public let unit: UnitID

    /// Makes a post.
    public init(role: RoleName, unit: UnitID) {
        self.role = role
        self.unit = unit
    }
}
