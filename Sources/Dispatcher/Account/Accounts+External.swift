package import PGStore
import Postgres
package import Workflow

/// Who somebody is, as a provider of the city's says, and what of that counts here.
package struct ExternalPerson: Sendable {
    /// The provider's name for the person.
    package let name: ExternalName
    /// The account here that the provider's claims name; nil: they name none.
    package let account: String?
    /// Whether the provider answers for a second factor.
    package let hasSecondFactor: Bool
    /// Hours that the session lasts at the most; nil: as its kind does.
    package let hours: Int?
    /// Whether the provider confirms the posts that somebody holds today, without those that they stand in for.
    package let confirms: @Sendable ([Post]) -> Bool

    package init(
        name: ExternalName,
        account: String?,
        hasSecondFactor: Bool = false,
        hours: Int? = nil,
        confirms: @escaping @Sendable ([Post]) -> Bool = { _ in true }
    ) {
        self.name = name
        self.account = account
        self.hasSecondFactor = hasSecondFactor
        self.hours = hours
        self.confirms = confirms
    }
}

/// A sign-in by a provider of the city's.
package struct ExternalSignIn: Sendable {
    /// The district as it is set up now.
    package let configuration: DistrictConfiguration
    /// What the session is for.
    package let kind: SessionKind
    /// Whose desk; for `duty`, and only for it.
    package let unit: UnitID?
    /// A code of the second factor here, where there is one; nil: none was typed.
    package let code: String?
    /// From where.
    package let origin: Origin

    package init(
        configuration: DistrictConfiguration,
        kind: SessionKind,
        unit: UnitID? = nil,
        code: String? = nil,
        origin: Origin
    ) {
        self.configuration = configuration
        self.kind = kind
        self.unit = unit
        self.code = code
        self.origin = origin
    }
}

extension Accounts {
    // MARK: - The city's own identity

    /// Signs in whom a provider names.
    ///
    /// A name that is bound to nobody is bound to the account that the claims name, if that is one, has no other name at
    /// that provider, and holds no role that needs a second factor: those are bound by administrators only.
    ///
    /// On the way back from a provider nobody can be asked for a code: who has a second factor here that the provider does not
    /// answer for gets a session that opens nothing before `proveSecondFactor`.
    ///
    /// - Returns: the session.
    /// - Throws: `AccountRefusal`: `.unboundIdentity`, `.locked`, `.noPost`, `.postsUnconfirmed`, `.badSecondFactor`,
    ///   `.wrongKind`; or `PostgresError`.
    package func signIn(_ person: ExternalPerson, _ way: ExternalSignIn) async throws -> SignedIn {
        let subject = GuessSubject.external(provider: person.name.provider, "\0" + person.name.subject)
        return try await signIn(person, way, subject: subject, mayOwe: way.code == nil)
    }

    /// Asks a directory with what was typed, and signs in whom it names.
    ///
    /// The guess is counted before the directory is asked.
    ///
    /// - Parameters:
    ///   - account: as it was typed.
    ///   - provider: the directory's name.
    ///   - way: what is signed in to.
    ///   - ask: asks it; nil: account or password is wrong.
    /// - Returns: the session.
    /// - Throws: `AccountRefusal` as `signIn(_:_:)`; `.badCredentials`, `.locked`, `.busy`; or what the closure throws.
    package func signIn(
        account: String,
        by provider: String,
        _ way: ExternalSignIn,
        asking ask: () async throws -> ExternalPerson?
    ) async throws -> SignedIn {
        let district = way.configuration.id
        guard (way.kind == .duty) == (way.unit != nil) else { throw AccountRefusal.wrongKind(way.kind) }
        let subject = GuessSubject.external(provider: provider, account)
        let hash = subject.hash(in: district)
        let (failures, _) = try await charge(subject, in: district, reading: AttemptQueries.lock(district, hash))
        let person: ExternalPerson?
        do {
            person = try await ask()
        } catch {
            // Nothing was guessed.
            _ = try await pool.query(AttemptQueries.refund(district, hash, policy.lockRule))
            throw error
        }
        guard let person else {
            try await fail(
                .signInFailed,
                nil,
                failures: failures,
                provider: provider,
                in: district,
                from: way.origin
            )
            throw AccountRefusal.badCredentials
        }
        return try await signIn(person, way, subject: subject)
    }

    private func signIn(
        _ person: ExternalPerson,
        _ way: ExternalSignIn,
        subject: GuessSubject,
        mayOwe: Bool = false
    ) async throws -> SignedIn {
        guard (way.kind == .duty) == (way.unit != nil) else { throw AccountRefusal.wrongKind(way.kind) }
        let district = way.configuration.id
        var entry = Entry(
            district: district,
            subject: subject,
            kind: way.kind,
            unit: way.unit,
            origin: way.origin,
            external: person
        )
        let (credential, isNew) = try await meant(person, way, entry)
        try await admit(credential, entry)
        guard person.confirms(Self.posts(of: credential.person, way.configuration, at: credential.now)) else {
            throw try await refuse(.postsUnconfirmed, subject, credential.person, in: district, from: way.origin)
        }
        entry.owesFactor = mayOwe && !person.hasSecondFactor && credential.secondFactor != nil
        let isAsked = !person.hasSecondFactor && !entry.owesFactor
        let proof = isAsked ? try await proven(way.code, credential, entry, 1) : nil
        let signedIn = try await counted(credential, entry, 1) { [entry] connection in
            if isNew { try await bindFirst(person, credential.person, entry, on: connection) }
            let use = ExternalIdentityQueries.use(district, person.name, of: credential.person)
            guard try await !connection.query(use).isEmpty else { throw AccountRefusal.unboundIdentity }
            try await take(proof, of: credential.person, in: district, from: way.origin, on: connection)
            _ = try await connection.query(ExternalIdentityQueries.ensureCredential(district, credential.person))
            return try await begin(credential, entry, on: connection)
        }
        if policy.hasOneSessionEach { cache.forget(credential.person, in: district) }
        return signedIn
    }

