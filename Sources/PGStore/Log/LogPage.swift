package import Postgres
package import Workflow

/// Taking the two logs out whole, the first line first.
package enum LogPage {
    /// Lines of the security log after a number, of a time; the rows are read by `SecurityEvent`.
    package static func security(_ district: DistrictID, after id: Int64, in time: Range<Instant>, limit: Int) -> Query
    {
        """
        SELECT id, at, kind, person_id, by_id, session_id, token_id, address, detail::text FROM security_event
        WHERE district_id = \(district.rawValue) AND id > \(id)
            AND at >= \(Timestamp(time.lowerBound)) AND at < \(Timestamp(time.upperBound))
        ORDER BY id LIMIT \(Int32(clamping: limit))
        """
    }

    /// Lines of the access log after a number, of a time; the rows are read by `LoggedLook`.
    package static func access(_ district: DistrictID, after id: Int64, in time: Range<Instant>, limit: Int) -> Query {
        """
        SELECT id, at, ticket_id, person_id, via, fields, reason, request FROM access_log
        WHERE district_id = \(district.rawValue) AND id > \(id)
            AND at >= \(Timestamp(time.lowerBound)) AND at < \(Timestamp(time.upperBound))
        ORDER BY id LIMIT \(Int32(clamping: limit))
        """
    }
}
