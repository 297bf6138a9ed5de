package import Postgres
package import Workflow

/// Statements about whom to reach, but for the one write.
package enum ContactQueries {
    /// A ticket's rows.
    package static func rows(of ticket: TicketID, in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: StoredContact.columns) FROM contact AS c
        WHERE c.district_id = \(district.rawValue) AND c.ticket_id = \(ticket.rawValue)
        ORDER BY c.seq
        """
    }

    /// A ticket's rows, and who saw which of their fields: one statement, so that nobody reads what is not written down.
    ///
    /// - Parameters:
    ///   - look: who looks, where and why.
    ///   - fields: what is seen in full besides.
    /// - Returns: the statement; its rows are `StoredContact`.
    package static func rows(for look: Look, also fields: [String] = []) -> Query {
        """
        WITH rows AS MATERIALIZED (
            SELECT \(unsafeSQL: StoredContact.columns) FROM contact AS c
            WHERE c.district_id = \(look.district.rawValue) AND c.ticket_id = \(look.ticket.rawValue)
        ), seen AS (
            SELECT array_remove(ARRAY[
                CASE WHEN bool_or(num_nonnulls(name, sealed_name) > 0) THEN 'contact_name' END,
                CASE WHEN bool_or(num_nonnulls(phone, sealed_phone) > 0) THEN 'contact_phone' END,
                CASE WHEN bool_or(num_nonnulls(address, sealed_address) > 0) THEN 'contact_address' END], NULL)
                || \(fields)::text[] AS fields
            FROM rows
        ), noted AS (
            INSERT INTO access_log (district_id, ticket_id, person_id, via, fields, reason, request)
            SELECT \(look.district.rawValue), \(look.ticket.rawValue), \(look.person.rawValue), \(look.via.rawValue),
                fields, \(look.reason), \(look.request)
            FROM seen WHERE cardinality(fields) > 0
        )
        SELECT * FROM rows ORDER BY seq
        """
    }

    /// Tickets whose resident has a telephone, the latest first.
    ///
    /// - Parameters:
    ///   - indexes: what the index may keep of it, under each key.
    ///   - district: the district.
    ///   - limit: at the most.
    /// - Returns: the statement; its rows are ids.
    package static func tickets(byPhone indexes: [[UInt8]], in district: DistrictID, limit: Int) -> Query {
        """
        SELECT DISTINCT ticket_id AS id FROM contact
        WHERE district_id = \(district.rawValue) AND phone_index = ANY(\(indexes)) AND phone_index IS NOT NULL
        ORDER BY id DESC LIMIT \(Int32(clamping: limit))
        """
    }

    /// How many contacts, telephones and mailboxes of the staff and secrets of webhooks each key has sealed; of those in the open the key is null.
    package static func uses(in district: DistrictID) -> Query {
        """
        SELECT u.key, count(*) FROM (
            SELECT key FROM contact WHERE district_id = \(district.rawValue)
            UNION ALL
            SELECT phone_key FROM person
            WHERE district_id = \(district.rawValue) AND num_nonnulls(phone, sealed_phone) > 0
            UNION ALL
            SELECT key FROM webhook WHERE district_id = \(district.rawValue)
            UNION ALL
            SELECT key FROM staff_mailbox WHERE district_id = \(district.rawValue)
        ) AS u GROUP BY u.key
        """
    }

    /// How many contacts and telephones of the staff are in the open, from indexes of their own.
    package static func inTheOpen(_ district: DistrictID) -> Query {
        """
        SELECT (SELECT count(*) FROM contact WHERE district_id = \(district.rawValue) AND key IS NULL)
            + (SELECT count(*) FROM person WHERE district_id = \(district.rawValue) AND phone IS NOT NULL)
        """
    }

    /// Rows of some tickets that hold a telephone, opened by the engine itself to tell residents; each is written down.
    ///
    /// - Parameters:
    ///   - tickets: the tickets, each with why its telephone is opened.
    ///   - district: the district.
    /// - Returns: the statement; its rows are `StoredContact`.
    package static func telephones(of tickets: [(ticket: TicketID, reason: String)], in district: DistrictID) -> Query {
        """
        WITH rows AS MATERIALIZED (
            SELECT \(unsafeSQL: StoredContact.columns) FROM contact AS c
            WHERE c.district_id = \(district.rawValue) AND c.ticket_id = ANY(\(tickets.map(\.ticket.rawValue)))
                AND num_nonnulls(c.phone, c.sealed_phone) > 0
        ), noted AS (
            INSERT INTO access_log (district_id, ticket_id, person_id, via, fields, reason)
            SELECT \(district.rawValue), n.ticket_id, 0, \(Look.Via.message.rawValue), ARRAY['contact_phone'], n.reason
            FROM unnest(\(tickets.map(\.ticket.rawValue)), \(tickets.map(\.reason))) AS n (ticket_id, reason)
            WHERE EXISTS (SELECT FROM rows WHERE rows.ticket_id = n.ticket_id)
        )
        SELECT * FROM rows ORDER BY ticket_id, seq
        """
    }

    /// A page of the rows that another key sealed, or none.
    ///
    /// - Parameters:
    ///   - key: the key that seals.
    ///   - district: the district.
    ///   - after: ticket and event of the last row of the page before.
    ///   - limit: rows at the most.
    /// - Returns: the statement; its rows are `StoredContact`.
    package static func outdated(
        _ key: String,
        in district: DistrictID,
        after: (ticket: TicketID, seq: Int)?,
        limit: Int
    ) -> Query {
        """
        SELECT \(unsafeSQL: StoredContact.columns) FROM contact AS c
        WHERE c.district_id = \(district.rawValue) AND c.key IS DISTINCT FROM \(key)
            AND (c.ticket_id, c.seq) > (\(after?.ticket.rawValue ?? 0), \(Int32(clamping: after?.seq ?? 0)))
        ORDER BY c.ticket_id, c.seq LIMIT \(Int32(clamping: limit))
        """
    }

    /// Puts rows sealed anew in the place of those that were read, where nobody changed them since.
    ///
    /// - Parameters:
    ///   - rows: what was read, with the same sealed anew.
    ///   - district: the district.
    /// - Returns: the statement; it says how many rows it changed.
    package static func replace(_ rows: [(old: StoredContact, new: SealedContact)], in district: DistrictID) -> Query {
        """
        UPDATE contact AS c
        SET key = n.key, sealed_name = n.name, sealed_phone = n.phone, sealed_address = n.address,
            phone_index = n.phone_index, name = NULL, phone = NULL, address = NULL
        FROM unnest(
            \(rows.map(\.old.ticket.rawValue)), \(rows.map { Int32(clamping: $0.old.seq) }), \(rows.map(\.old.key)),
            \(rows.map { $0.old.count }), \(rows.map(\.new.key)), \(rows.map { $0.new.texts[0] }),
            \(rows.map { $0.new.texts[1] }), \(rows.map { $0.new.texts[2] }), \(rows.map(\.new.phoneIndex))
        ) AS n (ticket_id, seq, old_key, old_count, key, name, phone, address, phone_index)
        WHERE c.district_id = \(district.rawValue) AND c.ticket_id = n.ticket_id AND c.seq = n.seq
            AND c.key IS NOT DISTINCT FROM n.old_key
            AND num_nonnulls(c.name, c.phone, c.address, c.sealed_name, c.sealed_phone, c.sealed_address) = n.old_count
        """
    }
}

extension StoredContact {
    /// How many texts it has: an erased one is not brought back.
    fileprivate var count: Int32 { Int32(clamping: texts.count { $0 != nil }) }

    /// The same sealed under the first key.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - ring: the keys, the row's own among them.
    /// - Returns: what takes the row's place.
    /// - Throws: `StoreError.sealed` where a text does not open.
    package func sealedAnew(in district: DistrictID, under ring: KeyRing) throws(StoreError) -> SealedContact {
        var open: [String?] = []
        for (field, text) in zip(SealedContact.fields, texts) {
            let place = SealedPlace(district: district, ticket: ticket, field: field)
            open.append(try text?.opened(at: place, under: ring).get())
        }
        return try SealedContact(open, of: ticket, in: district, under: ring)
    }
}
