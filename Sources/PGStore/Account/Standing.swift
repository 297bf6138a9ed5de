import Postgres
package import Workflow

/// What the database needs to know of the rules to say how a person stands.
package struct StandingRules: Sendable {
    /// After how many days a password must be changed; 0: never.
    package var passwordDays: Int64
    /// Roles that need a second factor.
    package var rolesWithSecondFactor: [String]

    package init(passwordDays: Int, rolesWithSecondFactor: [RoleName]) {
        self.passwordDays = Int64(passwordDays)
        self.rolesWithSecondFactor = rolesWithSecondFactor.map(\.text)
    }
}

/// How a person stands at this moment, by the database's clock.
package struct Standing: Hashable, Sendable {
    /// Somebody else chose the password.
    package let mustChange: Bool
    /// The password is too old.
    package let isExpired: Bool
    /// An administrator keeps the person out.
    package let isBlocked: Bool
    /// The person holds a post today.
    package let serves: Bool
    /// A post of today needs a second factor, and there is none.
    package let lacksSecondFactor: Bool

    static let columnCount = 5

    /// Reads the columns, which begin at a place.
    init(_ row: Row, from column: Int) throws(PostgresError) {
        mustChange = try row[column]
        isExpired = try row[column + 1]
        isBlocked = try row[column + 2]
        serves = try row[column + 3]
        lacksSecondFactor = try row[column + 4]
    }
}

extension Query.Interpolation {
    /// The day it is on the wall of the district's usual calendar, as a CTE's statement with a column `day`.
    mutating func appendInterpolation(todayIn district: DistrictID) {
        appendLiteral(
            "SELECT (clock_timestamp() AT TIME ZONE coalesce((SELECT k.document::json ->> 'zone' FROM district AS d "
                + "JOIN calendar AS k ON k.district_id = d.id AND k.name = d.calendar WHERE d.id = "
        )
        appendInterpolation(district.rawValue)
        appendLiteral("), 'Asia/Shanghai'))::date AS day")
    }

    /// The columns of a `Standing`, beside a credential `c` and a CTE `today`.
    ///
    /// - Parameters:
    ///   - rules: the rules.
    ///   - district: the district.
    ///   - person: the person's id, as SQL.
    ///   - unit: the unit that the post must be of, as SQL; null: any.
    mutating func appendInterpolation(
        standing rules: StandingRules,
        in district: DistrictID,
        person: String,
        unit: String = "NULL::bigint"
    ) {
        appendLiteral("coalesce(c.must_change, false), coalesce(")
        appendInterpolation(rules.passwordDays)
        appendLiteral(" > 0 AND c.password_set_at < clock_timestamp() - ")
        appendInterpolation(rules.passwordDays)
        appendLiteral(" * interval '1 day', false), c.blocked_at IS NOT NULL, ")
        appendPost(district, person)
        appendLiteral(" AND (\(unit) IS NULL OR o.unit_id = \(unit))), c.totp_confirmed_at IS NULL AND ")
        appendPost(district, person)
        appendLiteral(" AND o.role = ANY(")
        appendInterpolation(rules.rolesWithSecondFactor)
        appendLiteral("))")
    }

    /// Whether a post `o` is in force; what else is asked of it, and the last bracket, are to follow.
    private mutating func appendPost(_ district: DistrictID, _ person: String) {
        appendLiteral("EXISTS (SELECT FROM post AS o WHERE o.district_id = ")
        appendInterpolation(district.rawValue)
        appendLiteral(
            " AND o.person_id = \(person) AND (SELECT day FROM today) BETWEEN o.since AND o.until"
        )
    }
}
