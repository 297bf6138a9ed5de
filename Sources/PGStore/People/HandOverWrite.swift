package import Postgres
package import Workflow

/// What was handed over (移交), read back from the journal.
package enum HandOverRead {
    /// Events since a moment of the open tickets that a person is responsible for now: among them stands by whom each was
    /// handed over.
    ///
    /// - Parameters:
    ///   - person: who took them.
    ///   - since: not before.
    ///   - district: the district.
    ///   - limit: rows at the most.
    /// - Returns: the statement; its rows are `StoredEvent`, by ticket and number.
    package static func events(
        ofOpenTicketsOf person: PersonID,
        since: Instant,
        in district: DistrictID,
        limit: Int
    ) -> Query {
        """
        SELECT \(unsafeSQL: StoredEvent.columns)
        FROM ticket AS t JOIN ticket_event AS e ON e.district_id = t.district_id AND e.ticket_id = t.id
        WHERE t.district_id = \(district.rawValue) AND t.owner_id = \(person.rawValue) AND t.closed_at IS NULL
            AND e.district_id = \(district.rawValue) AND e.at >= \(Timestamp(since))
        ORDER BY e.ticket_id, e.seq LIMIT \(Int32(clamping: limit))
        """
    }
}

/// Statements that hand posts and duties over; each changes nothing when it is sent again.
package enum HandOverWrite {
    /// Ends the giver's posts with the day before, gives them to the successor, and the duties that begin from then on.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - handOver: from whom to whom.
    ///   - posts: which posts.
    ///   - day: the successor's first day.
    ///   - midnight: when that day begins.
    /// - Returns: the statements, in their order.
    package static func statements(
        _ district: DistrictID,
        _ handOver: HandOver,
        posts: [Post],
        on day: LocalDate,
        midnight: Instant
    ) -> [Query] {
        [
            begun(district, handOver, posts, day), ended(district, handOver, posts, day),
            doubled(district, handOver, posts, midnight), duties(district, handOver, posts, midnight),
        ]
    }

    /// The successor's, while the giver's still say until when and who stands in.
    private static func begun(_ district: DistrictID, _ handOver: HandOver, _ posts: [Post], _ day: LocalDate) -> Query
    {
        """
        INSERT INTO post (district_id, person_id, role, unit_id, since, until, substitute_id)
        SELECT \(district.rawValue), \(handOver.to.rawValue), o.role, o.unit_id, \(day.description)::text::date, o.until,
            nullif(o.substitute_id, \(handOver.to.rawValue))
        FROM post AS o
        JOIN unnest(\(posts.map(\.role.text)), \(posts.map(\.unit.rawValue))) AS n (role, unit_id)
            ON o.role = n.role AND o.unit_id = n.unit_id
        WHERE o.district_id = \(district.rawValue) AND o.person_id = \(handOver.from.rawValue)
            AND o.since < \(day.description)::text::date AND o.until >= \(day.description)::text::date
            AND NOT EXISTS (
                SELECT FROM post AS p
                WHERE p.district_id = o.district_id AND p.person_id = \(handOver.to.rawValue) AND p.role = o.role
                    AND p.unit_id = o.unit_id AND p.since <= \(day.description)::text::date
                    AND p.until >= \(day.description)::text::date)
        ON CONFLICT DO NOTHING
        """
    }

    private static func ended(_ district: DistrictID, _ handOver: HandOver, _ posts: [Post], _ day: LocalDate) -> Query
    {
        """
        UPDATE post AS o SET until = \(day.description)::text::date - 1
        FROM unnest(\(posts.map(\.role.text)), \(posts.map(\.unit.rawValue))) AS n (role, unit_id)
        WHERE o.district_id = \(district.rawValue) AND o.person_id = \(handOver.from.rawValue) AND o.role = n.role
            AND o.unit_id = n.unit_id AND o.since < \(day.description)::text::date
            AND o.until >= \(day.description)::text::date
        """
    }

    /// Shifts that the successor has already.
    private static func doubled(
        _ district: DistrictID,
        _ handOver: HandOver,
        _ posts: [Post],
        _ midnight: Instant
    ) -> Query {
        """
        DELETE FROM duty_shift AS s
        WHERE s.district_id = \(district.rawValue) AND s.person_id = \(handOver.from.rawValue)
            AND s.unit_id = ANY(\(posts.map(\.unit.rawValue))) AND s.from_at >= \(Timestamp(midnight))
            AND EXISTS (SELECT FROM duty_shift AS t
                WHERE t.district_id = s.district_id AND t.unit_id = s.unit_id AND t.role = s.role
                    AND t.from_at = s.from_at AND t.person_id = \(handOver.to.rawValue))
        """
    }

    private static func duties(
        _ district: DistrictID,
        _ handOver: HandOver,
        _ posts: [Post],
        _ midnight: Instant
    ) -> Query {
        """
        UPDATE duty_shift SET person_id = \(handOver.to.rawValue)
        WHERE district_id = \(district.rawValue) AND person_id = \(handOver.from.rawValue)
            AND unit_id = ANY(\(posts.map(\.unit.rawValue))) AND from_at >= \(Timestamp(midnight))
        """
    }
}
