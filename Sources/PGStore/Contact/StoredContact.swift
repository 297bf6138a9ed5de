package import Postgres
package import Workflow

/// A row of whom to reach, as it is stored.
package struct StoredContact: Sendable {
    /// A text of it.
    package enum Text: Hashable, Sendable {
        /// Of before contacts were sealed.
        case open(String)
        /// As `KeyRing` made it.
        case sealed([UInt8])
    }

    /// The ticket.
    package let ticket: TicketID
    /// The event that said it.
    package let seq: Int
    /// The salt of its digests.
    package let salt: [UInt8]
    /// The id of the key; nil: it is in the open.
    package let key: String?
    /// Name, telephone and address; nil: nothing was given, or it was erased.
    package let texts: [Text?]

    static let columns = """
        c.ticket_id, c.seq, c.salt, c.key, c.name, c.phone, c.address, c.sealed_name, c.sealed_phone, c.sealed_address
        """

    /// Reads a row of `columns`.
    package init(_ row: Row) throws {
        ticket = TicketID(try row[0])
        seq = Int(try row[1, as: Int32.self])
        salt = try row[2]
        key = try row[3]
        texts = try (0..<3).map { place in
            if let text: String = try row[4 + place] { return .open(text) }
            return try row[7 + place, as: [UInt8]?.self].map { .sealed($0) }
        }
    }

    /// The rows of a range of tickets.
    package static func of(from: TicketID, to: TicketID, in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: columns) FROM contact AS c
        WHERE c.district_id = \(district.rawValue) AND c.ticket_id BETWEEN \(from.rawValue) AND \(to.rawValue)
        ORDER BY c.ticket_id, c.seq
        """
    }

    /// Name, telephone and address as the latest of a ticket's rows say, opened.
    ///
    /// - Parameters:
    ///   - rows: the ticket's rows, in the order of their events.
    ///   - district: the district.
    ///   - ring: the keys; nil: nothing sealed opens.
    /// - Returns: for each of `SealedContact.fields` a text, why it cannot be read, or nil where nothing is kept.
    package static func latest(
        of rows: [StoredContact],
        in district: DistrictID,
        under ring: KeyRing?
    ) -> [FieldName: Result<String, StoreError>] {
        var latest: [FieldName: Result<String, StoreError>] = [:]
        for row in rows {
            for (field, text) in zip(SealedContact.fields, row.texts) {
                guard let text else { continue }
                let place = SealedPlace(district: district, ticket: row.ticket, field: field)
                latest[field] = text.opened(at: place, under: ring)
            }
        }
        return latest
    }
}

extension StoredContact.Text {
    /// The text itself.
    func opened(at place: SealedPlace, under ring: KeyRing?) -> Result<String, StoreError> {
        switch self {
        case .open(let text): return .success(text)
        case .sealed(let bytes):
            guard let ring else { return .failure(.sealed(.unknownKey(KeyRing.id(of: bytes) ?? ""))) }
            do throws(StoreError) {
                return .success(try ring.open(bytes, at: place))
            } catch {
                return .failure(error)
            }
        }
    }
}
