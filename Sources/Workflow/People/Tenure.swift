/// That a person holds a post for a period (任职), and who stands in.
public struct Tenure: Hashable, Sendable {
    /// Who.
    public let person: PersonID
    /// Which role, in which unit.
    public let post: Post
    /// From which day to which.
    public let period: Period
    /// Whether beside other work (兼职网格员).
    public let isPartTime: Bool
    /// Who stands in (代岗) while the holder is away, or after the post fell empty; nil: nobody was named.
    public let substitute: PersonID?

    /// Notes a tenure.
    public init(
        person: PersonID,
        post: Post,
        period: Period = .always,
        isPartTime: Bool = false,
        substitute: PersonID? = nil
    ) {
        self.person = person
        self.post = post
        self.period = period
        self.isPartTime = isPartTime
        self.substitute = substitute
    }
}

/// That a person is away for a period (请假、外出): substitutes stand in.
public struct Absence: Hashable, Sendable {
    /// Who.
    public let person: PersonID
    /// From when until when.
    public let period: Period
    /// Why, as somebody wrote it; may be empty.
    public let reason: String

    /// Notes an absence.
    public init(person: PersonID, period: Period, reason: String = "") {
        self.person = person
        self.period = period
        self.reason = reason
    }
}

/// A line of a duty roster (坐班值班): who is on in a unit, from when until when.
public struct DutyShift: Hashable, Sendable {
    /// Where.
    public let unit: UnitID
    /// For which role, or which kind of duty; nil: for the whole unit.
    public let role: RoleName?
    /// Who.
    public let person: PersonID
    /// From when until when.
    public let period: Period

    /// Notes a shift.
    public init(unit: UnitID, role: RoleName? = nil, person: PersonID, period: Period) {
        self.unit = unit
        self.role = role
        self.person = person
        self.period = period
    }

    /// Whether it counts for one of these roles; none: whatever the role.
    public func serves(_ roles: [RoleName]) -> Bool { roles.isEmpty || role.map(roles.contains) ?? true }
}
