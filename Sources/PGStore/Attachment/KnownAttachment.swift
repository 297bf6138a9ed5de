import Postgres
package import Workflow

/// What is known of a file of a ticket to which others are to be added.
package struct KnownAttachment: Hashable, Sendable {
    /// Who sent it; nil: the resident.
    package let person: PersonID?
    /// The key that it was sent under; nil: none.
    package let key: UploadKey?

    /// What is known of a file that is added now.
    package init(_ new: NewAttachment) {
        person = new.person
        key = new.key
    }

    /// Reads sender, key and part.
    init(_ row: Row, from column: Int) throws {
        person = try row[column, as: Int64?.self].map { PersonID($0) }
        let hash = try row[column + 1, as: [UInt8]?.self]
        let part = try row[column + 2, as: Int32?.self]
        key = hash.flatMap { hash in part.map { UploadKey(hash: hash, part: Int($0)) } }
    }
}
