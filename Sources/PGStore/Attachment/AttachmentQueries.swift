package import Postgres
package import Workflow

/// Statements about attachments: listed, put out of sight; never changed or removed.
///
/// `WriteSet` adds them.
package enum AttachmentQueries {
    /// Which database this is, as a text.
    package static let installation: Query = "SELECT id::text FROM installation"

    /// Who added which files to some tickets, and under which keys: read once the tickets are locked.
    package static func known(_ tickets: [TicketID], in district: DistrictID) -> Query {
        """
        SELECT ticket_id, person_id, key_hash, part FROM attachment
        WHERE district_id = \(district.rawValue) AND ticket_id = ANY(\(tickets.map(\.rawValue)))
        """
    }

    /// The files that an event added, in its order.
    package static func added(by seq: Int, of ticket: TicketID, in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: StoredAttachment.columns) FROM attachment AS a
        WHERE a.district_id = \(district.rawValue) AND a.ticket_id = \(ticket.rawValue)
            AND a.event_seq = \(Int32(clamping: seq))
        ORDER BY a.event_place
        """
    }

    /// What was kept under a key; one row at the most.
    package static func find(_ key: UploadKey, in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: StoredAttachment.columns) FROM attachment AS a
        WHERE a.district_id = \(district.rawValue) AND a.key_hash = \(key.hash) AND a.part = \(Int32(clamping: key.part))
        """
    }

    /// A matter's files that are in sight, in the order in which they came.
    package static func of(_ ticket: TicketID, in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: StoredAttachment.columns) FROM attachment AS a
        WHERE a.district_id = \(district.rawValue) AND a.ticket_id = \(ticket.rawValue) AND a.hidden_at IS NULL
        ORDER BY a.id
        """
    }

    /// A file; no row: there is none, or it is out of sight.
    package static func one(_ id: AttachmentID, in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: StoredAttachment.columns) FROM attachment AS a
        WHERE a.district_id = \(district.rawValue) AND a.id = \(id.rawValue) AND a.hidden_at IS NULL
        """
    }

    /// Puts a file out of sight.
    package static func hide(_ id: AttachmentID, in district: DistrictID) -> Query {
        """
        UPDATE attachment SET hidden_at = clock_timestamp()
        WHERE district_id = \(district.rawValue) AND id = \(id.rawValue) AND hidden_at IS NULL
        """
    }

    /// Which of some hashes are named in a district, by a file or as a small picture.
    package static func named(_ hashes: [[UInt8]], in district: DistrictID) -> Query {
        """
        SELECT sha256 FROM attachment WHERE district_id = \(district.rawValue) AND sha256 = ANY(\(hashes))
        UNION
        SELECT thumbnail_sha256 FROM attachment
        WHERE district_id = \(district.rawValue) AND thumbnail_sha256 = ANY(\(hashes)) AND thumbnail_sha256 IS NOT NULL
        """
    }

    /// The files of a range of tickets that events may have added, those out of sight included.
    package static func rows(from: TicketID, to: TicketID, in district: DistrictID) -> Query {
        """
        SELECT \(unsafeSQL: StoredAttachment.columns) FROM attachment AS a
        WHERE a.district_id = \(district.rawValue) AND a.ticket_id BETWEEN \(from.rawValue) AND \(to.rawValue)
        ORDER BY a.id
        """
    }

    /// The last file that was added before events named them.
    package static let before: Query = "SELECT files_before FROM installation"

    /// A page of all files of a district, those out of sight included, by number.
    package static func page(_ district: DistrictID, after: AttachmentID?, limit: Int) -> Query {
        """
        SELECT \(unsafeSQL: StoredAttachment.columns) FROM attachment AS a
        WHERE a.district_id = \(district.rawValue) AND a.id > \(after?.rawValue ?? .min)
        ORDER BY a.id LIMIT \(Int32(clamping: limit))
        """
    }
}
