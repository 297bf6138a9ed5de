package import Postgres
package import Workflow

/// What an `Identifier` can name around attachments: a tag only, never made.
package enum AttachmentIdentifierKind {
    /// A file of a matter.
    package enum Attachment {}
}

/// Names an attachment within its district; a later one has a greater number.
package typealias AttachmentID = Identifier<AttachmentIdentifierKind.Attachment>

/// A file that somebody added to a matter, as its row says.
package struct StoredAttachment: Hashable, Sendable {
    /// Its number.
    package let id: AttachmentID
    /// The matter.
    package let ticket: TicketID
    /// The event that it came with; nil: it came on its own.
    package let seq: Int?
    /// SHA-256 of the file that is kept.
    package let hash: [UInt8]
    /// SHA-256 of the small picture; nil: it is no picture.
    package let thumbnail: [UInt8]?
    /// SHA-256 of the file as it was sent.
    package let sentHash: [UInt8]
    /// The kind of file, by its content.
    package let kind: String
    /// How many bytes the file has.
    package let bytes: Int
    /// Pixels from left to right; nil: it is no picture.
    package let width: Int?
    /// Pixels from top to bottom; nil: it is no picture.
    package let height: Int?
    /// What whoever sent it called it.
    package let fileName: String
    /// Who sent it; nil: the resident.
    package let person: PersonID?
    /// When, by the database's clock.
    package let loadedAt: Instant
    /// Since when nobody is shown it.
    package let hiddenAt: Instant?
    /// The event that added it, and its place among that event's files; nil: it came before events named files.
    package let addedBy: AddedBy?

    /// Which of an event's files it is.
    package struct AddedBy: Hashable, Sendable {
        /// The event.
        package let seq: Int
        /// The place, from 0.
        package let place: Int
    }

    /// What `init(_:)` reads, in its order.
    package static let columns = """
        a.id, a.ticket_id, a.seq, a.sha256, a.thumbnail_sha256, a.sent_sha256, a.kind, a.bytes, a.width, a.height,
        a.file_name, a.person_id, a.loaded_at, a.hidden_at, a.event_seq,
        a.event_place
        """

    /// Reads a row of `columns`.
    ///
    /// - Throws: what the database says.
    package init(_ row: Row) throws {
        id = AttachmentID(try row[0])
        ticket = TicketID(try row[1])
        seq = try row[2, as: Int32?.self].map { Int($0) }
        hash = try row[3]
        thumbnail = try row[4]
        sentHash = try row[5]
        kind = try row[6]
        bytes = Int(try row[7, as: Int64.self])
        width = try row[8, as: Int32?.self].map { Int($0) }
        height = try row[9, as: Int32?.self].map { Int($0) }
        fileName = try row[10]
        person = try row[11, as: Int64?.self].map { PersonID($0) }
        loadedAt = Instant(try row[12, as: Timestamp.self])
        hiddenAt = try row[13, as: Timestamp?.self].map { Instant($0) }
        addedBy = try row[14, as: Int32?.self].map { AddedBy(seq: Int($0), place: Int(try row[15, as: Int32.self])) }
    }
}

extension StoredAttachment {
    /// What the journal must say of it.
    package var attached: AttachedFile {
        AttachedFile(
            hash: Hexadecimal.text(hash),
            thumbnail: thumbnail.map { Hexadecimal.text($0) },
            kind: kind,
            bytes: bytes,
            seq: seq
        )
    }
}
