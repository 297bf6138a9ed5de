package import Postgres
package import Workflow

extension TicketFilter {
    /// What a map shows of the open tickets of its units: how many lie at each place, and the most urgent of a box with the positions
    /// that they bear themselves.
    ///
    /// Which tickets there are is read from the indexes of what is open, unit by unit, as lists are; then they are gone through from
    /// red to green until there are enough. A position is read for those alone that come up on the way, one by one by the key
    /// of what was written: in a join the planner could read all that was ever written in a district. The order is said at each
    /// step, so that each hands on what comes first as soon as it has it.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - places: units that stand in the box: what happened there, and bears no position itself, lies in it.
    ///   - box: the box; nil: everywhere.
    ///   - secrecy: fields by which somebody asked for secrecy (要求保密): such a matter bears no position here.
    ///   - limit: tickets at the most.
    ///   - most: rows that are looked at; a ticket that two units hold is two.
    /// - Returns: the statement; its rows are read by `MapRow`.
    package func map(
        of district: DistrictID,
        standingAt places: Set<UnitID>,
        in box: PositionBox?,
        secrecy: Set<FieldName>,
        limit: Int,
        upTo most: Int
    ) -> Query {
        precondition(holdings?.isEmpty ?? true && grams.isEmpty && owedTo == nil, "a map has no such filter")
        var conditions = Conditions(district)
        add(to: &conditions)
        conditions.add("t.closed_at IS NULL")
        if holdings != nil { conditions.add("false") }
        let asked = conditions.bind((units ?? []).map(\.rawValue).sorted())
        let standing = conditions.bind(places.map(\.rawValue).sorted())
        let held = [
            "t.responsible_id = u.id", "t.desk_id = u.id AND t.desk_id <> t.responsible_id",
            "t.lead_id = u.id AND t.lead_id <> t.responsible_id", "t.inside_id = u.id",
        ]
        let scans = held.map {
            "SELECT t.id, t.place_id, t.lamp, t.urgent FROM ticket AS t WHERE \(conditions.text) AND \($0)"
        }
        let secrets = conditions.bind(secrecy.map(\.text).sorted())
        let isInBox = Self.isIn(box, standing, &conditions)
        return conditions.query(
            """
            WITH held AS MATERIALIZED (
                SELECT h.id, h.place_id, h.lamp, h.urgent
                FROM unnest(\(asked)) AS u (id) CROSS JOIN LATERAL (\(scans.joined(separator: " UNION ALL "))) AS h
                LIMIT \(most)
            ),
            once AS MATERIALIZED (SELECT DISTINCT id, place_id, lamp, urgent FROM held)
            SELECT NULL::int8, o.place_id, o.lamp, count(*), (SELECT count(*) FROM held), NULL::text
            FROM once AS o GROUP BY o.place_id, o.lamp
            UNION ALL
            (SELECT p.id, p.place_id, p.lamp, 1, 0, p.position
            FROM (
                SELECT o.id, o.place_id, o.lamp, o.urgent, (
                    -- What is in the text besides is what people set numbers apart with.
                    SELECT regexp_replace(m.text, '[^0-9.,+-]', '', 'g') FROM remark AS m
                    WHERE m.district_id = $1 AND m.ticket_id = o.id AND m.seq = 1 AND m.field = 'position'
                        AND NOT EXISTS (
                            SELECT FROM ticket AS t, unnest(\(secrets)::text[]) AS s (field)
                            WHERE t.district_id = $1 AND t.id = o.id AND t.body::json -> 'facts' ->> s.field = 'true'
                        )
                ) AS position
                FROM (SELECT * FROM once ORDER BY lamp DESC, urgent DESC, id) AS o
                ORDER BY o.lamp DESC, o.urgent DESC, o.id OFFSET 0
            ) AS p
            WHERE \(isInBox)
            ORDER BY p.lamp DESC, p.urgent DESC, p.id LIMIT \(limit))
            """
        )
    }

    /// Whether a ticket lies in a box: where it says so itself, nowhere else; where it does not, at its unit.
    private static func isIn(_ box: PositionBox?, _ standing: String, _ conditions: inout Conditions) -> String {
        guard let box else { return "(p.position IS NOT NULL OR p.place_id = ANY(\(standing)))" }
        let (low, high) = (box.southWest, box.northEast)
        let (south, north) = (conditions.bind(low.latitude), conditions.bind(high.latitude))
        let (west, east) = (conditions.bind(low.longitude), conditions.bind(high.longitude))
        let degrees = "[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)"
        // What is no such text is no number either: the order of conditions is that of CASE alone.
        return """
            CASE WHEN p.position ~ '^\(degrees),\(degrees)$' THEN
                split_part(p.position, ',', 1)::numeric * 1000000 BETWEEN \(south) AND \(north)
                AND split_part(p.position, ',', 2)::numeric * 1000000 BETWEEN \(west) AND \(east)
            ELSE p.place_id = ANY(\(standing)) END
            """
    }
}

/// A row of what a map shows.
package enum MapRow: Hashable, Sendable {
    /// So many tickets of a lamp happened at a place; `looked` rows were looked at for all places together.
    case count(place: UnitID, lamp: Lamp, count: Int, looked: Int)
    /// A ticket; nil: it bears no position, or whoever reads may not see what was written with it.
    case ticket(TicketID, position: Position?)

    /// Reads a row of `TicketFilter.map`.
    ///
    /// - Throws: `StoreError.damaged` where it is not what this program wrote.
    package init(row: Row) throws {
        if let id = try row[0, as: Int64?.self] {
            self = .ticket(TicketID(id), position: try row[5, as: String?.self].flatMap { Position($0) })
            return
        }
        let place = UnitID(try row[1, as: Int64.self])
        guard let lamp = Lamp(rawValue: Int(try row[2, as: Int16.self])) else {
            throw StoreError.damaged(table: "ticket", row: "at \(place)", why: "not a lamp")
        }
        let (count, looked) = (Int(try row[3, as: Int64.self]), Int(try row[4, as: Int64.self]))
        self = .count(place: place, lamp: lamp, count: count, looked: looked)
    }
}