    /// Whom a name means, and whether it is yet to be bound to them.
    private func meant(
        _ person: ExternalPerson,
        _ way: ExternalSignIn,
        _ entry: Entry
    ) async throws -> (CredentialRow, isNew: Bool) {
        let district = entry.district
        let bound = try await pool.query(ExternalIdentityQueries.account(district, person.name)).first
        if let account = try bound.map({ try $0[0, as: String.self] }) {
            guard let credential = try await credential(account, entry) else { throw AccountRefusal.unboundIdentity }
            return (credential, false)
        }
        if let account = person.account, let credential = try await credential(account, entry),
            !Self.posts(of: credential.person, way.configuration, at: credential.now)
                .contains(where: { policy.rolesWithSecondFactor.contains($0.role) })
        {
            return (credential, true)
        }
        // Nobody is named: who it is, only the provider knows.
        let note = SecurityNote(
            .signInRefused,
            by: nil,
            address: way.origin.address,
            detail: [
                "code": .string(AccountRefusal.unboundIdentity.code), "provider": .string(person.name.provider),
            ]
        )
        _ = try await pool.flight([
            AttemptQueries.refund(district, entry.subject.hash(in: district), policy.lockRule),
            SecurityEvent.write(district, person: nil, note),
        ])
        throw AccountRefusal.unboundIdentity
    }

    private func credential(_ account: String, _ entry: Entry) async throws -> CredentialRow? {
        let account = Self.possible(account)
        let read = CredentialRow.read(entry.district, account: account, unit: entry.unit, policy.standingRules)
        return try await pool.query(read).first.map(CredentialRow.init(row:))
    }

    /// The posts that somebody holds, without those of others.
    private static func posts(of person: PersonID, _ configuration: DistrictConfiguration, at now: Instant) -> [Post] {
        configuration.posts?.seats(of: person, at: now).filter { $0.instead == nil }.map(\.post) ?? []
    }

    private func bindFirst(
        _ external: ExternalPerson,
        _ person: PersonID,
        _ entry: Entry,
        on connection: Connection
    ) async throws {
        let note = SecurityNote(
            .identityBound,
            by: person,
            address: entry.origin.address,
            detail: ["provider": .string(external.name.provider), "first": true]
        )
        let bind = ExternalIdentityQueries.bind(entry.district, external.name, to: person, isOwn: true, note)
        // Somebody has another name there already: only an administrator changes that.
        guard try await !connection.query(bind).isEmpty else { throw AccountRefusal.unboundIdentity }
    }
}

extension Accounts {
    // MARK: - Binding

    /// Binds a provider's name to a person.
    ///
    /// - Throws: `AccountRefusal`: `.notBelow`; `.alreadyBound` where the name means somebody, or the person has another
    ///   one there; or `PostgresError`.
    package func bind(
        _ name: ExternalName,
        to person: PersonID,
        in district: DistrictID,
        by authority: Authority,
        from origin: Origin
    ) async throws {
        try await check(authority, over: person)
        let note = SecurityNote(.identityBound, of: name.provider, by: authority, from: origin)
        let bind = ExternalIdentityQueries.bind(district, name, to: person, isOwn: false, note)
        guard try await !pool.query(bind).isEmpty else { throw AccountRefusal.alreadyBound }
    }

    /// Takes a person's name at a provider away, and ends the person's sessions.
    ///
    /// - Throws: `AccountRefusal`: `.notBelow`, `.notBound`; or `PostgresError`.
    package func unbind(
        provider: String,
        _ person: PersonID,
        in district: DistrictID,
        by authority: Authority,
        from origin: Origin
    ) async throws {
        try await check(authority, over: person, closes: true)
        let note = SecurityNote(.identityUnbound, of: provider, by: authority, from: origin)
        let unbind = ExternalIdentityQueries.unbind(district, provider: provider, person, note)
        guard try await !pool.query(unbind).isEmpty else { throw AccountRefusal.notBound }
        try await endSessions(of: person, in: district, by: authority, from: origin)
    }

    /// The names of a person at providers, or of all.
    package func bindings(of person: PersonID? = nil, in district: DistrictID) async throws -> [ExternalIdentityRow] {
        try await pool.query(ExternalIdentityQueries.list(district, of: person)).map(ExternalIdentityRow.init(row:))
    }
}

extension SecurityNote {
    /// That somebody's name at a provider was bound, or taken away.
    fileprivate init(
        _ kind: SecurityEventKind,
        of provider: String,
        by authority: Accounts.Authority,
        from origin: Origin
    ) {
        self.init(kind, by: authority.person, address: origin.address, detail: ["provider": .string(provider)])
    }
}
