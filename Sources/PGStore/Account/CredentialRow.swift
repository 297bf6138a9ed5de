package import Postgres
package import Workflow

/// What a person signs in with, as the database keeps it, and how the person stands.
package struct CredentialRow: Sendable {
    /// Whose.
    package let person: PersonID
    /// The account, as it is written.
    package let account: String
    /// The password as a PHC string; nil: none was set.
    package let password: String?
    /// The PIN as a PHC string; nil: none was set.
    package let pin: String?
    /// The sealed secret of the second factor; nil: there is none that counts.
    package let secondFactor: [UInt8]?
    /// The last step whose code was taken.
    package let lastStep: Int64?
    /// The sealed secret that waits for its first code.
    package let pendingFactor: [UInt8]?
    /// The database's clock when this was read.
    package let now: Instant
    /// How the person stands; at a duty desk by posts of its unit.
    package let standing: Standing

    /// A person by account; no row where there is none.
    package static func read(
        _ district: DistrictID,
        account: String,
        unit: UnitID? = nil,
        _ rules: StandingRules
    ) -> Query {
        """
        WITH today AS MATERIALIZED (\(todayIn: district)),
        asked AS (SELECT \(unit?.rawValue)::bigint AS unit_id)
        SELECT p.id, p.account, c.password, c.pin, c.totp_sealed, c.totp_step, c.totp_pending, clock_timestamp(),
            \(standing: rules, in: district, person: "p.id", unit: "asked.unit_id")
        FROM person AS p CROSS JOIN asked
        LEFT JOIN credential AS c ON c.district_id = p.district_id AND c.person_id = p.id
        WHERE p.district_id = \(district.rawValue) AND p.account = \(account)
        """
    }

    /// Reads a row of `read`.
    package init(row: Row) throws {
        person = PersonID(try row[0])
        account = try row[1]
        password = try row[2]
        pin = try row[3]
        secondFactor = try row[4]
        lastStep = try row[5]
        pendingFactor = try row[6]
        now = Instant(try row[7, as: Timestamp.self])
        standing = try Standing(row, from: 8)
    }
}
