import Logging
package import PGStore
import Postgres
package import Workflow

/// A session that has begun.
package struct SignedIn: Sendable {
    /// Its secret, which is nowhere else: give it to who signed in, and do not keep it.
    package let secret: String
    /// Who signed in, and what must be done first.
    package let identity: Identity
}

extension Accounts {
    /// Signs somebody in.
    ///
    /// The guess is counted before the password is looked at; an account that there is not, and one without a password,
    /// cost the same time and are answered the same. Who must change the password, or set up a second factor, gets a
    /// session that says so (`Identity.restrictions`).
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - account: as it was typed.
    ///   - password: as it was typed.
    ///   - code: of the second factor, or a recovery code; nil: none was asked for yet.
    ///   - kind: what the session is for.
    ///   - unit: whose desk; for `duty`, and only for it.
    ///   - origin: from where.
    /// - Returns: the session.
    /// - Throws: `AccountRefusal`: `.badCredentials`, `.locked`, `.secondFactorNeeded`, `.badSecondFactor`,
    ///   `.secondFactorUnavailable`, `.noPost`, `.busy`, `.wrongKind`; or `PostgresError`.
    package func signIn(
        in district: DistrictID,
        account: String,
        password: String,
        code: String? = nil,
        kind: SessionKind,
        unit: UnitID? = nil,
        from origin: Origin
    ) async throws -> SignedIn {
        guard (kind == .duty) == (unit != nil) else { throw AccountRefusal.wrongKind(kind) }
        let account = Self.possible(account)
        let entry = Entry(district: district, subject: .password(account), kind: kind, unit: unit, origin: origin)
        return try await hasher.admitted {
            let read = CredentialRow.read(district, account: account, unit: unit, policy.standingRules)
            let (failures, row) = try await charge(entry.subject, in: district, reading: read)
            let credential = try row.map(CredentialRow.init(row:))
            // Before anything is asked of the account: whether there is one must not show in the time.
            let verified = try await verified(password, credential?.password)
            guard let credential, let hash = verified else {
                try await fail(.signInFailed, credential?.person, failures: failures, in: district, from: origin)
                throw AccountRefusal.badCredentials
            }
            try await admit(credential, entry)
            let proof = try await proven(code, credential, entry, failures)
            let signedIn = try await counted(credential, entry, failures) { connection in
                try await take(proof, of: credential.person, in: district, from: origin, on: connection)
                return try await begin(credential, entry, on: connection)
            }
            if policy.hasOneSessionEach { cache.forget(credential.person, in: district) }
            await renew(hash, password, credential, in: district)
            return signedIn
        }
    }

    /// Makes sure that it is still the same person who asks: before what a stolen session must not do.
    ///
    /// - Parameters:
    ///   - identity: who asks, by a session.
    ///   - password: as it was typed.
    ///   - code: of the second factor, where there is one; or a recovery code.
    ///   - origin: from where.
    /// - Throws: `AccountRefusal` as `signIn`; `.wrongKind` for a token.
    package func reassure(
        _ identity: Identity,
        password: String,
        code: String?,
        from origin: Origin
    ) async throws {
        guard let kind = identity.kind else { throw AccountRefusal.wrongKind(.desk) }
        let (district, account) = (identity.district, identity.account)
        let entry = Entry(district: district, subject: .password(account), kind: kind, unit: nil, origin: origin)
        try await hasher.admitted {
            let read = CredentialRow.read(district, account: account, policy.standingRules)
            let (failures, row) = try await charge(entry.subject, in: district, reading: read)
            let credential = try row.map(CredentialRow.init(row:))
            guard let credential, try await verified(password, credential.password) != nil else {
                try await fail(.signInFailed, identity.person, failures: failures, in: district, from: origin)
                throw AccountRefusal.badCredentials
            }
            let proof = try await proven(code, credential, entry, failures)
            try await counted(credential, entry, failures) { connection in
                try await take(proof, of: credential.person, in: district, from: origin, on: connection)
                _ = try await connection.query(AttemptQueries.forget(district, [entry.subject.hash(in: district)]))
            }
        }
    }

    /// Where and for what somebody signs in.
    struct Entry: Sendable {
        let district: DistrictID
        let subject: GuessSubject
        let kind: SessionKind
        let unit: UnitID?
        let origin: Origin
        /// Whom a provider of the city's names; nil: a password was looked at.
        var external: ExternalPerson?
        /// Whether a code of the second factor is to be given before the session opens anything.
        var owesFactor = false
    }

    /// What was typed for the second factor, as a proof still to be taken; a wrong code stays counted.
    func proven(
        _ code: String?,
        _ credential: CredentialRow,
        _ entry: Entry,
        _ failures: Int
    ) async throws -> Proof? {
        let (person, district) = (credential.person, entry.district)
        do {
            return try proof(of: code, by: credential, in: district)
        } catch AccountRefusal.badSecondFactor {
            try await fail(.secondFactorFailed, person, failures: failures, in: district, from: entry.origin)
            throw AccountRefusal.badSecondFactor
        } catch let refusal as AccountRefusal {
            throw try await refuse(refusal, entry.subject, person, in: district, from: entry.origin)
        }
    }

