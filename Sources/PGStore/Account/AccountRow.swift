package import Postgres
package import Workflow

/// An account on a list: whether and how its person can sign in.
package struct AccountRow: Hashable, Sendable {
    /// Whose.
    package let person: PersonID
    /// The account.
    package let account: String
    /// The person's name.
    package let name: String
    /// When the password was set; nil: there is none.
    package let passwordSetAt: Instant?
    /// Whether somebody else chose it.
    package let mustChange: Bool
    /// Since when an administrator keeps the person out.
    package let blockedAt: Instant?
    /// Until when a slip is good.
    package let slipUntil: Instant?
    /// Whether there is a second factor.
    package let hasSecondFactor: Bool
    /// Whether there is a PIN.
    package let hasPIN: Bool
    /// Sessions that run, if they have not been idle for too long.
    package let sessions: Int
    /// Tokens that are good.
    package let tokens: Int

    /// Accounts in their order.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - account: this one only; nil: all.
    ///   - after: only those behind this account; nil: from the first on.
    ///   - limit: how many at the most.
    /// - Returns: the statement.
    package static func list(_ district: DistrictID, account: String?, after: String?, limit: Int) -> Query {
        """
        SELECT p.id, p.account, p.name, c.password_set_at, coalesce(c.must_change, false), c.blocked_at,
            CASE WHEN c.slip_until > clock_timestamp() THEN c.slip_until END, c.totp_confirmed_at IS NOT NULL,
            c.pin IS NOT NULL,
            (SELECT count(*) FROM session AS s
                WHERE s.district_id = p.district_id AND s.person_id = p.id AND s.ended_at IS NULL
                    AND s.expires_at > clock_timestamp()),
            (SELECT count(*) FROM api_token AS t
                WHERE t.district_id = p.district_id AND t.person_id = p.id AND t.revoked_at IS NULL
                    AND t.expires_at > clock_timestamp())
        FROM person AS p
        LEFT JOIN credential AS c ON c.district_id = p.district_id AND c.person_id = p.id
        WHERE p.district_id = \(district.rawValue) AND (\(account == nil) OR p.account = \(account ?? ""))
            AND (\(after == nil) OR p.account > \(after ?? ""))
        ORDER BY p.account LIMIT \(Int32(clamping: limit))
        """
    }

    /// Reads a row of `list`.
    package init(row: Row) throws {
        person = PersonID(try row[0])
        account = try row[1]
        name = try row[2]
        passwordSetAt = try row[3, as: Timestamp?.self].map { Instant($0) }
        mustChange = try row[4]
        blockedAt = try row[5, as: Timestamp?.self].map { Instant($0) }
        slipUntil = try row[6, as: Timestamp?.self].map { Instant($0) }
        hasSecondFactor = try row[7]
        hasPIN = try row[8]
        sessions = Int(try row[9, as: Int64.self])
        tokens = Int(try row[10, as: Int64.self])
    }
}

/// Sweeping what accounts leave behind; the security log stays.
package enum AccountCleaning {
    /// How long an ended session can still say why it ended, after its time is over: a week.
    static let keptSessions = "7 days"
    /// How long failures that lock nothing any more are kept.
    static let keptAttempts = "2 days"

    /// Removes sessions and failures whose time is long over, at most so many of each; those that another sweeper removes
    /// just now are left to it.
    package static func sweep(_ district: DistrictID, limit: Int) -> [Query] {
        [
            """
            WITH old AS MATERIALIZED (
                SELECT id FROM session
                WHERE district_id = \(district.rawValue)
                    AND expires_at < (SELECT clock_timestamp()) - \(unsafeSQL: "interval '\(keptSessions)'")
                ORDER BY expires_at LIMIT \(Int32(clamping: limit)) FOR UPDATE SKIP LOCKED
            )
            DELETE FROM session AS s USING old WHERE s.district_id = \(district.rawValue) AND s.id = old.id
            """,
            """
            WITH old AS MATERIALIZED (
                SELECT subject FROM attempt
                WHERE district_id = \(district.rawValue)
                    AND last_at < (SELECT clock_timestamp()) - \(unsafeSQL: "interval '\(keptAttempts)'")
                    AND (locked_until IS NULL OR locked_until < (SELECT clock_timestamp()))
                ORDER BY last_at LIMIT \(Int32(clamping: limit)) FOR UPDATE SKIP LOCKED
            )
            DELETE FROM attempt AS a USING old WHERE a.district_id = \(district.rawValue) AND a.subject = old.subject
            """,
        ]
    }
}
