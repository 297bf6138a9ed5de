package import Workflow

/// A message with the names and accounts of those whom it is for, as they are when it is delivered.
package struct Letter: Hashable, Sendable {
    /// The message's id: the same whenever it is delivered again.
    package let id: Int64
    /// The city's code of the district.
    package let district: String
    /// The ticket.
    package let ticket: TicketID
    /// The number of the event that it tells of.
    package let seq: Int
    /// When the event counted.
    package let at: Instant
    /// What happened: an act, or a clock with its step.
    package let about: String
    /// To whom.
    package let recipients: [Recipient]
    /// Whether it presses: it goes out at whatever hour.
    package let isUrgent: Bool

    /// Makes a letter.
    package init(
        id: Int64,
        district: String,
        ticket: TicketID,
        seq: Int,
        at: Instant,
        about: String,
        recipients: [Recipient],
        isUrgent: Bool = false
    ) {
        self.id = id
        self.district = district
        self.ticket = ticket
        self.seq = seq
        self.at = at
        self.about = about
        self.recipients = recipients
        self.isUrgent = isUrgent
    }

    /// Who is told.
    package enum Recipient: Hashable, Sendable {
        /// A unit with the roles asked for, and who answers for them now: holders, who stands in, who is on duty, or the
        /// unit above.
        case unit(UnitID, name: String, roles: [RoleName], told: [Told])
        /// One person; the account is nil where nobody bears the id any more.
        case person(PersonID, account: String?)
        /// The resident whose matter it is.
        case resident
    }

    /// A person who is told, and why it is that one.
    package struct Told: Hashable, Sendable {
        /// Who.
        package let person: PersonID
        /// What the person signs in with; nil where nobody bears the id any more.
        package let account: String?
        /// The person's name.
        package let name: String
        /// A stable word for the reason: `post`, `duty`, `absent`, `empty`.
        package let code: String
        /// The unit above that answers because the one meant has nobody; nil: it is one of its own.
        package let above: UnitID?
        /// Why this person.
        package let why: Bilingual

        /// Names a person who is told.
        package init(
            person: PersonID,
            account: String?,
            name: String,
            code: String,
            above: UnitID? = nil,
            why: Bilingual
        ) {
            self.person = person
            self.account = account
            self.name = name
            self.code = code
            self.above = above
            self.why = why
        }
    }
}

extension Letter {
    /// What a machine reads: one line of a file, the body of a request.
    package var json: JSONValue {
        [
            "id": .int(id), "district": .string(district), "ticket": .int(ticket.rawValue), "seq": .int(Int64(seq)),
            "at": .string(at.description), "about": .string(about), "to": .array(recipients.map(\.json)),
        ]
    }
}

extension Letter.Recipient {
    fileprivate var json: JSONValue {
        switch self {
        case .unit(let id, let name, let roles, let told):
            [
                "unit": .int(id.rawValue), "name": .string(name), "roles": .array(roles.map { .string($0.text) }),
                "accounts": .array(told.compactMap { $0.account.map { .string($0) } }),
                "people": .array(told.map(\.json)),
            ]
        case .person(let id, let account):
            ["person": .int(id.rawValue), "account": account.map { .string($0) } ?? .null]
        case .resident: "resident"
        }
    }
}

extension Letter.Told {
    /// What a machine reads.
    package var json: JSONValue {
        var members: JSONObject = [
            "account": account.map { .string($0) } ?? .null, "name": .string(name), "as": .string(code),
            "why": .string(why.zh), "why_en": .string(why.en),
        ]
        if let above { members["above"] = .int(above.rawValue) }
        return .object(members)
    }
}
