package import Postgres
package import Workflow

/// Statements about attachments: added, listed, put out of sight; never changed or removed.
package enum AttachmentQueries {
    /// Which database this is, as a text.
    package static let installation: Query = "SELECT id::text FROM installation"

    /// Holds a matter, so that files which come at once are counted one after the other; no row: there is no such matter.
    package static func hold(_ ticket: TicketID, in district: DistrictID) -> Query {
        """
        SELECT 1 FROM ticket WHERE district_id = \(district.rawValue) AND id = \(ticket.rawValue) FOR NO KEY UPDATE
        """
    }

    /// Names a file; no row comes back where the matter has as many as it may, or the key was used before.
    ///
    /// - Parameters:
    ///   - new: the file.
    ///   - district: the district.
    ///   - most: how many files a matter may have, those out of sight included.
    ///   - mostOfSender: how many of them may be from whoever sent this one.
    /// - Returns: the statement; its row is a `StoredAttachment`.
    package static func add(
        _ new: NewAttachment,
        in district: DistrictID,
        most: Int,
        mostOfSender: Int = .max
    ) -> Query {
        """
        INSERT INTO attachment AS a (district_id, ticket_id, seq, sha256, thumbnail_sha256, sent_sha256, kind, bytes, width,
            height, file_name, person_id, key_hash, part)
        SELECT \(district.rawValue), \(new.ticket.rawValue), \(new.seq.map { Int32(clamping: $0) }), \(new.hash),
            \(new.picture?.thumbnail), \(new.sentHash), \(new.kind), \(Int64(new.bytes)),
            \(new.picture.map { Int32(clamping: $0.width) }), \(new.picture.map { Int32(clamping: $0.height) }),
            \(new.fileName), \(new.person?.rawValue), \(new.key?.hash), \(new.key.map { Int32(clamping: $0.part) })
        WHERE (SELECT count(*) FROM attachment AS o
            WHERE o.district_id = \(district.rawValue) AND o.ticket_id = \(new.ticket.rawValue)) < \(Int64(most))
            AND (SELECT count(*) FROM attachment AS o
                WHERE o.district_id = \(district.rawValue) AND o.ticket_id = \(new.ticket.rawValue)
                    AND o.person_id IS NOT DISTINCT FROM \(new.person?.rawValue)) < \(Int64(mostOfSender))
        ON CONFLICT (district_id, key_hash, part) WHERE key_hash IS NOT NULL DO NOTHING
        RETURNING \(unsafeSQL: StoredAttachment.columns)
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

    /// A page of all files of a district, those out of sight included, by number.
    package static func page(_ district: DistrictID, after: AttachmentID?, limit: Int) -> Query {
        """
        SELECT \(unsafeSQL: StoredAttachment.columns) FROM attachment AS a
        WHERE a.district_id = \(district.rawValue) AND a.id > \(after?.rawValue ?? 0)
        ORDER BY a.id LIMIT \(Int32(clamping: limit))
        """
    }
}
