package import PGStore
package import Workflow

/// For what files are sent, by whom, and under which key.
package struct Upload: Sendable {
    /// The district.
    package let district: DistrictID
    /// The matter.
    package let ticket: TicketID
    /// The event that they belong to; nil: they come on their own.
    package let seq: Int?
    /// Who sends them; nil: the resident.
    package let person: PersonID?
    /// Under the same key each file is kept once; nil: none.
    package let key: String?

    /// Describes an upload.
    package init(district: DistrictID, ticket: TicketID, seq: Int?, person: PersonID?, key: String?) {
        self.district = district
        self.ticket = ticket
        self.seq = seq
        self.person = person
        self.key = key
    }
}

/// What came of one file of an upload.
package struct UploadedFile: Sendable {
    /// What whoever sent it calls it.
    package let name: String
    /// Its row, or why it is not kept.
    package let outcome: Result<StoredAttachment, any Error>
    /// Whether it had been kept before, under the same key.
    package let isRepeat: Bool
}
