import Crypto
import PGStore
import Postgres
package import Workflow

/// Who lets in those who have no account: by number and code, within bounds, against a riddle where somebody asks too often.
///
/// Codes and challenges are derived from one secret of the district: nothing is kept of either. What must hold across
/// processes is counted in the database, like guesses at passwords: before anybody looks.
package final class ResidentDesk: Sendable {
    /// The bounds.
    package let limits: ResidentLimits
    private let engine: Engine
    private let secrets: ResidentSecrets
    private let filing: TokenBuckets
    private let filingAtAll: TokenBuckets
    private let filingByPhone: TokenBuckets
    private let reading: TokenBuckets
    private let acting: TokenBuckets
    private let uploading: TokenBuckets
    private let challenges: TokenBuckets
    private let keyReading: TokenBuckets
    private let keyWriting: TokenBuckets

    /// Makes it.
    ///
    /// - Parameters:
    ///   - engine: the engine; without keys there are no codes.
    ///   - limits: the bounds.
    package init(engine: Engine, limits: ResidentLimits = ResidentLimits()) {
        self.engine = engine
        self.limits = limits
        secrets = ResidentSecrets(engine)
        filing = TokenBuckets(limits.filing)
        filingAtAll = TokenBuckets(limits.filingAtAll)
        filingByPhone = TokenBuckets(limits.filingByPhone)
        reading = TokenBuckets(limits.reading)
        acting = TokenBuckets(limits.acting)
        uploading = TokenBuckets(limits.uploading)
        challenges = TokenBuckets(limits.challenges)
        keyReading = TokenBuckets(limits.keyReading)
        keyWriting = TokenBuckets(limits.keyWriting)
    }
}

extension ResidentDesk {
    // MARK: - Codes

    /// The code of a ticket.
    ///
    /// - Parameters:
    ///   - ticket: the ticket.
    ///   - district: the district.
    /// - Returns: the code; nil where the engine has no keys.
    /// - Throws: `StoreError.sealed`; what the database says.
    package func code(of ticket: TicketID, in district: DistrictID) async throws -> ResidentCode? {
        guard engine.keys != nil else { return nil }
        return ResidentCode(of: ticket, secret: try await secrets.secret(of: district))
    }

    /// Whether a code is the one of a ticket.
    ///
    /// The guess is counted at the ticket and at the address before it is looked at; while either is locked nothing is looked
    /// at, and the answer is the same.
    ///
    /// - Parameters:
    ///   - typed: as somebody typed it.
    ///   - ticket: the ticket, or what would be its id if there were one.
    ///   - district: the district.
    ///   - address: from where.
    /// - Returns: false for a wrong code, and while guesses are locked.
    /// - Throws: `DispatchError.noKeys`, `StoreError.sealed`; what the database says.
    package func opens(
        _ typed: String,
        _ ticket: TicketID,
        in district: DistrictID,
        from address: String
    ) async throws -> Bool {
        let secret = try await secrets.secret(of: district)
        let atTicket = Self.subject(district, "code", "\(ticket)")
        let fromAddress = Self.subject(district, "codes from", NetworkName.of(address))
        // The ticket always first: whoever holds one row waits for another only in this order.
        let charges = [
            AttemptQueries.charge(district, atTicket, limits.guessesAtTicket),
            AttemptQueries.charge(district, fromAddress, limits.guessesFromAddress),
        ]
        let counted = try await engine.pool.flight(charges)
        let isOpen = counted.allSatisfy { $0.first != nil }
        let expected = ResidentCode(of: ticket, secret: secret)
        let isRight = ResidentCode(typed: typed).map { expected.equals($0) } ?? false
        guard isOpen, isRight else { return false }
        _ = try await engine.pool.flight([
            AttemptQueries.refund(district, atTicket, limits.guessesAtTicket),
            AttemptQueries.refund(district, fromAddress, limits.guessesFromAddress),
        ])
        return true
    }
}

extension ResidentDesk {
    // MARK: - Bounds

    /// Lets somebody read.
    ///
    /// - Throws: `ResidentRefusal.tooMany`.
    package func read(from address: String) throws(ResidentRefusal) {
        try take(reading, NetworkName.of(address))
    }

    /// Lets somebody send a form with pictures, before it is read: it takes room on the disk while it comes.
    ///
    /// - Throws: `ResidentRefusal.tooMany`.
    package func upload(from address: String) throws(ResidentRefusal) {
        try take(uploading, NetworkName.of(address))
    }

    /// Lets somebody act on a matter of theirs.
    ///
    /// - Throws: `ResidentRefusal.tooMany`, `.enoughToday`; what the database says.
    package func act(on ticket: TicketID, in district: DistrictID, from address: String, at now: Instant) async throws {
        try take(acting, NetworkName.of(address))
        try await count("acts on", "\(ticket)", district, limits.actsADay, now)
    }

