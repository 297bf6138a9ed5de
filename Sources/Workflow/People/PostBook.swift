/// Who holds which post when, who is away, who stands in, and who is on duty: the people of a district.
///
/// A value built from rows; every question names the instant, so that the past is answered as it was.
public final class PostBook: Hashable, Sendable {
    /// Every tenure: past, present and to come.
    public let tenures: [Tenure]
    /// Who is away.
    public let absences: [Absence]
    /// The duty rosters.
    public let shifts: [DutyShift]

    private let held: [PersonID: [Tenure]]
    private let seats: [UnitID: [Tenure]]
    private let substituted: [PersonID: [Tenure]]
    private let away: [PersonID: [Period]]
    private let rosters: [UnitID: [DutyShift]]

    /// Roles that see no matters (三员): nobody tells them of one because nobody else is there.
    public static let administrators: Set<RoleName> = [
        "system_administrator", "security_administrator", "audit_administrator",
    ]

    /// Builds the book.
    public init(tenures: [Tenure], absences: [Absence] = [], shifts: [DutyShift] = []) {
        // One order whatever the rows' order: what is decided by it must come out the same everywhere.
        let tenures = tenures.sorted { $0.rank < $1.rank }
        self.tenures = tenures
        self.absences = absences
        self.shifts = shifts
        held = Dictionary(grouping: tenures, by: \.person)
        seats = Dictionary(grouping: tenures, by: \.post.unit)
        substituted = Dictionary(grouping: tenures.filter { $0.substitute != nil }) { $0.substitute ?? $0.person }
        away = Dictionary(grouping: absences, by: \.person).mapValues { $0.map(\.period) }
        rosters = Dictionary(grouping: shifts, by: \.unit)
            .mapValues { $0.sorted { ($0.period.from, $0.person) < ($1.period.from, $1.person) } }
    }

    /// Whether two books say the same.
    public static func == (lhs: PostBook, rhs: PostBook) -> Bool {
        lhs === rhs || (lhs.tenures == rhs.tenures && lhs.absences == rhs.absences && lhs.shifts == rhs.shifts)
    }

    /// Hashes what it says.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(tenures)
        hasher.combine(absences)
        hasher.combine(shifts)
    }
}

extension Tenure {
    fileprivate var rank: (RoleName, UnitID, PersonID, Instant) { (post.role, post.unit, person, period.from) }
}

extension PostBook {
    // MARK: - People

    /// All tenures of a person, whenever they hold.
    public func tenures(of person: PersonID) -> [Tenure] { held[person] ?? [] }

    /// All tenures in a unit, whenever they hold.
    public func tenures(in unit: UnitID) -> [Tenure] { seats[unit] ?? [] }

    /// Whether a person is away.
    public func isAbsent(_ person: PersonID, at: Instant) -> Bool {
        away[person]?.contains { $0.contains(at) } ?? false
    }

    /// Whether a person is there and holds any post: whoever has left the house answers for nothing.
    public func isServing(_ person: PersonID, at: Instant) -> Bool {
        !isAbsent(person, at: at) && tenures(of: person).contains { $0.period.contains(at) }
    }

    /// Who holds a role in a unit, there or away.
    public func holders(of role: RoleName, in unit: UnitID, at: Instant) -> [PersonID] {
        inForce(Post(role: role, unit: unit), at: at).map(\.person).uniqued
    }

    func inForce(_ post: Post, at: Instant) -> [Tenure] {
        tenures(in: post.unit).filter { $0.post == post && $0.period.contains(at) }
    }
}

extension PostBook {
    // MARK: - Standing in

    /// Who stands in at a post: for a holder who is away, or because it is empty; only people who are there themselves.
    public func standIns(at post: Post, at: Instant) -> [(person: PersonID, instead: Substitution)] {
        let holding = inForce(post, at: at)
        guard holding.isEmpty else {
            return holding.compactMap { tenure -> (person: PersonID, instead: Substitution)? in
                guard isAbsent(tenure.person, at: at), let other = tenure.substitute, isServing(other, at: at)
                else { return nil }
                return (other, .absent(tenure.person))
            }
        }
        let ended = tenures(in: post.unit).filter { $0.post == post && $0.period.until <= at }
        guard let last = ended.map(\.period.until).max() else { return [] }
        return ended.filter { $0.period.until == last }.compactMap(\.substitute).uniqued
            .filter { isServing($0, at: at) }.map { ($0, .emptyPost) }
    }

    /// By which posts a person can act: those held, then those where the person stands in.
    public func seats(of person: PersonID, at: Instant) -> [Seat] {
        let own = tenures(of: person).filter { $0.period.contains(at) }.map(\.post).uniqued
        guard let others = substituted[person] else { return own.map { Seat(post: $0, instead: nil) } }
        let stands = others.map(\.post).uniqued.filter { !own.contains($0) }.compactMap { post in
            standIns(at: post, at: at).first { $0.person == person }.map { Seat(post: post, instead: $0.instead) }
        }
        return own.map { Seat(post: $0, instead: nil) } + stands
    }
}

extension PostBook {
    // MARK: - Duty

    /// The duty roster of a unit: all its shifts in the order of time.
    public func roster(of unit: UnitID) -> [DutyShift] { rosters[unit] ?? [] }

    /// Shifts that are on; only of people who are there.
    public func onDuty(in unit: UnitID, roles: [RoleName], at: Instant) -> [DutyShift] {
        roster(of: unit).filter { $0.period.contains(at) && $0.serves(roles) && isServing($0.person, at: at) }
    }

    /// The units that keep a roster, in the order of their ids.
    public var unitsWithRoster: [UnitID] { rosters.keys.sorted() }
}

/// A post by which a person can act.
public struct Seat: Hashable, Sendable {
    /// The post.
    public let post: Post
    /// Instead of whom; nil: it is the person's own.
    public let instead: Substitution?
}

/// Why somebody acts by a post that is not their own.
public enum Substitution: Hashable, Sendable {
    /// Its holder is away.
    case absent(PersonID)
    /// Nobody holds it.
    case emptyPost
}

extension Array where Element: Hashable {
    /// Each element once, where it stood first.
    var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
