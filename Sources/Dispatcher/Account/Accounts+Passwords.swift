import PGStore
import Postgres
package import Workflow

extension Accounts {
    // MARK: - Passwords

    /// Changes one's own password, and ends one's other sessions.
    ///
    /// The old one is looked at and counted as when signing in. It lifts `must_change` and `password_expired`.
    ///
    /// - Parameters:
    ///   - identity: who asks; by a session.
    ///   - old: the password there is.
    ///   - new: the one there is to be.
    ///   - origin: from where.
    /// - Throws: `AccountRefusal`: `.badCredentials`, `.locked`, `.weak`, `.busy`, `.wrongKind`; or `PostgresError`.
    package func changePassword(
        _ identity: Identity,
        from old: String,
        to new: String,
        from origin: Origin
    ) async throws {
        guard let session = identity.session else { throw AccountRefusal.wrongKind(.desk) }
        let (district, account, person) = (identity.district, identity.account, identity.person)
        let hash = try await chosen(new, for: account)
        let subject = GuessSubject.password(account)
        try await hasher.admitted {
            let read = CredentialRow.read(district, account: account, policy.standingRules)
            let (failures, row) = try await charge(subject, in: district, reading: read)
            let credential = try row.map(CredentialRow.init(row:))
            guard let stored = credential?.password, try await verified(old, stored) != nil else {
                try await fail(.signInFailed, person, failures: failures, in: district, from: origin)
                throw AccountRefusal.badCredentials
            }
            guard PasswordRules.bytes(old) != PasswordRules.bytes(new) else {
                throw try await refuse(.weak(.unchanged), subject, person, in: district, from: origin)
            }
            let note = SecurityNote(.passwordChanged, by: person, address: origin.address)
            try await pool.withTransaction { connection in
                let change = CredentialQueries.changePassword(district, person, from: stored, to: hash.text, note)
                guard try await !connection.query(change).isEmpty else { throw AccountRefusal.badCredentials }
                _ = try await connection.flight([
                    endOthers(of: person, except: session, in: district, by: person, from: origin),
                    AttemptQueries.forget(district, [subject.hash(in: district)]),
                ])
            }
        }
        cache.forget(person, in: district)
    }

    /// Sets somebody's password, and ends their sessions.
    ///
    /// - Parameters:
    ///   - person: whose.
    ///   - account: their account.
    ///   - district: the district.
    ///   - new: the password.
    ///   - mustChange: whether sessions may only change it at first: somebody else knows it.
    ///   - authority: who asks.
    ///   - origin: from where.
    /// - Throws: `AccountRefusal`: `.weak`, `.notBelow`; or `PostgresError`.
    package func setPassword(
        of person: PersonID,
        account: String,
        in district: DistrictID,
        to new: String,
        mustChange: Bool = true,
        by authority: Authority,
        from origin: Origin
    ) async throws {
        try await check(authority, over: person)
        let hash = try await chosen(new, for: account)
        let note = SecurityNote(
            .passwordSet,
            by: authority.person,
            address: origin.address,
            detail: ["must_change": .bool(mustChange)]
        )
        _ = try await pool.flight([
            CredentialQueries.setPassword(district, person, to: hash.text, mustChange: mustChange, note),
            endOthers(of: person, except: nil, in: district, by: authority.person, from: origin),
            AttemptQueries.forget(district, [GuessSubject.password(account).hash(in: district)]),
        ])
        cache.forget(person, in: district)
    }

    /// A password that somebody wants, hashed.
    ///
    /// - Throws: `AccountRefusal.weak`, `.busy`.
    private func chosen(_ new: String, for account: String) async throws -> PasswordHash {
        if let fault = PasswordRules.fault(in: new, of: account, length: policy.passwordLength) {
            throw AccountRefusal.weak(fault)
        }
        return try await hasher.admitted { try await hasher.hash(PasswordRules.bytes(new), policy.passwordCost) }
    }

    private func endOthers(
        of person: PersonID,
        except: SessionID?,
        in district: DistrictID,
        by: PersonID?,
        from origin: Origin
    ) -> Query {
        let end = SessionEnd.passwordChanged
        let note = SecurityNote(
            .sessionEnded,
            by: by,
            address: origin.address,
            detail: ["code": .string(end.rawValue)]
        )
        return SessionQueries.end(district, .all(of: person, except: except), as: end, note)
    }
}

extension Accounts {
    // MARK: - Slips

