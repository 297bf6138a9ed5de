package import PGStore
import Postgres
package import Workflow

extension Accounts {
    // MARK: - Who asks

    /// Who asks by a session.
    ///
    /// One round trip, or none where this process saw it within the last seconds.
    ///
    /// - Parameters:
    ///   - text: its secret.
    ///   - admit: asked before that round trip: it throws where too much is asked by strangers.
    /// - Returns: who it is.
    /// - Throws: what `admit` throws; `AccountRefusal`: `.signedOut` where it runs no more, `.locked`, `.noPost`; or `PostgresError`.
    package func authenticate(
        session text: String,
        admit: @Sendable () throws -> Void = {}
    ) async throws -> Identity {
        // Before it is even read: of what was shown a moment ago nothing has to be found out.
        let shown = ShownSecret(.session, text)
        if let known = cache.known(shown) { return known }
        guard let secret = DistrictSecret(session: text) else { throw AccountRefusal.signedOut(nil) }
        try admit()
        let epoch = cache.epoch
        let identity = try identity(of: try await found(secret), in: secret.district)
        cache.keep(identity, of: shown, since: epoch)
        return identity
    }

    /// Whether a session still runs and means the same person, without its being used: a page that stands open is nobody
    /// at work.
    ///
    /// - Parameters:
    ///   - text: its secret.
    ///   - identity: whom it meant.
    /// - Returns: false where it was ended, or ran out.
    /// - Throws: `PostgresError`.
    package func stillRuns(session text: String, as identity: Identity) async throws -> Bool {
        guard let secret = DistrictSecret(session: text) else { return false }
        do {
            return try self.identity(of: try await found(secret, isUse: false), in: secret.district) == identity
        } catch is AccountRefusal {
            return false
        }
    }

    /// What a session's secret leads to, as it is in the database.
    func found(_ secret: DistrictSecret, isUse: Bool = true) async throws -> FoundSession {
        let query = SessionQueries.find(
            secret.district,
            hash: secret.hash,
            idle: policy.idleSeconds,
            isUse: isUse,
            policy.standingRules
        )
        guard let row = try await pool.query(query).first else { throw AccountRefusal.signedOut(nil) }
        let found = try FoundSession(row: row)
        guard found.lives else { throw AccountRefusal.signedOut(found.end) }
        return found
    }

    private func identity(of found: FoundSession, in district: DistrictID) throws(AccountRefusal) -> Identity {
        var restrictions = Identity.Restriction.of(found.standing)
        if found.isExternal, found.acting == found.person {
            // No password was asked for; and where the provider answers for a second factor, none is asked for either.
            restrictions.subtract(Identity.Restriction.lifted(isVouched: found.isVouched))
        }
        if found.owesFactor { restrictions.insert(.secondFactorOwed) }
        if found.kind == .duty {
            // The desk stays; who may not act there any more leaves it, and the next gives a PIN.
            let isManned = found.acting != nil && found.standing.serves && !found.standing.isBlocked
            if !isManned { restrictions.insert(.deskLocked) }
        } else {
            if found.standing.isBlocked { throw .locked(until: nil) }
            if !found.standing.serves { throw .noPost }
        }
        return Identity(
            district: district,
            person: found.acting ?? found.person,
            account: found.account,
            bearer: .session(found.id, found.kind, desk: found.unit),
            restrictions: restrictions
        )
    }
}

extension Accounts {
    // MARK: - Ending

    /// Ends a session by its secret; one that runs no more is no fault.
    ///
    /// - Returns: the provider that had said who it was; nil: none did, or nothing ended.
    /// - Throws: `PostgresError`.
    @discardableResult
    package func signOut(_ text: String, from origin: Origin) async throws -> String? {
        guard let secret = DistrictSecret(session: text) else { return nil }
        // Who it is says the row; by whom is the same.
        let found = try? await found(secret)
        let note = SecurityNote(.signedOut, by: found?.acting ?? found?.person, address: origin.address)
        return try await end(.hash(secret.hash), as: .signedOut, note, in: secret.district).first?.provider
    }

    /// Ends all sessions of who asks, or all others.
    ///
    /// - Parameters:
    ///   - identity: who asks.
    ///   - keepsThis: whether the session that is asked by goes on.
    ///   - origin: from where.
    /// - Returns: how many were ended.
    /// - Throws: `PostgresError`.
    @discardableResult
    package func signOutEverywhere(
        _ identity: Identity,
        keepsThis: Bool = false,
        from origin: Origin
    ) async throws -> Int {
        let note = SecurityNote(.signedOut, by: identity.person, address: origin.address)
        let selection = SessionQueries.Selection.all(
            of: identity.person,
            except: keepsThis ? identity.session : nil
        )
        return try await end(selection, as: .signedOut, note, in: identity.district).count
    }

    /// The sessions of a person that run, the latest first.
    package func sessions(of person: PersonID, in district: DistrictID) async throws -> [SessionRow] {
        let query = SessionQueries.list(district, of: person, idle: policy.idleSeconds)
        return try await pool.query(query).map(SessionRow.init(row:))
    }

    /// Ends one's own session by its number.
    ///
    /// - Throws: `AccountRefusal.unknownSession` where it is not one of theirs that runs.
    package func endSession(_ id: SessionID, by identity: Identity, from origin: Origin) async throws {
        let own = try await sessions(of: identity.person, in: identity.district)
        guard own.contains(where: { $0.id == id }) else { throw AccountRefusal.unknownSession(id) }
        let note = SecurityNote(.signedOut, by: identity.person, address: origin.address)
        try await end(.id(id), as: .signedOut, note, in: identity.district)
    }

    /// Ends sessions of somebody else.
    ///
    /// - Parameters:
    ///   - person: whose.
    ///   - only: this one; nil: all.
    ///   - district: the district.
    ///   - authority: who asks.
    ///   - origin: from where.
    /// - Returns: how many were ended.
    /// - Throws: `AccountRefusal.notBelow`, `.unknownSession`.
    @discardableResult
    package func endSessions(
        of person: PersonID,
        only: SessionID? = nil,
        in district: DistrictID,
        by authority: Authority,
        from origin: Origin
    ) async throws -> Int {
        try await check(authority, over: person, closes: true)
        if let only, try await !sessions(of: person, in: district).contains(where: { $0.id == only }) {
            throw AccountRefusal.unknownSession(only)
        }
        let end = SessionEnd.endedByAdministrator
        let note = SecurityNote(
            .sessionEnded,
            by: authority.person,
            address: origin.address,
            detail: ["code": .string(end.rawValue)]
        )
        let selection = only.map { .id($0) } ?? SessionQueries.Selection.all(of: person, except: nil)
        return try await self.end(selection, as: end, note, in: district).count
    }

    @discardableResult
    private func end(
        _ selection: SessionQueries.Selection,
        as end: SessionEnd,
        _ note: SecurityNote,
        in district: DistrictID
    ) async throws -> [(id: SessionID, provider: String?)] {
        let ended = try await pool.query(SessionQueries.end(district, selection, as: end, note)).map { row in
            (id: SessionID(try row[0, as: Int64.self]), provider: try row[1, as: String?.self])
        }
        cache.forget(ended.map(\.id), in: district)
        return ended
    }
}
