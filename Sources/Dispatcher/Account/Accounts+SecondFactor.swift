import Foundation
import Logging
import PGStore
import Postgres
package import Workflow

/// What proves the second factor when signing in.
enum Proof: Sendable {
    /// The code of a step, by the secret that is sealed so.
    case step(Int64, sealed: [UInt8])
    /// A recovery code, by its hash.
    case recovery([UInt8])
}

/// A second factor that waits for its first code.
package struct NewSecondFactor: Sendable {
    /// The secret in Base32, to be typed into an app.
    package let secret: String
    /// The same as an address that apps read from a square code (`otpauth:`).
    package let address: String
}

extension Accounts {
    // MARK: - Setting up

    /// Makes a secret for a second factor; it counts once `confirmSecondFactor` was given a code of it.
    ///
    /// - Parameters:
    ///   - identity: for whom; by a session.
    ///   - password: that person's, once more: a stolen session sets up nothing.
    ///   - code: of the second factor that this one is to replace; nil where there is none.
    ///   - origin: from where.
    /// - Returns: the secret, to be shown to its person and kept nowhere.
    /// - Throws: `AccountRefusal`: as `reassure`; `.secondFactorUnavailable`, `.restricted` where the password must be
    ///   changed first; or `PostgresError`.
    package func beginSecondFactor(
        _ identity: Identity,
        password: String,
        code: String? = nil,
        from origin: Origin
    ) async throws -> NewSecondFactor {
        try Self.checkOwn(identity)
        guard let sealer else { throw AccountRefusal.secondFactorUnavailable }
        try await reassure(identity, password: password, code: code, from: origin)
        let (district, person) = (identity.district, identity.person)
        let secret = Randomness.bytes(20)
        let sealed = try sealer.seal(secret, SecretSealer.secondFactor(of: person, in: district))
        let note = SecurityNote(.secondFactorBegun, by: person, address: origin.address)
        _ = try await pool.query(CredentialQueries.beginFactor(district, person, sealed: sealed, note)).only()
        let text = Base32.text(secret)
        return NewSecondFactor(secret: text, address: Self.address(text, identity.account, policy.issuer))
    }

    /// Lets a second factor count from now on, and gives new recovery codes.
    ///
    /// - Returns: ten codes, each good once; show them, and keep them nowhere.
    /// - Throws: `AccountRefusal`: `.badSecondFactor`, `.secondFactorUnavailable`, `.wrongKind`; or `PostgresError`.
    package func confirmSecondFactor(
        _ identity: Identity,
        code: String,
        from origin: Origin
    ) async throws -> [String] {
        try Self.checkOwn(identity)
        guard let sealer else { throw AccountRefusal.secondFactorUnavailable }
        let (district, person) = (identity.district, identity.person)
        let credential = try await credential(of: identity.account, in: district)
        guard let sealed = credential.pendingFactor else { throw AccountRefusal.badSecondFactor }
        let secret = try sealer.open(sealed, SecretSealer.secondFactor(of: person, in: district))
        guard let step = TimeCode.step(of: code, secret, now: credential.now, after: nil) else {
            throw AccountRefusal.badSecondFactor
        }
        let codes = (0..<10).map { _ in TypedCode.make(groups: 4) }
        let hashes = codes.map { TypedCode.hash($0, of: person, in: district) }
        let note = SecurityNote(.secondFactorConfirmed, by: person, address: origin.address)
        try await pool.withTransaction { connection in
            let confirm = CredentialQueries.confirmFactor(district, person, sealed: sealed, step: step, note)
            guard try await !connection.query(confirm).isEmpty else { throw AccountRefusal.badSecondFactor }
            _ = try await connection.flight(CredentialQueries.recoveryCodes(district, person, hashes))
        }
        cache.forget(person, in: district)
        return codes
    }

    /// Removes somebody's second factor and its recovery codes: the telephone is lost.
    ///
    /// - Returns: whether there was one.
    /// - Throws: `AccountRefusal.notBelow`; or `PostgresError`.
    @discardableResult
    package func removeSecondFactor(
        of person: PersonID,
        in district: DistrictID,
        by authority: Authority,
        from origin: Origin
    ) async throws -> Bool {
        try await check(authority, over: person)
        let note = SecurityNote(.secondFactorRemoved, by: authority.person, address: origin.address)
        let removed = try await pool.flight(
            [CredentialQueries.removeFactor(district, person, note)]
                + CredentialQueries.recoveryCodes(district, person, [])
        )
        cache.forget(person, in: district)
        return !removed[0].isEmpty
    }

    /// A session, whose password need not be changed first.
    static func checkOwn(_ identity: Identity) throws(AccountRefusal) {
        guard identity.session != nil else { throw .wrongKind(.desk) }
        for restriction in [Identity.Restriction.secondFactorOwed, .mustChange, .passwordExpired, .deskLocked]
        where identity.restrictions.contains(restriction) {
            throw .restricted(restriction)
        }
    }

