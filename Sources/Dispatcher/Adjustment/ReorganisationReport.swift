import PGStore
package import Workflow

/// What a plan of reorganisation does, or did, to a district.
package struct ReorganisationReport: Sendable {
    /// Units before and after; none where the plan was carried out before.
    package internal(set) var changes: [ReorganisedUnits.UnitChange] = []
    /// Accounts with posts in closed units, and the unit that they go to; nil: nobody follows.
    package internal(set) var posts: [MovedPost] = []
    /// Rules of the directory that name a closed unit, by id, with the units' codes.
    package internal(set) var rules: [NamingRule] = []
    /// Units that were paired with a closed unit.
    package internal(set) var pairs: [Workflow.Unit] = []
    /// How many findings the directory's check has before, and after.
    package internal(set) var findings: (before: Int, after: Int) = (0, 0)
    /// Whether nothing was done, because a ticket cannot follow.
    package internal(set) var isRefused = false
    /// Whether the same plan was carried out before: units stay as they are, and only tickets still to follow move.
    package internal(set) var isKnown = false
    /// What becomes of tickets that run.
    package internal(set) var tickets: AdjustmentReport

    /// A post that goes to another unit.
    package struct MovedPost: Hashable, Sendable {
        /// Whose.
        package let account: String
        /// What the person does.
        package let role: RoleName
        /// The closed unit.
        package let from: Workflow.Unit
        /// The unit that follows.
        package let to: Workflow.Unit?
    }

    /// A rule that names a closed unit.
    package struct NamingRule: Hashable, Sendable {
        /// Its id.
        package let id: String
        /// The codes of the closed units that it names.
        package let units: [String]
    }

    init(tickets: AdjustmentReport, isKnown: Bool = false) {
        self.tickets = tickets
        self.isKnown = isKnown
    }

    init(_ units: ReorganisedUnits, before: DistrictConfiguration, after: DistrictConfiguration) {
        changes = units.changes
        tickets = AdjustmentReport(isDryRun: true)
        let closed = Dictionary(units.closed.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        posts = before.people.values.sorted { $0.account < $1.account }.flatMap { person in
            person.party.posts.compactMap { post in
                guard let unit = closed[post.unit] else { return nil }
                let heir = units.succession.heir(of: unit.id, at: unit.id, in: units.tree)
                return MovedPost(
                    account: person.account,
                    role: post.role,
                    from: unit,
                    to: heir.flatMap { units.tree[$0] }
                )
            }
        }
        rules = before.directory.rules.compactMap { rule in
            let named = ([rule.place, rule.lead].compactMap(\.self) + rule.coHandlers).compactMap { closed[$0]?.code }
            return named.isEmpty ? nil : NamingRule(id: rule.id, units: Set(named).sorted())
        }
        pairs = before.territory.all.filter { $0.pair.map { closed[$0] != nil } ?? false }
        findings = (before.review().problems.count, after.review().problems.count)
    }
}

extension PostBook {
    /// The book as it will be: the posts and shifts of closed units are those of who follows them.
    func following(_ units: ReorganisedUnits) -> PostBook {
        let heirs = Dictionary(
            units.closed.compactMap { unit in
                units.succession.heir(of: unit.id, at: unit.id, in: units.tree).map { (unit.id, $0) }
            },
            uniquingKeysWith: { $1 }
        )
        return PostBook(
            tenures: tenures.map { tenure in
                Tenure(
                    person: tenure.person,
                    post: Post(role: tenure.post.role, unit: heirs[tenure.post.unit] ?? tenure.post.unit),
                    period: tenure.period,
                    isPartTime: tenure.isPartTime,
                    substitute: tenure.substitute
                )
            },
            absences: absences,
            shifts: shifts.map { shift in
                let unit = heirs[shift.unit] ?? shift.unit
                return DutyShift(unit: unit, role: shift.role, person: shift.person, period: shift.period)
            }
        )
    }
}
