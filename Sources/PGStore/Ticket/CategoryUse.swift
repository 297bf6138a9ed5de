package import Postgres
package import Workflow

/// How often a category was used of late, by a person or around them.
package struct CategoryUse: Hashable, Sendable {
    /// The category.
    package let category: String
    /// Whether the person filed these matters themself.
    package let isOwn: Bool
    /// How many of those that were looked at.
    package let count: Int
    /// The latest of them.
    package let latest: TicketID

    /// Looks at the latest matters that a person filed, and at the latest open ones of some units: so many of each and no more,
    /// by the indexes of reporters and of what is open, however many there are.
    ///
    /// - Parameters:
    ///   - person: the person.
    ///   - units: the units.
    ///   - district: the district.
    ///   - most: matters at the most, of the person and of each unit.
    /// - Returns: the statement; its rows are read by `init(row:)`.
    package static func statement(
        by person: PersonID,
        around units: Set<UnitID>,
        in district: DistrictID,
        upTo most: Int
    ) -> Query {
        """
        WITH looked AS MATERIALIZED (
            (SELECT t.category, t.id, true AS is_own FROM ticket AS t
             WHERE t.district_id = \(district.rawValue) AND t.reporter_id = \(person.rawValue)
             ORDER BY reported_at DESC, id DESC LIMIT \(Int64(most)))
            UNION ALL
            SELECT n.category, n.id, false FROM unnest(\(units.map(\.rawValue).sorted())::int8[]) AS u (id)
            CROSS JOIN LATERAL (
                SELECT t.category, t.id FROM ticket AS t
                WHERE t.district_id = \(district.rawValue) AND t.closed_at IS NULL AND t.responsible_id = u.id
                ORDER BY id DESC LIMIT \(Int64(most))
            ) AS n
        )
        SELECT category, is_own, count(*), max(id) FROM looked GROUP BY category, is_own
        """
    }

    /// Reads a row of `statement`.
    package init(row: Row) throws {
        category = try row[0, as: String.self]
        isOwn = try row[1, as: Bool.self]
        count = Int(try row[2, as: Int64.self])
        latest = TicketID(try row[3, as: Int64.self])
    }
}
