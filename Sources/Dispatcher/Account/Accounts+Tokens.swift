package import PGStore
import Postgres
package import Workflow

/// A token that was just made.
package struct NewToken: Sendable {
    /// The token itself, which is nowhere else: show it once.
    package let text: String
    /// Its number.
    package let id: TokenID
    /// When it ends.
    package let expiresAt: Instant
}

extension Accounts {
    // MARK: - Tokens of programs

    /// Who asks by a token.
    ///
    /// Its scopes say what it may do, its person's posts what they ever may.
    /// One round trip, or none where this process saw it within the last seconds.
    ///
    /// - Parameters:
    ///   - text: the token.
    ///   - admit: asked before that round trip: it throws where too much is asked by strangers.
    /// - Returns: who it is.
    /// - Throws: what `admit` throws; `AccountRefusal`: `.badToken`, `.tokenExpired`, `.tokenRevoked`, `.locked`, `.noPost`; or `PostgresError`.
    package func authenticate(
        token text: String,
        admit: @Sendable () throws -> Void = {}
    ) async throws -> Identity {
        let shown = ShownSecret(.token, text)
        if let known = cache.known(shown) { return known }
        guard let secret = DistrictSecret(token: text) else { throw AccountRefusal.badToken }
        let (district, hash) = (secret.district, secret.hash)
        try admit()
        let epoch = cache.epoch
        let query = TokenQueries.find(district, hash: hash, policy.standingRules)
        guard let row = try await pool.query(query).first else { throw AccountRefusal.badToken }
        let found = try FoundToken(row: row)
        if found.isRevoked { throw AccountRefusal.tokenRevoked }
        if found.isExpired { throw AccountRefusal.tokenExpired }
        if found.standing.isBlocked { throw AccountRefusal.locked(until: nil) }
        if !found.standing.serves { throw AccountRefusal.noPost }
        let identity = Identity(
            district: district,
            person: found.person,
            account: found.account,
            // A scope that this program does not know gives nothing.
            bearer: .token(found.id, Set(found.scopes.compactMap(TokenScope.init(rawValue:)))),
            restrictions: []
        )
        cache.keep(identity, of: shown, since: epoch)
        return identity
    }

    /// Makes a token for a program that acts for a person.
    ///
    /// - Parameters:
    ///   - person: for whom.
    ///   - district: the district.
    ///   - title: what it is for; 1 to 100 characters.
    ///   - scopes: what it may do; at least one.
    ///   - days: how long it lasts; nil: as long as the policy says.
    ///   - by: who makes it; nil: whoever runs the program.
    ///   - origin: from where.
    /// - Returns: the token.
    /// - Throws: `AccountRefusal.badTokenRequest`; or `PostgresError`.
    package func makeToken(
        of person: PersonID,
        in district: DistrictID,
        title: String,
        scopes: Set<TokenScope>,
        days: Int? = nil,
        by: PersonID?,
        from origin: Origin
    ) async throws -> NewToken {
        let most = min(365, policy.tokenDaysAtMost)
        let days = days ?? min(policy.tokenDays, most)
        guard (1...max(1, most)).contains(days), !scopes.isEmpty, (1...100).contains(title.count),
            title.utf8.count <= 1_000, !title.utf8.contains(0)
        else { throw AccountRefusal.badTokenRequest(mostDays: most) }
        let secret = DistrictSecret.make(.token, in: district)
        let words = scopes.map(\.rawValue).sorted()
        let note = SecurityNote(
            .tokenMade,
            by: by,
            address: origin.address,
            detail: ["scopes": .array(words.map { .string($0) }), "days": .int(Int64(days))]
        )
        let query = TokenQueries.make(
            district,
            of: person,
            hash: secret.hash,
            title: title,
            scopes: words,
            days: days,
            note
        )
        let row = try await pool.query(query).only()
        return NewToken(
            text: secret.tokenText,
            id: TokenID(try row[0]),
            expiresAt: Instant(try row[1, as: Timestamp.self])
        )
    }

    /// Tokens of a person or of all, the latest first; those that have ended too.
    package func tokens(of person: PersonID?, in district: DistrictID) async throws -> [TokenRow] {
        try await pool.query(TokenQueries.list(district, of: person)).map(TokenRow.init(row:))
    }

    /// Revokes a token.
    ///
    /// - Parameters:
    ///   - id: which.
    ///   - person: whose it must be; nil: whosesoever.
    ///   - district: the district.
    ///   - by: who revokes it; nil: whoever runs the program.
    ///   - origin: from where.
    /// - Throws: `AccountRefusal.unknownToken` where there is none such, or it was revoked before.
    package func revokeToken(
        _ id: TokenID,
        of person: PersonID?,
        in district: DistrictID,
        by: PersonID?,
        from origin: Origin
    ) async throws {
        let note = SecurityNote(.tokenRevoked, by: by, address: origin.address)
        let revoked = try await pool.query(TokenQueries.revoke(district, id, of: person, note))
        guard !revoked.isEmpty else { throw AccountRefusal.unknownToken(id) }
        cache.forget { identity in
            guard case .token(id, _) = identity.bearer else { return false }
            return identity.district == district
        }
    }
}
