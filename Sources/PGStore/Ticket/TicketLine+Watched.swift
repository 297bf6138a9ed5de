package import Postgres
package import Workflow

extension TicketLine {
    /// Open tickets that some desks hold and whose body says something, in the order of their ids.
    ///
    /// What those above watch for (升级, 待批, 报到) stands in no column: whoever asks looks closer at what this finds. It goes by
    /// the indexes of open tickets, desk by desk: what it reads is what the desks have open, whatever has ended.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - desks: the units of the ladder that hold them.
    ///   - patterns: patterns of LIKE, of which the body matches one.
    ///   - lamps: their lamps.
    ///   - after: the last ticket of the page before; nil: from the beginning.
    ///   - limit: rows at the most.
    /// - Returns: the statement; its rows are read by `init(row:)`.
    package static func watched(
        of district: DistrictID,
        desks: Set<UnitID>,
        saying patterns: [String],
        lamps: [Lamp],
        after: TicketID?,
        limit: Int
    ) -> Query {
        """
        WITH asked (district, patterns, lamps, after_id) AS (
            SELECT \(district.rawValue)::int8, \(patterns)::text[], \(lamps.map { Int16($0.rawValue) })::int2[],
                \(after?.rawValue ?? 0)::int8
        ),
        page (ids) AS MATERIALIZED (
            SELECT array_agg(p.id) FROM (
                SELECT h.id
                FROM unnest(\(desks.map(\.rawValue).sorted())::int8[]) AS u (id)
                CROSS JOIN LATERAL (
                    (SELECT t.id FROM ticket AS t
                    WHERE t.district_id = (SELECT district FROM asked) AND t.closed_at IS NULL
                        AND t.desk_id = u.id AND t.desk_id <> t.responsible_id
                        AND t.id > (SELECT after_id FROM asked) AND t.lamp = ANY((SELECT lamps FROM asked)::int2[])
                        AND t.body LIKE ANY((SELECT patterns FROM asked)::text[])
                    ORDER BY t.id LIMIT \(Int64(limit)))
                    UNION ALL
                    (SELECT t.id FROM ticket AS t
                    WHERE t.district_id = (SELECT district FROM asked) AND t.closed_at IS NULL
                        AND t.responsible_id = u.id AND t.desk_id = u.id
                        AND t.id > (SELECT after_id FROM asked) AND t.lamp = ANY((SELECT lamps FROM asked)::int2[])
                        AND t.body LIKE ANY((SELECT patterns FROM asked)::text[])
                    ORDER BY t.id LIMIT \(Int64(limit)))
                ) AS h
                ORDER BY h.id LIMIT \(Int64(limit))
            ) AS p
        )
        SELECT \(unsafeSQL: columns), \(unsafeSQL: words)
        FROM ticket AS t
        LEFT JOIN report AS r ON r.district_id = t.district_id AND r.ticket_id = t.id
        WHERE t.district_id = (SELECT district FROM asked) AND t.id = ANY((SELECT ids FROM page)::int8[])
        ORDER BY t.id
        """
    }
}