    /// Lets somebody file a matter; who has filed several asks too often, unless they answer a challenge.
    ///
    /// - Parameters:
    ///   - phone: the telephone that they give; nil: none.
    ///   - answer: token and answer of a challenge; nil: they were not asked for one.
    ///   - district: the district.
    ///   - address: from where.
    ///   - now: the time.
    /// - Throws: `ResidentRefusal`; what the database says.
    package func file(
        phone: String?,
        answer: (token: String, text: String)?,
        in district: DistrictID,
        from address: String,
        at now: Instant
    ) async throws {
        let network = NetworkName.of(address)
        try take(filingAtAll, network)
        if let answer {
            guard try await take(answer, in: district, at: now) else { throw ResidentRefusal.badAnswer }
        } else {
            // Both are asked: who changes the telephone is still the same address.
            let isTooOften = filing.take(network) != nil
            let digits = phone.flatMap { Telephone.digits(of: $0) }
            let isTooOftenByPhone = digits.map { filingByPhone.take($0) != nil } ?? false
            guard !isTooOften, !isTooOftenByPhone else { throw ResidentRefusal.challengeNeeded }
        }
        try await count("filings from", network, district, limits.filingsADay, now)
        if let digits = phone.flatMap({ Telephone.digits(of: $0) }) {
            try await count("filings of", digits, district, limits.filingsOfPhoneADay, now)
        }
    }

    /// Lets another system read by its key.
    ///
    /// - Throws: `ResidentRefusal.tooMany`.
    package func read(asSystemOf person: PersonID, in district: DistrictID) throws(ResidentRefusal) {
        try take(keyReading, "\(district) \(person)")
    }

    /// Lets another system add to a matter by its key.
    ///
    /// - Throws: `ResidentRefusal.tooMany`, `.enoughToday`; what the database says.
    package func act(
        on ticket: TicketID,
        asSystemOf person: PersonID,
        in district: DistrictID,
        at now: Instant
    ) async throws {
        try take(keyWriting, "\(district) \(person)")
        try await count("acts on", "\(ticket)", district, limits.actsADay, now)
    }

    /// Lets another system file a matter by its key: all its residents come from one address, so their telephones count.
    ///
    /// - Parameters:
    ///   - person: whose key it is.
    ///   - phone: the telephone that the resident gave; nil: none.
    ///   - district: the district.
    ///   - now: the time.
    /// - Throws: `ResidentRefusal.tooMany`, `.enoughToday`; what the database says.
    package func file(
        asSystemOf person: PersonID,
        phone: String?,
        in district: DistrictID,
        at now: Instant
    ) async throws {
        try take(keyWriting, "\(district) \(person)")
        try await count("filings by key of", "\(person)", district, limits.keyFilingsADay, now)
        if let digits = phone.flatMap({ Telephone.digits(of: $0) }) {
            try await count("filings of", digits, district, limits.filingsOfPhoneADay, now)
        }
    }

    /// Counts one more of a day, in the database.
    private func count(
        _ kind: String,
        _ word: String,
        _ district: DistrictID,
        _ most: Int,
        _ now: Instant
    ) async throws {
        let day = now.microseconds / 86_400_000_000
        // The day is part of the subject: it begins anew, however busy the day before was. The charge that reaches the bound
        // is the last one let through.
        let subject = Self.subject(district, kind, "\(day) \(word)")
        let charge = AttemptQueries.charge(district, subject, LockRule(failures: most, seconds: 86_400))
        guard try await engine.pool.query(charge).first != nil else { throw ResidentRefusal.enoughToday }
    }

    private func take(_ buckets: TokenBuckets, _ subject: String) throws(ResidentRefusal) {
        if let seconds = buckets.take(subject) { throw .tooMany(seconds: seconds) }
    }

    /// SHA-256, so that the table of guesses says neither telephones nor addresses.
    private static func subject(_ district: DistrictID, _ kind: String, _ word: String) -> [UInt8] {
        Array(SHA256.hash(data: Array("resident\0\(district)\0\(kind)\0\(word)".utf8)))
    }
}

extension ResidentDesk {
    // MARK: - Challenges

    /// A new challenge.
    ///
    /// - Parameters:
    ///   - form: in which form.
    ///   - district: the district.
    ///   - address: from where.
    ///   - now: the time.
    /// - Returns: the challenge, and the token that comes back with its answer.
    /// - Throws: `ResidentRefusal.tooMany`, `DispatchError.noKeys`; what the database says.
    package func challenge(
        _ form: Challenge.Form,
        in district: DistrictID,
        from address: String,
        at now: Instant
    ) async throws -> (challenge: Challenge, token: String) {
        try take(challenges, NetworkName.of(address))
        let secret = try await secrets.secret(of: district)
        let end = now.microseconds / 1_000_000 + limits.challengeSeconds
        let challenge = Challenge(form, end: end, number: Randomness.bytes(12), secret: secret)
        return (challenge, challenge.token(secret: secret))
    }

    /// Takes an answer; right or wrong, its challenge is used up, whichever process it comes to.
    private func take(_ answer: (token: String, text: String), in district: DistrictID, at now: Instant) async throws
        -> Bool
    {
        let secret = try await secrets.secret(of: district)
        guard let challenge = Challenge(token: answer.token, secret: secret),
            now.microseconds / 1_000_000 <= challenge.end
        else { return false }
        let number = Base64.text(challenge.number, .url)
        let rule = LockRule(failures: 1, seconds: max(86_400, limits.challengeSeconds))
        let charge = AttemptQueries.charge(district, Self.subject(district, "challenge", number), rule)
        guard try await engine.pool.query(charge).first != nil else { return false }
        return challenge.isAnswered(by: answer.text)
    }
}
