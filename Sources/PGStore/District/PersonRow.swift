package import Workflow

/// A person with one post, to be written.
package struct PersonRow: Hashable, Sendable {
    /// What the person signs in with.
    package var account: String
    /// The person's name.
    package var name: String
    /// Where to call; nil where unknown.
    package var phone: String?
    /// Where to write to; nil where unknown.
    package var mailbox: String?
    /// The role of the post.
    package var role: RoleName
    /// The code of the unit that the post belongs to.
    package var unitCode: String
    /// The first day of the post; nil: not given.
    package var since: LocalDate?
    /// The last day; nil: not given.
    package var until: LocalDate?
    /// Whether beside other work; nil: not given.
    package var isPartTime: Bool?
    /// The account of who stands in; nil: not given.
    package var substitute: String?

    package init(
        account: String,
        name: String,
        phone: String?,
        mailbox: String? = nil,
        role: RoleName,
        unitCode: String,
        since: LocalDate? = nil,
        until: LocalDate? = nil,
        isPartTime: Bool? = nil,
        substitute: String? = nil
    ) {
        self.account = account
        self.name = name
        self.phone = phone
        self.mailbox = mailbox
        self.role = role
        self.unitCode = unitCode
        self.since = since
        self.until = until
        self.isPartTime = isPartTime
        self.substitute = substitute
    }
}

/// That somebody is away, to be written.
package struct AbsenceRow: Hashable, Sendable {
    /// Whose account.
    package var account: String
    /// From when until when.
    package var period: Period
    /// Why; may be empty.
    package var reason: String

    package init(account: String, period: Period, reason: String = "") {
        self.account = account
        self.period = period
        self.reason = reason
    }
}

/// A line of a duty roster, to be written.
package struct DutyRow: Hashable, Sendable {
    /// The code of the unit.
    package var unitCode: String
    /// A role or a kind of duty; nil: for the whole unit.
    package var role: RoleName?
    /// Whose account.
    package var account: String
    /// From when until when.
    package var period: Period

    package init(unitCode: String, role: RoleName? = nil, account: String, period: Period) {
        self.unitCode = unitCode
        self.role = role
        self.account = account
        self.period = period
    }
}
