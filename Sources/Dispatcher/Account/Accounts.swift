package import Logging
package import PGStore
package import Postgres
package import Workflow

/// Who may come in: passwords, sessions, second factors, duty desks, tokens, and the security log.
///
/// Time is the database's, failures are counted there, and every change is one transaction with its security event: so any
/// number of processes count together. What a process knows for itself is only which sessions and tokens it saw within the
/// last seconds (`AccountPolicy.cacheTime`): what it ends itself is felt at once, what another ends within that time.
package final class Accounts: Sendable {
    /// What is asked of accounts.
    package let policy: AccountPolicy

    let pool: Pool
    let sealer: SecretSealer?
    let logger: Logger
    let hasher: PasswordHasher
    let cache: AuthenticationCache
    /// Looked at in place of a password that is not there, so that it takes as long.
    let unfitting: PasswordHash

    /// Makes them.
    ///
    /// - Parameters:
    ///   - pool: connections to the database.
    ///   - policy: what is asked of accounts.
    ///   - sealer: seals the secrets of second factors; nil: there can be none, and who has one cannot sign in.
    ///   - logger: where faults are logged.
    package init(pool: Pool, policy: AccountPolicy, sealer: SecretSealer? = nil, logger: Logger) {
        self.pool = pool
        self.policy = policy
        self.sealer = sealer
        self.logger = logger
        hasher = PasswordHasher(width: policy.hashesAtOnce, waiting: policy.hashesWaiting)
        cache = AuthenticationCache(time: policy.cacheTime, size: policy.cacheSize)
        unfitting = .unfitting(policy.passwordCost)
    }

    /// Who changes somebody else's account.
    package enum Authority: Sendable {
        /// Whoever runs the program at the machine.
        case program
        /// A person, who must be at or above the other in one of the roles of `AccountPolicy.rolesThatReset`.
        case person(PersonID, DistrictConfiguration)

        /// The person; nil: whoever runs the program.
        var person: PersonID? {
            switch self {
            case .program: nil
            case .person(let person, _): person
            }
        }
    }
}

extension Accounts {
    // MARK: - Who

    /// A person by account.
    ///
    /// - Throws: `AccountRefusal.unknownAccount`.
    package func person(called account: String, in district: DistrictID) async throws -> PersonID {
        try await credential(of: account, in: district).person
    }

    /// Accounts of a district in their order, so many behind one.
    package func list(
        _ district: DistrictID,
        account: String? = nil,
        after: String? = nil,
        limit: Int = 10_000
    ) async throws -> [AccountRow] {
        let query = AccountRow.list(district, account: account, after: after, limit: limit)
        return try await pool.query(query).map(AccountRow.init(row:))
    }

    /// How somebody else's account stands, and where it is signed in.
    ///
    /// - Parameters:
    ///   - person: whose.
    ///   - account: the same by account.
    ///   - district: the district.
    ///   - authority: who asks.
    /// - Returns: the account, and the sessions that run, the latest first.
    /// - Throws: `AccountRefusal.notBelow`, `.unknownAccount`; or `PostgresError`.
    package func standing(
        of person: PersonID,
        account: String,
        in district: DistrictID,
        by authority: Authority
    ) async throws -> (row: AccountRow, sessions: [SessionRow]) {
        try await check(authority, over: person, closes: true)
        guard let row = try await list(district, account: account, limit: 1).first else {
            throw AccountRefusal.unknownAccount(account)
        }
        return (row, try await sessions(of: person, in: district))
    }

    /// The security log of a district or of one person, the latest first.
    package func log(
        _ district: DistrictID,
        of person: PersonID? = nil,
        before: SecurityEventID? = nil,
        limit: Int = 100
    ) async throws -> [SecurityEvent] {
        let query = SecurityEvent.list(district, of: person, before: before, limit: limit)
        return try await pool.query(query).map(SecurityEvent.init(row:))
    }

    func credential(of account: String, in district: DistrictID) async throws -> CredentialRow {
        let query = CredentialRow.read(district, account: Self.possible(account), policy.standingRules)
        guard let row = try await pool.query(query).first else { throw AccountRefusal.unknownAccount(account) }
        return try CredentialRow(row: row)
    }

    /// An account as it was typed, or one that nobody has where the database could not even be asked for it.
    static func possible(_ account: String) -> String {
        account.utf8.count <= 400 && !account.utf8.contains(0) ? account : "~"
    }

    /// Lets through who may change somebody else's account now, or close it (`closes`), be they gone.
    ///
    /// - Throws: `AccountRefusal.notBelow`.
    func check(_ authority: Authority, over other: PersonID, closes: Bool = false) async throws {
        guard case .person(let person, let configuration) = authority else { return }
        let now = Instant(try await pool.query("SELECT clock_timestamp()").only()[0, as: Timestamp.self])
        let reset = PasswordReset(roles: policy.rolesThatReset)
        guard let posts = configuration.posts,
            reset.isAllowed(
                to: person,
                of: other,
                posts: posts,
                territory: configuration.territory,
                at: now,
                closes: closes
            )
        else { throw AccountRefusal.notBelow }
    }
}

extension Accounts {
    // MARK: - Guesses

    /// Counts a guess, then reads what it is about.
    ///
    /// - Returns: how many guesses there are now, and what was read.
    /// - Throws: `AccountRefusal.locked`: then nothing was counted, nor written into the log, which a flood would fill.
    func charge(
        _ subject: GuessSubject,
        in district: DistrictID,
        reading query: Query
    ) async throws -> (failures: Int, row: Row?) {
        let subject = subject.hash(in: district)
        let results = try await pool.flight([
            AttemptQueries.charge(district, subject, policy.lockRule), AttemptQueries.lock(district, subject), query,
        ])
        guard let charged = results[0].first else {
            let until = try results[1].first.map { Instant(try $0[0, as: Timestamp.self]) }
            // A lock that ended between the two statements: who asks again is let in.
            throw until.map { AccountRefusal.locked(until: $0) } ?? .busy
        }
        return (Int(try charged[0, as: Int32.self]), results[2].first)
    }

    /// The guess was right and yet opened nothing.
    func refuse(
        _ refusal: AccountRefusal,
        _ subject: GuessSubject,
        _ person: PersonID,
        in district: DistrictID,
        from origin: Origin
    ) async throws -> AccountRefusal {
        var detail: JSONObject = ["code": .string(refusal.code)]
        if let provider = subject.provider { detail["provider"] = .string(provider) }
        let note = SecurityNote(.signInRefused, by: person, address: origin.address, detail: detail)
        _ = try await pool.flight([
            AttemptQueries.refund(district, subject.hash(in: district), policy.lockRule),
            SecurityEvent.write(district, person: person, note),
        ])
        return refusal
    }

    /// The guess was wrong: it stays counted, and stands in the log; the one that locked says so.
    func fail(
        _ kind: SecurityEventKind,
        _ person: PersonID?,
        failures: Int,
        provider: String? = nil,
        in district: DistrictID,
        from origin: Origin
    ) async throws {
        var detail: JSONObject = ["failures": .int(Int64(failures))]
        if let provider { detail["provider"] = .string(provider) }
        if failures >= policy.failuresToLock { detail["locked"] = true }
        let note = SecurityNote(kind, by: nil, address: origin.address, detail: detail)
        _ = try await pool.query(SecurityEvent.write(district, person: person, note))
    }
}
