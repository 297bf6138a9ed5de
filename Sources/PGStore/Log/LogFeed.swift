package import Postgres
package import Workflow

/// A place in a log of a district: all that stands at or before it was sent.
///
/// By transactions and not by numbers alone, as `FeedCursor`: a line that is committed late never lies behind.
package struct LogPlace: Hashable, Sendable {
    /// The transaction.
    package let xact: TransactionID
    /// The number of the line.
    package let id: Int64

    /// Stands at a line.
    package init(xact: TransactionID, id: Int64) {
        self.xact = xact
        self.id = id
    }
}

/// The right to send what comes next of a log, which nobody else has meanwhile.
package struct LogClaim: Hashable, Sendable {
    /// The log.
    package let source: LogSource
    /// After which line.
    package let place: LogPlace
    /// Which claim it is.
    package let lease: Int64

    /// Describes a claim.
    package init(source: LogSource, place: LogPlace, lease: Int64) {
        self.source = source
        self.place = place
        self.lease = lease
    }

    /// Reads the row of `LogFeed.claim`.
    package init(row: Row, of source: LogSource) throws {
        self.source = source
        place = LogPlace(xact: try row[0], id: try row[1])
        lease = try row[2]
    }
}

/// A line of a log with its place in it.
package struct LogLine<Line: Sendable>: Sendable {
    /// The place.
    package let place: LogPlace
    /// The line.
    package let line: Line

    /// Stands there.
    package init(place: LogPlace, line: Line) {
        self.place = place
        self.line = line
    }
}

extension LogLine<SecurityEvent> {
    /// Reads a row of `LogFeed.security`.
    package init(row: Row) throws {
        line = try SecurityEvent(row: row)
        place = LogPlace(xact: try row[9], id: line.id.rawValue)
    }
}

extension LogLine<LoggedLook> {
    /// Reads a row of `LogFeed.access`.
    package init(row: Row, in district: DistrictID) throws {
        line = try LoggedLook(row, in: district)
        place = LogPlace(xact: try row[8], id: line.id)
    }
}

/// Following the two logs of a district by a place that skips nothing.
package enum LogFeed {
    /// Whether a log has lines after its place that are to be seen.
    package static func waits(_ source: LogSource, in district: DistrictID) -> Query {
        """
        SELECT EXISTS (
            SELECT FROM \(unsafeSQL: source.table) AS e
            WHERE e.district_id = \(district.rawValue)
                AND (e.xact, e.id) > (
                    coalesce((SELECT c.xact FROM syslog_cursor AS c
                        WHERE c.district_id = \(district.rawValue) AND c.source = \(source.rawValue)), '0'),
                    coalesce((SELECT c.id FROM syslog_cursor AS c
                        WHERE c.district_id = \(district.rawValue) AND c.source = \(source.rawValue)), 0))
                AND e.xact < journal_xmin())
        """
    }

    /// Claims a log for so many seconds; its row is read by `LogClaim`, and there is none where another has it.
    package static func claim(_ source: LogSource, in district: DistrictID, seconds: Int) -> Query {
        """
        INSERT INTO syslog_cursor AS c (district_id, source, held_until, lease)
        VALUES (\(district.rawValue), \(source.rawValue),
            clock_timestamp() + \(Int32(clamping: seconds)) * interval '1 second', 1)
        ON CONFLICT (district_id, source) DO UPDATE SET held_until = excluded.held_until, lease = c.lease + 1
        WHERE c.held_until < (SELECT clock_timestamp())
        RETURNING c.xact, c.id, c.lease
        """
    }

    /// Moves a place on and lets it go; no row is changed where another has claimed it since.
    package static func move(_ claim: LogClaim, in district: DistrictID, to place: LogPlace) -> Query {
        """
        UPDATE syslog_cursor SET xact = \(place.xact), id = \(place.id), held_until = '-infinity'
        WHERE district_id = \(district.rawValue) AND source = \(claim.source.rawValue) AND lease = \(claim.lease)
        """
    }

    /// Lines of the security log after a place, in the order in which they became visible.
    package static func security(after place: LogPlace, in district: DistrictID, limit: Int) -> Query {
        """
        SELECT id, at, kind, person_id, by_id, session_id, token_id, address, detail::text, xact FROM security_event
        WHERE district_id = \(district.rawValue) AND (xact, id) > (\(place.xact), \(place.id))
            AND xact < journal_xmin()
        ORDER BY xact, id LIMIT \(Int32(clamping: limit))
        """
    }

    /// Lines of the access log after a place, likewise.
    package static func access(after place: LogPlace, in district: DistrictID, limit: Int) -> Query {
        """
        SELECT id, at, ticket_id, person_id, via, fields, reason, request, xact FROM access_log
        WHERE district_id = \(district.rawValue) AND (xact, id) > (\(place.xact), \(place.id))
            AND xact < journal_xmin()
        ORDER BY xact, id LIMIT \(Int32(clamping: limit))
        """
    }
}
