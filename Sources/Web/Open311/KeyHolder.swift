import Dispatcher
import HTTPTypes
import PGStore
import Workflow

/// Another system that shows a key: a program's token with the scope `open311`.
///
/// What it files is reported by the token's person, so all tokens of that person, one after the other, follow the same matters.
struct KeyHolder {
    /// Whose token it is.
    let person: PersonID
    /// The person, with the posts that count now.
    let party: Party
    /// On whose behalf rows are read.
    let reader: Reader
}

extension Call {
    /// Who asks by a key, in `api_key` or as a bearer's token; nil: no key is shown.
    ///
    /// - Throws: `Fault` for a key that is none here, or may not do this; guesses count at the address.
    func keyHolder() async throws -> KeyHolder? {
        guard let key = text("api_key") ?? bearer else { return nil }
        let identity: Identity
        do {
            identity = try await parts.accounts.authenticate(token: key)
            try identity.check(.open311)
        } catch let refusal as AccountRefusal {
            try admitted { () throws(ResidentRefusal) in try residents.read(from: address) }
            throw Fault(refusal)
        }
        guard identity.district == configuration.id, let person = configuration.people[identity.account],
            person.party.person == identity.person
        else { throw Fault(.badToken) }
        // It counts by its key from here on.
        parts.bounds.leave(NetworkName.of(address))
        let now = try await now()
        let party = person.party.seated(at: now, in: configuration.context(at: now))
        return KeyHolder(person: identity.person, party: party, reader: Reader(party, in: configuration))
    }

    /// Lets somebody read by Open311, within the bounds of their key, else of their address.
    ///
    /// - Returns: who asks by a key; nil: anybody.
    /// - Throws: `Fault`.
    func openReader() async throws -> KeyHolder? {
        try checkJurisdiction()
        guard let holder = try await keyHolder() else {
            try admitted { () throws(ResidentRefusal) in try residents.read(from: address) }
            return nil
        }
        try admitted { () throws(ResidentRefusal) in
            try residents.read(asSystemOf: holder.person, in: configuration.id)
        }
        return holder
    }

    /// One district is served here; whoever names it must name this one.
    ///
    /// - Throws: `Fault` where another is named.
    func checkJurisdiction() throws(Fault) {
        guard let named = text("jurisdiction_id"), named != configuration.code else { return }
        throw Fault(
            .notFound,
            "unknown_jurisdiction",
            zh: "没有 jurisdiction_id “\(named)”",
            en: "the jurisdiction_id “\(named)” is not known"
        )
    }

    private var bearer: String? {
        let words = (head.headerFields[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return String(words[1])
    }
}
