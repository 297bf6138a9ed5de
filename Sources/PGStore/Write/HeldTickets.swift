package import Postgres
package import Workflow

/// Looks which tickets another transaction holds, and waits for none of them.
package enum HeldTickets {
    /// The ids of those of some tickets that another transaction holds; those that do not exist are held by nobody.
    ///
    /// A single statement: what it locks, it lets go.
    ///
    /// - Parameters:
    ///   - tickets: in the order of their ids.
    ///   - district: theirs.
    /// - Returns: a query for `read`.
    package static func query(_ tickets: [TicketID], in district: DistrictID) -> Query {
        let ids = tickets.map(\.rawValue)
        return """
            WITH free AS MATERIALIZED (
                SELECT t.id FROM ticket AS t
                WHERE t.district_id = \(district.rawValue) AND t.id = ANY(\(ids))
                ORDER BY t.id
                FOR NO KEY UPDATE OF t SKIP LOCKED
            )
            SELECT t.id FROM ticket AS t
            WHERE t.district_id = \(district.rawValue) AND t.id = ANY(\(ids))
                AND NOT EXISTS (SELECT 1 FROM free AS f WHERE f.id = t.id)
            """
    }

    /// Reads the answer.
    ///
    /// - Parameter rows: the answer to `query`.
    /// - Returns: the tickets that are held.
    /// - Throws: `PostgresError` where a value cannot be read.
    package static func read(_ rows: QueryResult) throws -> Set<TicketID> {
        Set(try rows.map { TicketID(try $0[0]) })
    }
}