    /// A transaction that takes a proof: where somebody else used that code a moment ago, it is a failure.
    func counted<Value: Sendable>(
        _ credential: CredentialRow,
        _ entry: Entry,
        _ failures: Int,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.withTransaction { try await body($0) }
        } catch AccountRefusal.badSecondFactor {
            let person = credential.person
            try await fail(.secondFactorFailed, person, failures: failures, in: entry.district, from: entry.origin)
            throw AccountRefusal.badSecondFactor
        }
    }

    /// The stored password where what was typed fits; takes as long where there is none.
    func verified(_ password: String, _ stored: String?) async throws -> PasswordHash? {
        let hash = stored.flatMap { PasswordHash($0) }
        if let stored, hash == nil {
            logger.error("a stored password cannot be read", metadata: ["bytes": "\(stored.utf8.count)"])
        }
        // No password is a single NUL; scrypt must be given something.
        let isTyped = !password.isEmpty && PasswordRules.isReadable(password)
        let fits = try await hasher.fits(isTyped ? PasswordRules.bytes(password) : [0], hash ?? unfitting)
        return fits ? hash : nil
    }

    /// Keeps out who has the right password and may not come in.
    func admit(_ credential: CredentialRow, _ entry: Entry) async throws {
        let refusal: AccountRefusal
        if credential.standing.isBlocked {
            refusal = .locked(until: nil)
        } else if !credential.standing.serves {
            refusal = .noPost
        } else {
            return
        }
        throw try await refuse(refusal, entry.subject, credential.person, in: entry.district, from: entry.origin)
    }

    /// Makes the session and forgets the failures.
    func begin(
        _ credential: CredentialRow,
        _ entry: Entry,
        on connection: Connection
    ) async throws -> SignedIn {
        let (district, person) = (entry.district, credential.person)
        let secret = DistrictSecret.make(.session, in: district)
        let new = NewSession(
            hash: secret.hash,
            kind: entry.kind,
            person: person,
            unit: entry.unit,
            seconds: seconds(of: entry),
            address: entry.origin.address,
            agent: entry.origin.agent,
            provider: entry.external?.name.provider,
            isVouched: entry.external?.hasSecondFactor ?? false,
            owesFactor: entry.owesFactor
        )
        let id = try await make(new, credential, entry, on: connection)
        var restrictions = Identity.Restriction.of(credential.standing)
        if let external = entry.external {
            restrictions.subtract(Identity.Restriction.lifted(isVouched: external.hasSecondFactor))
        }
        if entry.owesFactor { restrictions.insert(.secondFactorOwed) }
        let identity = Identity(
            district: district,
            person: person,
            account: credential.account,
            bearer: .session(id, entry.kind, desk: entry.unit),
            restrictions: restrictions
        )
        return SignedIn(secret: secret.sessionText, identity: identity)
    }

    /// Seconds that a session lasts at the most.
    private func seconds(of entry: Entry) -> Int64 {
        let usual = max(1, policy.life(of: entry.kind).whole.components.seconds)
        return entry.external?.hours.map { min(usual, Int64($0) * 3_600) } ?? usual
    }

    private func make(
        _ new: NewSession,
        _ credential: CredentialRow,
        _ entry: Entry,
        on connection: Connection
    ) async throws -> SessionID {
        let (district, address) = (entry.district, entry.origin.address)
        var detail: JSONObject = ["kind": .string(new.kind.rawValue)]
        if let unit = new.unit { detail["unit"] = .int(unit.rawValue) }
        if let provider = new.provider { detail["provider"] = .string(provider) }
        let note = SecurityNote(.signedIn, by: new.person, address: address, detail: detail)
        let password = new.provider == nil ? credential.password ?? "" : nil
        let made = try await connection.query(SessionQueries.make(district, new, password: password, note))
        // The password was changed, or the account locked, while it was looked at.
        guard let row = made.first else { throw AccountRefusal.badCredentials }
        let id = SessionID(try row[0])
        // Who has proved only half of who they are ends nobody's session.
        let others = new.owesFactor ? [] : endingOthers(than: id, of: new.person, in: district, address)
        _ = try await connection.flight(
            [AttemptQueries.forget(district, [entry.subject.hash(in: district)])] + others
        )
        return id
    }

    /// What ends a person's other sessions, where each has one alone.
    func endingOthers(
        than id: SessionID,
        of person: PersonID,
        in district: DistrictID,
        _ address: String
    ) -> [Query] {
        guard policy.hasOneSessionEach else { return [] }
        let end = SessionEnd.signedInElsewhere
        let detail: JSONObject = ["code": .string(end.rawValue)]
        let note = SecurityNote(.sessionEnded, by: person, address: address, detail: detail)
        return [SessionQueries.end(district, .all(of: person, except: id), as: end, note)]
    }

    /// Writes a password at today's cost, where it was written at another.
    private func renew(
        _ hash: PasswordHash,
        _ password: String,
        _ credential: CredentialRow,
        in district: DistrictID
    ) async {
        guard hash.cost != policy.passwordCost, let old = credential.password else { return }
        do {
            let new = try await hasher.hash(PasswordRules.bytes(password), policy.passwordCost)
            _ = try await pool.query(CredentialQueries.rehash(district, credential.person, from: old, to: new.text))
        } catch {
            // Who signed in is in; the next sign-in tries again.
            logger.warning("a password was not written anew", metadata: ["error": "\(error)"])
        }
    }
}
