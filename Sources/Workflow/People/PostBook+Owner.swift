/// Who is personally responsible in a unit.
extension PostBook {
    /// Whether a person can answer for a unit then: there, and by a post in it, own or as stand-in.
    public func answers(_ person: PersonID, for unit: UnitID, at: Instant) -> Bool {
        !isAbsent(person, at: at) && seats(of: person, at: at).contains { $0.post.unit == unit }
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
    /// - Returns: nil only where nobody is there on the way up.
    public func owner(
        of unit: UnitID,
        roles: [RoleName],
        at: Instant,
        in territory: UnitTree,
        keeping current: PersonID? = nil
    ) -> PersonID? {
        for here in territory.chain(from: unit).map(\.id) {
            for role in roles + ordinaryRoles(in: here).filter({ !roles.contains($0) }) {
                let people = occupants(of: Post(role: role, unit: here), at: at).map(\.person)
                if let current, people.contains(current) { return current }
                if let first = people.first { return first }
            }
        }
        return nil
    }
}
