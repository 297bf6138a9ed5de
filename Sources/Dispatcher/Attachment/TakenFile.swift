import Media
import PGStore

/// A file of an upload on its way into a matter.
struct TakenFile: Sendable {
    /// What whoever sent it calls it.
    let name: String
    let outcome: Outcome

    /// How far it came.
    enum Outcome: Sendable {
        /// It was added before, under the same key.
        case known(StoredAttachment)
        /// It lies in the folder; nothing names it yet.
        case stored(StoredFile.Kept, UploadKey?)
        /// It is not kept.
        case failed(any Error)
    }

    /// What is to be added; nil: nothing.
    func row(_ upload: Upload) -> NewAttachment? {
        guard case .stored(let kept, let key) = outcome else { return nil }
        return NewAttachment(
            ticket: upload.ticket,
            seq: upload.seq,
            person: upload.person,
            fileName: name,
            key: key,
            sentHash: kept.sent.bytes,
            hash: kept.hash.bytes,
            kind: kept.kind.rawValue,
            bytes: kept.bytes,
            picture: kept.thumbnail.flatMap { small in
                kept.sides.map { NewAttachment.Picture(thumbnail: small.bytes, width: $0.width, height: $0.height) }
            }
        )
    }

    /// What came of it.
    ///
    /// - Parameters:
    ///   - added: the rows that were added and belong to no file before this one, in the files' order; its own is taken.
    ///   - all: the rows that were added, or why none was.
    ///   - otherwise: asked where it was stored and has no row.
    /// - Returns: its row, and whether that had been there before.
    /// - Throws: why it is not kept.
    func answer(
        _ added: inout ArraySlice<StoredAttachment>,
        _ all: Result<[StoredAttachment], any Error>,
        otherwise: (UploadKey?, StoredFile.Kept) async throws -> StoredAttachment
    ) async throws -> (StoredAttachment, isRepeat: Bool) {
        switch outcome {
        case .known(let row): return (row, true)
        case .failed(let error): throw error
        case .stored(let kept, let key):
            _ = try all.get()
            if let row = added.first, row.hash == kept.hash.bytes, row.sentHash == kept.sent.bytes, row.fileName == name
            {
                added.removeFirst()
                return (row, false)
            }
            return (try await otherwise(key, kept), true)
        }
    }
}
