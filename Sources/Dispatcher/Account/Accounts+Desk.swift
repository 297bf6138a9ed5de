import PGStore
import Postgres
import Workflow

extension Accounts {
    // MARK: - Duty desks

    /// Sets one's own PIN for duty desks.
    ///
    /// - Parameters:
    ///   - identity: whose; by a session of their own, not at a desk that others share.
    ///   - pin: six digits, not all the same and not in a row.
    ///   - password: that person's, once more: a stolen session sets no PIN.
    ///   - code: of the second factor, where there is one.
    ///   - origin: from where.
    /// - Throws: `AccountRefusal`: as `reassure`; `.weak`, `.wrongKind`, `.restricted`; or `PostgresError`.
    package func setPIN(
        _ identity: Identity,
        to pin: String,
        password: String,
        code: String? = nil,
        from origin: Origin
    ) async throws {
        try Self.checkOwn(identity)
        guard identity.kind != .duty else { throw AccountRefusal.wrongKind(.desk) }
        if let fault = PasswordRules.fault(inPIN: pin) { throw AccountRefusal.weak(fault) }
        try await reassure(identity, password: password, code: code, from: origin)
        let (district, person) = (identity.district, identity.person)
        let hash = try await hasher.admitted { try await hasher.hash(Array(pin.utf8), policy.passwordCost) }
        let note = SecurityNote(.pinSet, by: person, address: origin.address)
        let guesses = [GuessSubject.pin(identity.account).hash(in: district)]
        _ = try await pool.flight([
            CredentialQueries.setPIN(district, person, to: hash.text, note), AttemptQueries.forget(district, guesses),
        ])
    }

    /// Lets another person of the unit act at its duty desk, by PIN; wrong ones are counted and lock the PIN.
    ///
    /// - Parameters:
    ///   - text: the desk's session.
    ///   - account: who will act.
    ///   - pin: that person's.
    ///   - origin: from where.
    /// - Returns: who acts now.
    /// - Throws: `AccountRefusal`: `.badPIN`, `.locked`, `.noPost` where the person holds no post in that unit,
    ///   `.wrongKind`, `.signedOut`, `.busy`; or `PostgresError`.
    package func switchPerson(
        session text: String,
        to account: String,
        pin: String,
        from origin: Origin
    ) async throws -> Identity {
        guard let secret = DistrictSecret(session: text) else { throw AccountRefusal.signedOut(nil) }
        let (district, account) = (secret.district, Self.possible(account))
        let desk = try await found(secret)
        guard desk.kind == .duty else { throw AccountRefusal.wrongKind(.duty) }
        let subject = GuessSubject.pin(account)
        return try await hasher.admitted {
            let read = CredentialRow.read(district, account: account, unit: desk.unit, policy.standingRules)
            let (failures, row) = try await charge(subject, in: district, reading: read)
            let credential = try row.map(CredentialRow.init(row:))
            let verified = try await verified(pin, credential?.pin)
            guard let credential, verified != nil else {
                try await fail(.pinFailed, credential?.person, failures: failures, in: district, from: origin)
                throw AccountRefusal.badPIN
            }
            let (person, standing) = (credential.person, credential.standing)
            if standing.isBlocked || !standing.serves {
                let refusal = standing.isBlocked ? AccountRefusal.locked(until: nil) : .noPost
                throw try await refuse(refusal, subject, person, in: district, from: origin)
            }
            try await seat(person, at: desk, subject, in: district, from: origin)
            return Identity(
                district: district,
                person: person,
                account: credential.account,
                bearer: .session(desk.id, desk.kind, desk: desk.unit),
                restrictions: Identity.Restriction.of(standing)
            )
        }
    }

    private func seat(
        _ person: PersonID,
        at desk: FoundSession,
        _ subject: GuessSubject,
        in district: DistrictID,
        from origin: Origin
    ) async throws {
        var detail: JSONObject = [:]
        if let before = desk.acting { detail["from"] = .int(before.rawValue) }
        let note = SecurityNote(.deskSwitched, by: person, address: origin.address, detail: detail)
        let done = try await pool.flight([
            SessionQueries.switchDesk(district, desk.id, to: person, note),
            AttemptQueries.forget(district, [subject.hash(in: district)]),
        ])
        guard !done[0].isEmpty else { throw AccountRefusal.signedOut(nil) }
        cache.forget([desk.id], in: district)
    }

    /// Locks a duty desk: nobody acts there until somebody gives a PIN.
    ///
    /// - Throws: `AccountRefusal`: `.signedOut`, `.wrongKind`; or `PostgresError`.
    package func lockDesk(session text: String, from origin: Origin) async throws {
        guard let secret = DistrictSecret(session: text) else { throw AccountRefusal.signedOut(nil) }
        let desk = try await found(secret)
        guard desk.kind == .duty else { throw AccountRefusal.wrongKind(.duty) }
        let note = SecurityNote(.deskLocked, by: desk.acting, address: origin.address)
        let done = try await pool.query(SessionQueries.switchDesk(secret.district, desk.id, to: nil, note))
        guard !done.isEmpty else { throw AccountRefusal.signedOut(nil) }
        cache.forget([desk.id], in: secret.district)
    }
}
