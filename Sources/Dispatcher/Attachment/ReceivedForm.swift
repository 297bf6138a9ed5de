import Media

/// A form that was read to its end: texts, and files that nothing keeps yet: they are gone with this value.
package struct ReceivedForm: Sendable {
    /// Names with their values, in the form's order.
    package let texts: [(name: String, text: String)]
    let files: [FormReading.File]

    /// Whether there is any file in it.
    package var hasFiles: Bool { !files.isEmpty }
}

/// A file that lies in the folder, or why it does not; no row names it yet.
package struct StoredFile: Sendable {
    /// What whoever sent it calls it.
    let name: String
    /// Its place among the files of its form, from 0.
    let part: Int
    let outcome: Result<Kept, any Error>

    /// A file that is on the disk, for good unless nobody names it.
    struct Kept: Sendable {
        let sent: MediaHash
        let kind: MediaKind
        let hash: MediaHash
        let bytes: Int
        let thumbnail: MediaHash?
        let sides: (width: Int, height: Int)?
    }

    /// Why it is not kept; nil: it is.
    package var failure: (any Error)? {
        guard case .failure(let error) = outcome else { return nil }
        return error
    }
}
