package import Postgres
package import Workflow

/// How many open tickets a unit answers for, by their lamps.
package struct LampCount: Hashable, Sendable {
    /// The unit.
    package let unit: UnitID
    /// All of them.
    package let open: Int
    /// With a yellow lamp.
    package let yellow: Int
    /// With a red lamp.
    package let red: Int
    /// Reported since the instant that was asked for.
    package let new: Int
    /// How many rows were looked at for all units together; a ticket that two units hold is two rows.
    package let looked: Int

    /// Counts, by the unit that answers for it, what some units answer for, hold, lead, or work on as a part
    /// of the lead: each ticket once.
    ///
    /// It goes by the indexes of open tickets, unit by unit, as lists do; how large a district is makes no difference.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - units: the units.
    ///   - states: states that count.
    ///   - since: from when on a ticket is new.
    ///   - most: rows at the most.
    /// - Returns: the statement; its rows are read by `init(row:)`.
    package static func statement(
        of district: DistrictID,
        units: Set<UnitID>,
        states: [StateName],
        since: Instant,
        upTo most: Int
    ) -> Query {
        """
        WITH asked (district, states) AS (SELECT \(district.rawValue)::int8, \(states.map(\.text))::text[]),
        held AS MATERIALIZED (
            SELECT h.id, h.responsible_id, h.lamp, h.reported_at
            FROM unnest(\(units.map(\.rawValue).sorted())::int8[]) AS u (id)
            CROSS JOIN LATERAL (
                SELECT t.id, t.responsible_id, t.lamp, t.reported_at FROM ticket AS t
                WHERE t.district_id = (SELECT district FROM asked) AND t.closed_at IS NULL
                    AND t.responsible_id = u.id AND t.state = ANY((SELECT states FROM asked)::text[])
                UNION ALL
                SELECT t.id, t.responsible_id, t.lamp, t.reported_at FROM ticket AS t
                WHERE t.district_id = (SELECT district FROM asked) AND t.closed_at IS NULL
                    AND t.desk_id = u.id AND t.desk_id <> t.responsible_id
                    AND t.state = ANY((SELECT states FROM asked)::text[])
                UNION ALL
                SELECT t.id, t.responsible_id, t.lamp, t.reported_at FROM ticket AS t
                WHERE t.district_id = (SELECT district FROM asked) AND t.closed_at IS NULL
                    AND t.lead_id = u.id AND t.lead_id <> t.responsible_id
                    AND t.state = ANY((SELECT states FROM asked)::text[])
                UNION ALL
                SELECT t.id, t.responsible_id, t.lamp, t.reported_at FROM ticket AS t
                WHERE t.district_id = (SELECT district FROM asked) AND t.closed_at IS NULL
                    AND t.inside_id = u.id AND t.state = ANY((SELECT states FROM asked)::text[])
            ) AS h
            LIMIT \(Int64(most))
        )
        SELECT o.responsible_id, count(*), count(*) FILTER (WHERE o.lamp = \(Int16(Lamp.yellow.rawValue))),
            count(*) FILTER (WHERE o.lamp = \(Int16(Lamp.red.rawValue))),
            count(*) FILTER (WHERE o.reported_at >= \(Timestamp(since))), (SELECT count(*) FROM held)
        FROM (SELECT DISTINCT id, responsible_id, lamp, reported_at FROM held) AS o
        GROUP BY o.responsible_id
        """
    }

    /// Reads a row of `statement`.
    package init(row: Row) throws {
        unit = UnitID(try row[0, as: Int64.self])
        open = Int(try row[1, as: Int64.self])
        yellow = Int(try row[2, as: Int64.self])
        red = Int(try row[3, as: Int64.self])
        new = Int(try row[4, as: Int64.self])
        looked = Int(try row[5, as: Int64.self])
    }
}
