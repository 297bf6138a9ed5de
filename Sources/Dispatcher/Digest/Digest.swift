import PGStore
package import Workflow

/// One letter with all that waited for a person: matters, each once with how often something happened, and notices.
package struct Digest: Hashable, Sendable {
    /// The largest id of the messages in it: the same when it is delivered again, unless more has come.
    package let id: Int64
    /// The city's code of the district.
    package let district: String
    /// For whom.
    package let person: PersonID
    /// What the person signs in with; nil where nobody bears the id any more.
    package let account: String?
    /// The person's name.
    package let name: String
    /// What happened to tickets, in the order of their ids.
    package let matters: [Matter]
    /// What else is to be known, the oldest first.
    package let notices: [Bilingual]

    /// What happened to a ticket since the last digest.
    package struct Matter: Hashable, Sendable {
        /// The ticket.
        package let ticket: TicketID
        /// How many messages there were of it.
        package let count: Int
        /// The number of the latest event.
        package let seq: Int
        /// When it counted.
        package let at: Instant
        /// What it was: an act, or a clock with its step.
        package let about: String
        /// A stable word for why this person is told of it.
        package let code: String
        /// Why this person is told of it.
        package let why: Bilingual
    }

    /// Gathers what waited for a person; nil where that is nothing.
    init?(_ items: [DigestItem], for person: PersonID, _ configuration: DistrictConfiguration) {
        guard let id = items.map(\.id).max() else { return nil }
        self.id = id
        self.person = person
        district = configuration.code
        account = configuration.account(of: person)
        name = configuration.name(of: person)
        var latest: [TicketID: Matter] = [:]
        var notices: [Bilingual] = []
        for item in items.sorted(by: { $0.id < $1.id }) {
            switch item.content {
            case .notice(_, let words): notices.append(words)
            case .matter(let ticket, let seq, let at, let about, let code, let why):
                let before = latest[ticket]
                let isLater = before.map { seq >= $0.seq } ?? true
                let new = Matter(
                    ticket: ticket,
                    count: (before?.count ?? 0) + 1,
                    seq: isLater ? seq : before?.seq ?? seq,
                    at: isLater ? at : before?.at ?? at,
                    about: isLater ? about : before?.about ?? about,
                    code: isLater ? code : before?.code ?? code,
                    why: isLater ? why : before?.why ?? why
                )
                latest[ticket] = new
            }
        }
        matters = latest.values.sorted { $0.ticket < $1.ticket }
        self.notices = notices
    }
}

extension Digest {
    /// What a machine reads: one line of a file, the body of a request.
    package var json: JSONValue {
        [
            "digest": .int(id), "district": .string(district), "account": account.map { .string($0) } ?? .null,
            "name": .string(name), "matters": .array(matters.map(\.json)),
            "notices": .array(notices.map { ["zh": .string($0.zh), "en": .string($0.en)] }),
        ]
    }
}

extension Digest.Matter {
    fileprivate var json: JSONValue {
        [
            "ticket": .int(ticket.rawValue), "count": .int(Int64(count)), "seq": .int(Int64(seq)),
            "at": .string(at.description), "about": .string(about), "as": .string(code), "why": .string(why.zh),
            "why_en": .string(why.en),
        ]
    }
}
