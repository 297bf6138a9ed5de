package import Workflow

/// Under which key a file was sent, and which one of its upload it was.
package struct UploadKey: Hashable, Sendable {
    /// SHA-256 of the sender and the key: keys are people's own.
    package let hash: [UInt8]
    /// The file's place among those of the upload, from 0.
    package let part: Int

    /// Names a file of an upload.
    package init(hash: [UInt8], part: Int) {
        self.hash = hash
        self.part = part
    }
}

/// A file that is to be named by a row.
package struct NewAttachment: Hashable, Sendable {
    /// The matter.
    package var ticket: TicketID
    /// The event that it came with; nil: it came on its own.
    package var seq: Int?
    /// Who sent it; nil: the resident.
    package var person: PersonID?
    /// What that person called it.
    package var fileName: String
    /// The key that it was sent under; nil: none.
    package var key: UploadKey?
    /// SHA-256 of the file as it was sent.
    package var sentHash: [UInt8]
    /// SHA-256 of the file that is kept.
    package var hash: [UInt8]
    /// The kind of file that is kept.
    package var kind: String
    /// How many bytes that file has.
    package var bytes: Int
    /// The small picture and the sides of the large one; nil: it is no picture.
    package var picture: Picture?

    /// What is known of a picture.
    package struct Picture: Hashable, Sendable {
        /// SHA-256 of the small picture.
        package var thumbnail: [UInt8]
        /// Pixels from left to right.
        package var width: Int
        /// Pixels from top to bottom.
        package var height: Int

        /// Describes a picture.
        package init(thumbnail: [UInt8], width: Int, height: Int) {
            self.thumbnail = thumbnail
            self.width = width
            self.height = height
        }
    }

    /// Describes a file.
    package init(
        ticket: TicketID,
        seq: Int?,
        person: PersonID?,
        fileName: String,
        key: UploadKey?,
        sentHash: [UInt8],
        hash: [UInt8],
        kind: String,
        bytes: Int,
        picture: Picture?
    ) {
        self.ticket = ticket
        self.seq = seq
        self.person = person
        self.fileName = fileName
        self.key = key
        self.sentHash = sentHash
        self.hash = hash
        self.kind = kind
        self.bytes = bytes
        self.picture = picture
    }
}

extension NewAttachment {
    /// What the journal says of it.
    package var attached: AttachedFile {
        AttachedFile(
            hash: Hexadecimal.text(hash),
            thumbnail: picture.map { Hexadecimal.text($0.thumbnail) },
            kind: kind,
            bytes: bytes,
            seq: seq
        )
    }
}
