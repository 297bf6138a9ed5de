package import Postgres
package import Workflow

/// What lies with units, for the digests of their groups.
package enum UnitWork {
    /// Open tickets of a unit that are counted at the most; more are as many.
    package static let mostCounted = 10_000

    /// The district's clock, and its configuration's revision.
    package static func clock(of district: DistrictID) -> Query {
        "SELECT clock_timestamp(), revision FROM district WHERE id = \(district.rawValue)"
    }

    /// Takes something that is told once at a time of a day; no row: it was told.
    package static func once(_ district: DistrictID, name: String, day: LocalDate) -> Query {
        """
        INSERT INTO daily_notice (district_id, name, day)
        VALUES (\(district.rawValue), \(name), \(day.description)::text::date)
        ON CONFLICT DO NOTHING RETURNING day
        """
    }

    /// Of each unit how many open tickets it answers for, and the oldest of them: unit, count, ids.
    package static func open(_ units: [UnitID], in district: DistrictID, oldest: Int) -> Query {
        """
        SELECT u.id, (
            SELECT count(*) FROM (
                SELECT FROM ticket AS t
                WHERE t.district_id = \(district.rawValue) AND t.responsible_id = u.id AND t.closed_at IS NULL
                LIMIT \(Int32(clamping: mostCounted))) AS counted
        ), ARRAY(
            SELECT t.id FROM ticket AS t
            WHERE t.district_id = \(district.rawValue) AND t.responsible_id = u.id AND t.closed_at IS NULL
            ORDER BY t.id LIMIT \(Int32(clamping: oldest)))
        FROM unnest(\(units.map(\.rawValue))) AS u (id)
        """
    }
}
