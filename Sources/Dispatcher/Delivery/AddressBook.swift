package import PGStore
package import Workflow

/// Looks up in a district's configuration who is told now, and why.
struct AddressBook: Sendable {
    let configuration: DistrictConfiguration
    private let posts: PostBook

    init(_ configuration: DistrictConfiguration) {
        self.configuration = configuration
        posts = configuration.posts ?? PostBook(tenures: configuration.people.values.flatMap(\.tenures))
    }

    /// The revision of the configuration that it looks up in.
    var revision: Int64 { configuration.revision }

    /// Addresses a message to those whom it reaches at an instant.
    func letter(id: Int64, _ message: OutboxMessage, at: Instant) -> Letter {
        Letter(
            id: id,
            district: configuration.code,
            ticket: message.ticket,
            seq: message.seq,
            at: message.at,
            about: message.about,
            recipients: message.audiences.map { recipient($0, at: at, byRoster: message.goesToDuty) },
            isUrgent: message.isUrgent
        )
    }

    /// Those who answer for a unit now.
    func told(_ unit: UnitID, roles: [RoleName], at: Instant, byRoster: Bool) -> [Letter.Told] {
        let found = posts.resolve(
            unit,
            roles: roles,
            at: at,
            byRoster: byRoster,
            in: configuration.territory,
            calendar: configuration.calendars.standard
        )
        let names = configuration.peopleNames
        return found.map { appointee in
            Letter.Told(
                person: appointee.person,
                account: configuration.account(of: appointee.person),
                name: configuration.name(of: appointee.person),
                code: appointee.code,
                above: appointee.instead == nil ? nil : appointee.unit,
                why: appointee.words(names)
            )
        }.sorted { ($0.account ?? "", $0.person) < ($1.account ?? "", $1.person) }
    }

    /// Whom of the staff an audience is at an instant.
    func people(_ audience: Audience, at: Instant) -> [PersonID] {
        switch audience {
        case .resident: []
        case .person(let person): [person]
        case .unit(let unit, let roles): told(unit, roles: roles, at: at, byRoster: false).map(\.person)
        }
    }

    /// The post that somebody held last who holds none any more; nil of everybody else.
    ///
    /// What was for that person is for whoever answers for the post now.
    func leftPost(of person: PersonID, at: Instant) -> Post? {
        let tenures = posts.tenures(of: person)
        guard !tenures.contains(where: { $0.period.until > at }) else { return nil }
        return tenures.max { $0.period.until < $1.period.until }?.post
    }

    private func recipient(_ audience: Audience, at: Instant, byRoster: Bool) -> Letter.Recipient {
        switch audience {
        case .resident: .resident
        case .person(let id):
            if let post = leftPost(of: id, at: at) {
                recipient(.unit(post.unit, roles: [post.role]), at: at, byRoster: byRoster)
            } else {
                .person(id, account: configuration.account(of: id))
            }
        case .unit(let id, let roles):
            .unit(
                id,
                name: configuration.territory[id]?.name ?? "#\(id)",
                roles: roles,
                told: told(id, roles: roles, at: at, byRoster: byRoster)
            )
        }
    }
}

extension DistrictConfiguration.Person {
    /// Posts without periods, where nobody keeps a book of them.
    fileprivate var tenures: [Tenure] {
        party.person.map { id in party.posts.map { Tenure(person: id, post: $0) } } ?? []
    }
}

extension DistrictConfiguration {
    /// What its people, units and roles are called.
    package var peopleNames: PeopleNames {
        PeopleNames(
            unit: { self.territory[$0]?.name ?? "#\($0)" },
            person: { self.name(of: $0) },
            role: { KnownRoles.title($0) },
            time: { self.calendars.standard.shown($0) }
        )
    }
}
