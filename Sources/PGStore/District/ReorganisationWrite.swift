package import Postgres
package import Workflow

/// Statements that carry a reorganisation of units out, within one transaction that holds the district's row.
package enum ReorganisationWrite {
    /// Ids for new units.
    package static func ids(count: Int) -> Query {
        "SELECT nextval('unit_id_seq') FROM generate_series(1, \(Int32(clamping: count)))"
    }

    /// Units as they are afterwards, by id: new ones are added, others changed or closed.
    package static func units(_ district: DistrictID, _ units: [Workflow.Unit]) -> [Query] {
        let ids = units.map(\.id.rawValue)
        let closings = units.map { unit in unit.closing.map { Timestamp($0.at) } }
        return [
            """
            INSERT INTO unit (district_id, id, code, kind, name)
            SELECT \(district.rawValue), n.id, n.code, n.kind, n.name
            FROM unnest(\(ids), \(units.map(\.code)), \(units.map(\.kind.text)), \(units.map(\.name)))
                AS n (id, code, kind, name)
            ON CONFLICT (district_id, id) DO UPDATE SET kind = excluded.kind, name = excluded.name
            """,
            """
            UPDATE unit AS u
            SET parent_id = n.parent_id, pair_id = n.pair_id, closed_at = n.closed_at, successor_id = n.successor_id,
                attributes = string_to_array(n.attributes, E'\\n'),
                ground_ids = string_to_array(n.grounds, ' ')::bigint[]
            FROM unnest(\(ids), \(units.map { $0.parent?.rawValue }), \(units.map { $0.pair?.rawValue }),
                \(closings), \(units.map { $0.closing?.successor?.rawValue }),
                \(units.map { $0.attributes.sorted().joined(separator: "\n") }),
                \(units.map { $0.grounds.sorted().map { "\($0)" }.joined(separator: " ") }))
                AS n (id, parent_id, pair_id, closed_at, successor_id, attributes, grounds)
            WHERE u.district_id = \(district.rawValue) AND u.id = n.id
            """,
        ]
    }

    /// Ends the posts of closed units with the day before, and gives them to those who follow; shifts from then on go along.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - moves: closed units with those who follow them.
    ///   - day: the first day without the closed units.
    ///   - midnight: when that day begins.
    /// - Returns: the statements, in their order.
    package static func posts(
        _ district: DistrictID,
        _ moves: [(from: UnitID, to: UnitID)],
        on day: LocalDate,
        midnight: Instant
    ) -> [Query] {
        let (from, to, day) = (moves.map(\.from.rawValue), moves.map(\.to.rawValue), day.description)
        return [
            """
            INSERT INTO post (district_id, person_id, role, unit_id, since, until, part_time, substitute_id)
            SELECT p.district_id, p.person_id, p.role, n.heir, greatest(p.since, \(day)::text::date), p.until, p.part_time,
                p.substitute_id
            FROM post AS p JOIN unnest(\(from), \(to)) AS n (unit, heir) ON n.unit = p.unit_id
            WHERE p.district_id = \(district.rawValue) AND p.until >= \(day)::text::date
                AND NOT EXISTS (
                    SELECT FROM post AS o
                    WHERE o.district_id = p.district_id AND o.person_id = p.person_id AND o.role = p.role
                        AND o.unit_id = n.heir AND o.since <= greatest(p.since, \(day)::text::date)
                        AND o.until >= p.until)
            ON CONFLICT DO NOTHING
            """,
            """
            DELETE FROM post WHERE district_id = \(district.rawValue) AND unit_id = ANY(\(from))
                AND since >= \(day)::text::date
            """,
            """
            UPDATE post SET until = \(day)::text::date - 1
            WHERE district_id = \(district.rawValue) AND unit_id = ANY(\(from)) AND until >= \(day)::text::date
            """,
            """
            INSERT INTO duty_shift (district_id, unit_id, role, person_id, from_at, until_at)
            SELECT s.district_id, n.heir, s.role, s.person_id, s.from_at, s.until_at
            FROM duty_shift AS s JOIN unnest(\(from), \(to)) AS n (unit, heir) ON n.unit = s.unit_id
            WHERE s.district_id = \(district.rawValue) AND s.from_at >= \(Timestamp(midnight))
            ON CONFLICT DO NOTHING
            """,
            """
            DELETE FROM duty_shift WHERE district_id = \(district.rawValue) AND unit_id = ANY(\(from))
                AND from_at >= \(Timestamp(midnight))
            """,
        ]
    }

    /// Notes a plan that was carried out.
    package static func note(
        _ district: DistrictID,
        _ plan: Reorganisation,
        _ mark: PlanMark,
        effective: Instant,
        by person: PersonID,
        _ succession: Succession
    ) -> Query {
        """
        INSERT INTO reorganisation (district_id, hash, name, source, effective_at, person_id, document, succession)
        VALUES (\(district.rawValue), \(mark.hash), \(mark.name), \(mark.source), \(Timestamp(effective)),
            \(person.rawValue), \(plan.document.canonicalText), \(succession.json.canonicalText))
        """
    }

    /// What a plan left behind that was carried out before, by its hash.
    package static func succession(_ district: DistrictID, hash: String) -> Query {
        "SELECT succession FROM reorganisation WHERE district_id = \(district.rawValue) AND hash = \(hash)"
    }
}
