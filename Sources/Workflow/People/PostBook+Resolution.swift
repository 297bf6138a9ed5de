/// Who is told, and who answers: never nobody while anybody stands on the way up.
extension PostBook {
    /// Finds people for a unit: the post's holder, on days off the duty roster, who stands in, then the unit above.
    ///
    /// The rule of the field (空岗由代岗人、再由上级承接，不落空). Above, the same roles are looked for first, then whoever
    /// is there. Administrators (三员), who see no matters, are found by their own role only.
    ///
    /// - Parameters:
    ///   - unit: the unit.
    ///   - roles: roles within it; none: whoever is in charge.
    ///   - at: the instant that counts.
    ///   - byRoster: whether outside working time the duty roster goes first, where one is kept.
    ///   - territory: who stands above whom.
    ///   - calendar: working time.
    /// - Returns: each person once, with the reason; none only where nobody stands above, either.
    public func resolve(
        _ unit: UnitID,
        roles: [RoleName],
        at: Instant,
        byRoster: Bool = false,
        in territory: UnitTree,
        calendar: WorkCalendar
    ) -> [Appointee] {
        let isOff = byRoster && !calendar.isOpen(at: at)
        for here in territory.chain(from: unit).map(\.id) {
            let instead = here == unit ? nil : unit
            var found = answer(here, roles, at, isOff: isOff, instead)
            if found.isEmpty, instead != nil { found = answer(here, [], at, isOff: isOff, instead) }
            if !found.isEmpty { return found }
        }
        // Nobody stands above: whoever else is in the unit itself.
        return answer(unit, [], at, isOff: isOff, nil)
    }

    private func answer(
        _ unit: UnitID,
        _ roles: [RoleName],
        _ at: Instant,
        isOff: Bool,
        _ instead: UnitID?
    ) -> [Appointee] {
        let duty = onDuty(in: unit, roles: roles, at: at).map { shift in
            let why = Appointee.Reason.onDuty(shift.role, until: shift.period.until)
            return Appointee(person: shift.person, unit: unit, why: why, instead: instead)
        }.onceEach
        if isOff, !duty.isEmpty { return duty }
        let seated = (roles.isEmpty ? ordinaryRoles(in: unit) : roles).flatMap { role in
            occupants(of: Post(role: role, unit: unit), at: at).map {
                Appointee(person: $0.person, unit: unit, why: $0.why, instead: instead)
            }
        }.onceEach
        return seated.isEmpty ? duty : seated
    }

    /// Roles that a unit has or has had, without administrators, in the order of their names.
    func ordinaryRoles(in unit: UnitID) -> [RoleName] {
        Set(tenures(in: unit).map(\.post.role)).subtracting(Self.administrators).sorted()
    }

    /// Who sits at a post now: holders who are there, else who stands in.
    func occupants(of post: Post, at: Instant) -> [(person: PersonID, why: Appointee.Reason)] {
        let present = holders(of: post.role, in: post.unit, at: at).filter { !isAbsent($0, at: at) }
        guard present.isEmpty else { return present.map { ($0, .holds(post.role)) } }
        return standIns(at: post, at: at).map { ($0.person, .standsIn(post.role, $0.instead)) }
    }
}

extension [Appointee] {
    /// Each person once, by the first reason.
    fileprivate var onceEach: [Appointee] {
        var seen: Set<PersonID> = []
        return filter { seen.insert($0.person).inserted }
    }
}