    /// Makes a one-time slip (一次性凭条) by which somebody sets a new password; an older one is void.
    ///
    /// The old password and its sessions go on until the slip is used: a slip made for the wrong person locks nobody out.
    ///
    /// - Parameters:
    ///   - person: for whom.
    ///   - district: the district.
    ///   - authority: who asks.
    ///   - origin: from where.
    /// - Returns: the code, to be shown once, and until when it is good.
    /// - Throws: `AccountRefusal.notBelow`; or `PostgresError`.
    package func makeSlip(
        for person: PersonID,
        in district: DistrictID,
        by authority: Authority,
        from origin: Origin
    ) async throws -> (code: String, until: Instant) {
        try await check(authority, over: person)
        let code = TypedCode.make(groups: 3)
        let query = CredentialQueries.makeSlip(
            district,
            person,
            hash: TypedCode.hash(code, of: person, in: district),
            seconds: max(1, policy.slipTime.components.seconds),
            SecurityNote(.slipMade, by: authority.person, address: origin.address)
        )
        return (code, Instant(try await pool.query(query).only()[0, as: Timestamp.self]))
    }

    /// Sets a password by a slip, which is used up, and ends all sessions.
    ///
    /// Wrong slips are counted as failures are.
    ///
    /// - Throws: `AccountRefusal`: `.badSlip`, `.locked`, `.weak`, `.busy`; or `PostgresError`.
    package func useSlip(
        in district: DistrictID,
        account: String,
        code: String,
        newPassword new: String,
        from origin: Origin
    ) async throws {
        let account = Self.possible(account)
        let subject = GuessSubject.slip(account)
        if let fault = PasswordRules.fault(in: new, of: account, length: policy.passwordLength) {
            throw AccountRefusal.weak(fault)
        }
        let read = CredentialRow.read(district, account: account, policy.standingRules)
        let used: PersonID = try await hasher.admitted {
            let (failures, row) = try await charge(subject, in: district, reading: read)
            let person = try row.map(CredentialRow.init(row:))?.person
            let hash = try await hasher.hash(PasswordRules.bytes(new), policy.passwordCost)
            let slip = person.map { TypedCode.hash(code, of: $0, in: district) }
            guard let person, let slip,
                try await use(slip, of: person, account, hash, in: district, from: origin)
            else {
                try await fail(.slipFailed, person, failures: failures, in: district, from: origin)
                throw AccountRefusal.badSlip
            }
            return person
        }
        cache.forget(used, in: district)
    }

    private func use(
        _ slip: [UInt8],
        of person: PersonID,
        _ account: String,
        _ hash: PasswordHash,
        in district: DistrictID,
        from origin: Origin
    ) async throws -> Bool {
        let note = SecurityNote(.slipUsed, by: person, address: origin.address)
        let guesses = [GuessSubject.slip(account), .password(account)].map { $0.hash(in: district) }
        return try await pool.withTransaction { connection in
            let use = CredentialQueries.useSlip(district, person, slip: slip, password: hash.text, note)
            guard try await !connection.query(use).isEmpty else { return false }
            _ = try await connection.flight([
                endOthers(of: person, except: nil, in: district, by: person, from: origin),
                AttemptQueries.forget(district, guesses),
            ])
            return true
        }
    }
}

extension Accounts {
    // MARK: - Keeping out

    /// Keeps somebody out, whose sessions end and whose tokens are refused; or lets them in again, failures forgotten.
    ///
    /// - Throws: `AccountRefusal.notBelow`; or `PostgresError`.
    package func setBlocked(
        _ isBlocked: Bool,
        _ person: PersonID,
        account: String,
        in district: DistrictID,
        by authority: Authority,
        from origin: Origin
    ) async throws {
        try await check(authority, over: person, closes: isBlocked)
        let kind = isBlocked ? SecurityEventKind.blocked : .unblocked
        let note = SecurityNote(kind, by: authority.person, address: origin.address)
        let block = CredentialQueries.block(district, person, isBlocked: isBlocked, note)
        let end = SessionEnd.endedByAdministrator
        let ended = SecurityNote(
            .sessionEnded,
            by: authority.person,
            address: origin.address,
            detail: ["code": .string(end.rawValue)]
        )
        let guesses = [GuessSubject.password(account), .slip(account), .pin(account)]
        _ = try await pool.flight([
            block,
            isBlocked
                ? SessionQueries.end(district, .all(of: person, except: nil), as: end, ended)
                : AttemptQueries.forget(district, guesses.map { $0.hash(in: district) }),
        ])
        cache.forget(person, in: district)
    }
}
