/// Who is personally responsible in a unit.
extension PostBook {
    /// Whether a person can answer for a unit then: there, and by a post in it, own or as stand-in.
    public func answers(
        _ person: PersonID,
        for unit: UnitID,
        at: Instant,
        where isAdmitted: (Post) -> Bool = { _ in true }
    ) -> Bool {
        !isAbsent(person, at: at) && seats(of: person, at: at).contains { $0.post.unit == unit && isAdmitted($0.post) }
    }

    /// The person responsible for a unit's matter: the first role that somebody sits at, then whoever is there, then
    /// the unit above in the same way.
    ///
    /// - Parameters:
    ///   - unit: the unit.
    ///   - roles: roles in the order in which they are asked.
    ///   - at: the instant that counts.
    ///   - territory: who stands above whom.
    ///   - current: who stays responsible where several would do.
    ///   - isAdmitted: whether somebody may have to do with the matter at all, by a post.
    /// - Returns: nil only where nobody is there on the way up.
    public func owner(
        of unit: UnitID,
        roles: [RoleName],
        at: Instant,
        in territory: UnitTree,
        keeping current: PersonID? = nil,
        where isAdmitted: (PersonID, Post) -> Bool = { _, _ in true }
    ) -> PersonID? {
        for here in territory.chain(from: unit).map(\.id) {
            for role in roles + ordinaryRoles(in: here).filter({ !roles.contains($0) }) {
                let post = Post(role: role, unit: here)
                let people = occupants(of: post, at: at).map(\.person).filter { isAdmitted($0, post) }
                if let current, people.contains(current) { return current }
                if let first = people.first { return first }
            }
        }
        return nil
    }
}
