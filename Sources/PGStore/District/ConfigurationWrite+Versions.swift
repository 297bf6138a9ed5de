package import Postgres
package import Workflow

extension ConfigurationWrite {
    /// Ends the versions of units that are otherwise now, and begins new ones.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - at: when units became otherwise; nil: now, which is the last event's time where the district's time is given.
    ///   - source: the document that says so.
    /// - Returns: the statements, for the end of the transaction that changed the units.
    package static func unitVersions(_ district: DistrictID, at: Timestamp? = nil, source: String = "") -> [Query] {
        [
            // A version never ends before it began, whatever a plan says of its own day.
            """
            UPDATE unit_version AS v
            SET until_at = greatest(
                coalesce(\(at), (
                    SELECT CASE d.clock WHEN 'given' THEN
                        (SELECT max(t.last_at) FROM ticket AS t WHERE t.district_id = d.id) END
                    FROM district AS d WHERE d.id = \(district.rawValue)
                ), clock_timestamp()),
                v.from_at + interval '1 microsecond'
            )
            FROM unit AS u
            WHERE v.district_id = \(district.rawValue) AND u.district_id = v.district_id AND u.id = v.unit_id
                AND v.until_at IS NULL
                AND (v.kind, v.name, v.parent_id, v.attributes, v.pair_id, v.latitude, v.longitude, v.radius)
                    IS DISTINCT FROM
                    (u.kind, u.name, u.parent_id, u.attributes, u.pair_id, u.latitude, u.longitude, u.radius)
            """,
            """
            INSERT INTO unit_version (district_id, unit_id, from_at, kind, name, parent_id, attributes, pair_id, latitude, longitude,
                radius, source)
            SELECT u.district_id, u.id,
                coalesce(
                    (SELECT max(o.until_at) FROM unit_version AS o
                        WHERE o.district_id = u.district_id AND o.unit_id = u.id),
                    \(at), '-infinity'
                ),
                u.kind, u.name, u.parent_id, u.attributes, u.pair_id, u.latitude, u.longitude, u.radius, \(source)
            FROM unit AS u
            WHERE u.district_id = \(district.rawValue) AND NOT EXISTS (
                SELECT FROM unit_version AS v
                WHERE v.district_id = u.district_id AND v.unit_id = u.id AND v.until_at IS NULL
            )
            """,
        ]
    }

    /// The names that units bore at a time, where they bear another one now.
    package static func formerNames(_ district: DistrictID, at: Timestamp) -> Query {
        """
        SELECT v.unit_id, v.name
        FROM unit_version AS v JOIN unit AS u ON u.district_id = v.district_id AND u.id = v.unit_id
        WHERE v.district_id = \(district.rawValue) AND v.from_at <= \(at)
            AND v.until_at > \(at) AND v.name <> u.name
        """
    }
}
