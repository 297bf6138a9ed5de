package import Postgres
package import Workflow

/// How long the two logs are kept, and how what is older leaves them.
package enum LogKeeping {
    /// Half a year: what the law asks for at the least (网络安全法第二十一条).
    package static let days = 183

    /// What a log holds.
    package struct Holding: Hashable, Sendable {
        /// The log.
        package let source: LogSource
        /// Lines before the moment that was asked for; at most `atMost` are counted.
        package let older: Int
        /// Its first line's time; nil: it is empty.
        package let first: Instant?
        /// Lines that wait to be sent; nil: they were never sent anywhere.
        package let waiting: Int?
    }

    /// Counts stop there.
    package static let atMost = 1_000_000

    /// What a log holds, and how much of it is older than a moment; the row is read by `holding`.
    package static func holding(_ source: LogSource, in district: DistrictID, before: Instant) -> Query {
        """
        SELECT
            (SELECT count(*) FROM (
                SELECT FROM \(unsafeSQL: source.table)
                WHERE district_id = \(district.rawValue) AND at < \(Timestamp(before)) LIMIT \(Int32(atMost))) AS o),
            (SELECT at FROM \(unsafeSQL: source.table) WHERE district_id = \(district.rawValue) ORDER BY at LIMIT 1),
            (SELECT (SELECT count(*) FROM (
                SELECT FROM \(unsafeSQL: source.table) AS e
                WHERE e.district_id = \(district.rawValue) AND (e.xact, e.id) > (c.xact, c.id)
                LIMIT \(Int32(atMost))) AS w)
            FROM syslog_cursor AS c WHERE c.district_id = \(district.rawValue) AND c.source = \(source.rawValue))
        """
    }

    /// Reads the row of `holding`.
    package static func holding(_ row: Row, of source: LogSource) throws -> Holding {
        Holding(
            source: source,
            older: Int(try row[0, as: Int64.self]),
            first: try row[1, as: Timestamp?.self].map { Instant($0) },
            waiting: try row[2, as: Int64?.self].map { Int($0) }
        )
    }

    /// Removes lines older than a moment, so many of each log at the most; answers how many.
    ///
    /// The schema's owner alone may, and the database itself refuses what is younger than `days`.
    package static func prune(_ district: DistrictID, before: Instant, most: Int) -> Query {
        """
        SELECT security, access
        FROM logs_prune(\(district.rawValue), \(Timestamp(before)), \(Int32(clamping: most)))
        """
    }
}
