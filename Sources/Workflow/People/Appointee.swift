/// Somebody who is found for a unit's matter, and why it is that person.
public struct Appointee: Hashable, Sendable {
    /// Who.
    public let person: PersonID
    /// As one of which unit: the one that was asked for, or one above it.
    public let unit: UnitID
    /// Why that person.
    public let why: Reason
    /// The unit that had nobody, where one above it answers.
    public let instead: UnitID?

    /// Why a person was found.
    public enum Reason: Hashable, Sendable {
        /// The person holds a post of this role.
        case holds(RoleName)
        /// The person is on the duty roster: for that role, or for the whole unit, until then.
        case onDuty(RoleName?, until: Instant)
        /// The person stands in at a post of this role.
        case standsIn(RoleName, Substitution)
    }
}

/// What people, units and roles are called.
public struct PeopleNames: Sendable {
    /// A unit's name.
    public let unit: @Sendable (UnitID) -> String
    /// A person's name.
    public let person: @Sendable (PersonID) -> String
    /// A role's title.
    public let role: @Sendable (RoleName) -> Bilingual
    /// A time as people of the district read it.
    public let time: @Sendable (Instant) -> String

    /// Gathers names.
    public init(
        unit: @escaping @Sendable (UnitID) -> String,
        person: @escaping @Sendable (PersonID) -> String,
        role: @escaping @Sendable (RoleName) -> Bilingual,
        time: @escaping @Sendable (Instant) -> String
    ) {
        self.unit = unit
        self.person = person
        self.role = role
        self.time = time
    }
}

extension Appointee {
    /// A stable word for the reason: `post`, `duty`, `absent`, `empty`.
    public var code: String {
        switch why {
        case .holds: "post"
        case .onDuty: "duty"
        case .standsIn(_, .absent): "absent"
        case .standsIn(_, .emptyPost): "empty"
        }
    }

    /// Why this person is told, in words.
    public func words(_ names: PeopleNames) -> Bilingual {
        let reason = reason(names)
        guard let instead else { return reason }
        return Bilingual(
            zh: "\(names.unit(instead))无人在岗，由上级\(names.unit(unit))承接：\(reason.zh)",
            en: "\(names.unit(instead)) has nobody; \(names.unit(unit)) above answers: \(reason.en)"
        )
    }

    private func reason(_ names: PeopleNames) -> Bilingual {
        switch why {
        case .holds(let role):
            let title = names.role(role)
            return Bilingual(zh: "任\(title.zh)", en: "is \(title.en)")
        case .onDuty(let role, let until):
            let title = role.map(names.role) ?? Bilingual(zh: "值班", en: "duty")
            return Bilingual(
                zh: "在值班表上（\(title.zh)，至 \(names.time(until))）",
                en: "is on the duty roster (\(title.en), until \(names.time(until)))"
            )
        case .standsIn(let role, .absent(let holder)):
            let title = names.role(role)
            return Bilingual(
                zh: "代\(names.person(holder))（\(title.zh)，不在岗）",
                en: "stands in for \(names.person(holder)) (\(title.en), away)"
            )
        case .standsIn(let role, .emptyPost):
            let title = names.role(role)
            return Bilingual(zh: "\(title.zh)空岗，代岗", en: "stands in: the post of \(title.en) is empty")
        }
    }
}