    /// `otpauth://totp/Whistle:desk?secret=…&issuer=Whistle`, which leaves what is usual unsaid.
    private static func address(_ secret: String, _ account: String, _ issuer: String) -> String {
        let safe = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        let words = [issuer, account].map { $0.addingPercentEncoding(withAllowedCharacters: safe) ?? "" }
        return "otpauth://totp/\(words[0]):\(words[1])?secret=\(secret)&issuer=\(words[0])"
    }
}

extension Accounts {
    // MARK: - Signing in by it

    /// What was typed for the second factor, as a proof still to be taken; nil where none is needed.
    ///
    /// - Throws: `AccountRefusal`: `.secondFactorNeeded`, `.badSecondFactor`, `.secondFactorUnavailable`.
    func proof(of code: String?, by credential: CredentialRow, in district: DistrictID) throws -> Proof? {
        guard let sealed = credential.secondFactor else { return nil }
        guard let code, !code.isEmpty else { throw AccountRefusal.secondFactorNeeded }
        guard TimeCode.isOne(code) else {
            return .recovery(TypedCode.hash(code, of: credential.person, in: district))
        }
        let purpose = SecretSealer.secondFactor(of: credential.person, in: district)
        guard let sealer, let secret = try? sealer.open(sealed, purpose) else {
            logger.error("a second factor cannot be opened: is the key missing?")
            throw AccountRefusal.secondFactorUnavailable
        }
        let step = TimeCode.step(of: code, secret, now: credential.now, after: credential.lastStep)
        guard let step else { throw AccountRefusal.badSecondFactor }
        return .step(step, sealed: sealed)
    }

    /// Proves the second factor that a session owes since a provider said who it is; one that owes none stays as it is.
    ///
    /// The guesses of all sessions of an account are counted together, and beginning another one forgets none.
    ///
    /// - Parameters:
    ///   - identity: who asks, by a session.
    ///   - code: of the second factor, or a recovery code.
    ///   - origin: from where.
    /// - Returns: the same, who may now go on.
    /// - Throws: `AccountRefusal`: `.secondFactorNeeded`, `.badSecondFactor`, `.secondFactorUnavailable`, `.locked`, `.noPost`,
    ///   `.signedOut` where the session has ended meanwhile, `.wrongKind` for a token; or `PostgresError`.
    package func proveSecondFactor(_ identity: Identity, code: String, from origin: Origin) async throws -> Identity {
        guard let session = identity.session, let kind = identity.kind else { throw AccountRefusal.wrongKind(.desk) }
        guard identity.restrictions.contains(.secondFactorOwed) else { return identity }
        let (district, person) = (identity.district, identity.person)
        let subject = GuessSubject.factor(identity.account)
        let entry = Entry(district: district, subject: subject, kind: kind, unit: nil, origin: origin)
        let read = CredentialRow.read(district, account: identity.account, policy.standingRules)
        let (failures, row) = try await charge(subject, in: district, reading: read)
        guard let credential = try row.map(CredentialRow.init(row:)), credential.person == person else {
            throw AccountRefusal.signedOut(nil)
        }
        try await admit(credential, entry)
        // Nil where an administrator has removed it meanwhile: then there is nothing left to prove.
        let proof = try await proven(code, credential, entry, failures)
        try await counted(credential, entry, failures) { connection in
            try await take(proof, of: person, in: district, from: origin, on: connection)
            let note = SecurityNote(.secondFactorProved, by: person, address: origin.address)
            let prove = SessionQueries.proveFactor(district, session, note)
            guard try await !connection.query(prove).isEmpty else { throw AccountRefusal.signedOut(nil) }
            _ = try await connection.flight(
                [AttemptQueries.forget(district, [subject.hash(in: district)])]
                    + endingOthers(than: session, of: person, in: district, origin.address)
            )
        }
        cache.forget(person, in: district)
        return Identity(
            district: district,
            person: person,
            account: identity.account,
            bearer: identity.bearer,
            restrictions: identity.restrictions.subtracting([.secondFactorOwed])
        )
    }

    /// Takes a proof, once.
    ///
    /// - Throws: `AccountRefusal.badSecondFactor` where it was taken before.
    func take(
        _ proof: Proof?,
        of person: PersonID,
        in district: DistrictID,
        from origin: Origin,
        on connection: Connection
    ) async throws {
        let query: Query
        switch proof {
        case nil: return
        case .step(let step, let sealed):
            query = CredentialQueries.takeStep(district, person, sealed: sealed, step: step)
        case .recovery(let hash):
            let note = SecurityNote(.recoveryCodeUsed, by: person, address: origin.address)
            query = CredentialQueries.takeRecoveryCode(district, person, hash: hash, note)
        }
        guard try await !connection.query(query).isEmpty else { throw AccountRefusal.badSecondFactor }
    }
}
