package import Postgres
package import Workflow

extension ContactQueries {
    /// Several tickets' rows, and who saw which of them in full: one statement, so that nobody reads what is not written down.
    ///
    /// One line a ticket, as of every other look: whoever asks of a ticket finds that it was in an export. The lines of an
    /// export have its request's number.
    ///
    /// - Parameters:
    ///   - tickets: the tickets.
    ///   - seen: those of them that are seen in full.
    ///   - district: the district.
    ///   - look: who looks, where and why; its ticket does not matter.
    /// - Returns: the statement; its rows are `StoredContact`, by ticket and event.
    package static func rows(
        of tickets: [TicketID],
        seen: [TicketID],
        in district: DistrictID,
        by look: Look
    ) -> Query {
        """
        WITH rows AS MATERIALIZED (
            SELECT \(unsafeSQL: StoredContact.columns) FROM contact AS c
            WHERE c.district_id = \(district.rawValue) AND c.ticket_id = ANY(\(tickets.map(\.rawValue)))
        ), seen AS (
            SELECT ticket_id, array_remove(ARRAY[
                CASE WHEN bool_or(num_nonnulls(name, sealed_name) > 0) THEN 'contact_name' END,
                CASE WHEN bool_or(num_nonnulls(phone, sealed_phone) > 0) THEN 'contact_phone' END,
                CASE WHEN bool_or(num_nonnulls(address, sealed_address) > 0) THEN 'contact_address' END], NULL) AS fields
            FROM rows WHERE ticket_id = ANY(\(seen.map(\.rawValue))) GROUP BY ticket_id
        ), noted AS (
            INSERT INTO access_log (district_id, ticket_id, person_id, via, fields, reason, request)
            SELECT \(district.rawValue), ticket_id, \(look.person.rawValue), \(look.via.rawValue), fields, \(look.reason),
                \(look.request)
            FROM seen WHERE cardinality(fields) > 0 ORDER BY ticket_id
        )
        SELECT * FROM rows ORDER BY ticket_id, seq
        """
    }
}
