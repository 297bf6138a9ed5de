import PGStore
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

    /// Who is told.
    package enum Recipient: Hashable, Sendable {
        /// A unit, and the accounts there that hold one of the roles asked for; all of them where none was asked for.
        case unit(UnitID, name: String, roles: [RoleName], accounts: [String])
        /// One person; the account is nil where nobody bears the id any more.
        case person(PersonID, account: String?)
        /// The resident whose matter it is.
        case resident
    }
}

/// Looks up names and accounts in a district's configuration.
struct AddressBook: Sendable {
    private let configuration: DistrictConfiguration
    private let staff: [UnitID: [(account: String, role: RoleName)]]
    private let accounts: [PersonID: String]

    init(_ configuration: DistrictConfiguration) {
        self.configuration = configuration
        var staff: [UnitID: [(account: String, role: RoleName)]] = [:]
        var accounts: [PersonID: String] = [:]
        for person in configuration.people.values {
            if let id = person.party.person { accounts[id] = person.account }
            for post in person.party.posts { staff[post.unit, default: []].append((person.account, post.role)) }
        }
        self.staff = staff
        self.accounts = accounts
    }

    /// The revision of the configuration that it looks up in.
    var revision: Int64 { configuration.revision }

    /// Addresses a message.
    func letter(id: Int64, _ message: OutboxMessage) -> Letter {
        Letter(
            id: id,
            district: configuration.code,
            ticket: message.ticket,
            seq: message.seq,
            at: message.at,
            about: message.about,
            recipients: message.audiences.map(recipient)
        )
    }

    private func recipient(_ audience: Audience) -> Letter.Recipient {
        switch audience {
        case .resident: .resident
        case .person(let id): .person(id, account: accounts[id])
        case .unit(let id, let roles):
            .unit(
                id,
                name: configuration.territory[id]?.name ?? "#\(id)",
                roles: roles,
                accounts: Set(
                    (staff[id] ?? []).filter { roles.isEmpty || roles.contains($0.role) }.map(\.account)
                ).sorted()
            )
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
        case .unit(let id, let name, let roles, let accounts):
            [
                "unit": .int(id.rawValue), "name": .string(name), "roles": .array(roles.map { .string($0.text) }),
                "accounts": .array(accounts.map { .string($0) }),
            ]
        case .person(let id, let account):
            ["person": .int(id.rawValue), "account": account.map { .string($0) } ?? .null]
        case .resident: "resident"
        }
    }
}
