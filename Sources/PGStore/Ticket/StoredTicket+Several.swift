package import Postgres
package import Workflow

extension StoredTicket {
    /// Several tickets' rows, whether their life has ended or not, in the order of their ids.
    package static func several(_ ids: [TicketID], in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: columns) FROM ticket AS t
        WHERE t.district_id = \(district.rawValue) AND t.id = ANY(\(ids.map(\.rawValue)))
        ORDER BY t.id
        """
    }
}
