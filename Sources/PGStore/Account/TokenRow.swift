package import Postgres
package import Workflow

/// A token of a program, as a list shows it.
package struct TokenRow: Hashable, Sendable {
    /// Its number.
    package let id: TokenID
    /// For whom the program acts.
    package let person: PersonID
    /// What it is for, in somebody's words.
    package let title: String
    /// What it may do, as it was written.
    package let scopes: [String]
    /// When it was made.
    package let madeAt: Instant
    /// Who made it; nil: whoever runs the program.
    package let madeBy: PersonID?
    /// When it ends.
    package let expiresAt: Instant
    /// The day on which it was last used, in the district's zone.
    package let lastUsedOn: LocalDate?
    /// When it was revoked; nil: it was not.
    package let revokedAt: Instant?

    /// Reads a row of `TokenQueries.list`.
    package init(row: Row) throws {
        id = TokenID(try row[0])
        person = PersonID(try row[1])
        title = try row[2]
        scopes = try row[3]
        madeAt = Instant(try row[4, as: Timestamp.self])
        madeBy = try row[5, as: Int64?.self].map { PersonID($0) }
        expiresAt = Instant(try row[6, as: Timestamp.self])
        lastUsedOn = try row[7, as: String?.self].flatMap { LocalDate($0) }
        revokedAt = try row[8, as: Timestamp?.self].map { Instant($0) }
    }
}

/// What a token's secret leads to.
package struct FoundToken: Hashable, Sendable {
    /// The token.
    package let id: TokenID
    /// For whom the program acts.
    package let person: PersonID
    /// That person's account.
    package let account: String
    /// What it may do, as it was written.
    package let scopes: [String]
    /// Whether its time is over.
    package let isExpired: Bool
    /// Whether it was revoked.
    package let isRevoked: Bool
    /// How the person stands.
    package let standing: Standing

    /// Reads a row of `TokenQueries.find`.
    package init(row: Row) throws {
        id = TokenID(try row[0])
        person = PersonID(try row[1])
        account = try row[2]
        scopes = try row[3]
        isExpired = try row[4]
        isRevoked = try row[5]
        standing = try Standing(row, from: 6)
    }
}

/// Tokens of programs: made, found by their secret, revoked; never removed.
package enum TokenQueries {
    /// Makes a token; gives its number and its end.
    package static func make(
        _ district: DistrictID,
        of person: PersonID,
        hash: [UInt8],
        title: String,
        scopes: [String],
        days: Int,
        _ note: SecurityNote
    ) -> Query {
        """
        WITH made AS (
            INSERT INTO api_token (district_id, id, person_id, title, hash, scopes, made_at, made_by, expires_at)
            SELECT \(district.rawValue), nextval('api_token_id_seq'), \(person.rawValue), \(title), \(hash), \(scopes),
                k.now, \(note.by?.rawValue), k.now + \(Int64(days)) * interval '1 day'
            FROM (SELECT clock_timestamp() AS now) AS k
            RETURNING id, person_id, expires_at
        ), noted AS (
            \(noting: note, in: district, of: "made", token: "r.id")
        )
        SELECT id, expires_at FROM made
        """
    }

    /// The tokens of a person, or of all, the latest first; those that have ended too.
    package static func list(_ district: DistrictID, of person: PersonID?) -> Query {
        """
        SELECT id, person_id, title, scopes, made_at, made_by, expires_at, to_char(last_used_on, 'YYYY-MM-DD'), revoked_at
        FROM api_token
        WHERE district_id = \(district.rawValue) AND (\(person == nil) OR person_id = \(person?.rawValue ?? 0))
        ORDER BY id DESC
        """
    }

    /// Revokes a token, of whomever or of one person only; gives a row where one was revoked.
    package static func revoke(
        _ district: DistrictID,
        _ id: TokenID,
        of person: PersonID?,
        _ note: SecurityNote
    ) -> Query {
        """
        WITH revoked AS (
            UPDATE api_token SET revoked_at = clock_timestamp()
            WHERE district_id = \(district.rawValue) AND id = \(id.rawValue) AND revoked_at IS NULL
                AND (\(person == nil) OR person_id = \(person?.rawValue ?? 0))
            RETURNING id, person_id
        )
        \(noting: note, in: district, of: "revoked", token: "r.id") RETURNING token_id
        """
    }

    /// Finds the token of a secret, and notes the day of its use.
    ///
    /// One statement; it writes once a day at the most.
    package static func find(_ district: DistrictID, hash: [UInt8], _ rules: StandingRules) -> Query {
        """
        WITH today AS MATERIALIZED (\(todayIn: district)),
        here AS MATERIALIZED (
            SELECT t.id, t.person_id, t.scopes, t.expires_at <= clock_timestamp() AS is_expired,
                t.revoked_at IS NOT NULL AS is_revoked
            FROM api_token AS t
            WHERE t.district_id = \(district.rawValue) AND t.hash = \(hash)
        ), used AS (
            UPDATE api_token AS t SET last_used_on = today.day
            FROM here CROSS JOIN today
            WHERE t.district_id = \(district.rawValue) AND t.id = here.id AND NOT here.is_expired
                AND NOT here.is_revoked AND (t.last_used_on IS NULL OR t.last_used_on < today.day)
        )
        SELECT here.id, here.person_id, p.account, here.scopes, here.is_expired, here.is_revoked,
            \(standing: rules, in: district, person: "p.id")
        FROM here
        JOIN person AS p ON p.district_id = \(district.rawValue) AND p.id = here.person_id
        LEFT JOIN credential AS c ON c.district_id = p.district_id AND c.person_id = p.id
        """
    }
}
