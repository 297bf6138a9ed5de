import Crypto
package import Media
import PGStore
import Postgres
import Synchronization
import Workflow

/// Where files of matters are taken in and given out: the folder, what makes pictures anew, and bounds.
///
/// First the bytes are on the disk, then a row names them; so a row never names what is not there. What no row came to name is
/// swept away after a day.
package final class AttachmentDesk: Sendable {
    private struct State {
        var uploads = 0
        var isOurs = false
    }

    /// Where files lie.
    package let folder: MediaFolder
    /// What makes pictures anew.
    package let pictures: PictureMaker
    /// What uploads may take.
    package let limits: AttachmentLimits
    /// Where calls block that wait for the disk.
    package let disk: DiskWork
    let pool: Pool
    private let state = Mutex(State())

    /// Opens a folder, and makes it where it is missing.
    ///
    /// - Parameters:
    ///   - path: the folder.
    ///   - engine: whose districts' files lie there.
    ///   - limits: what uploads may take.
    ///   - pictures: what makes pictures anew; left out, `whistle-picture` beside this program.
    /// - Throws: `MediaRefusal`.
    package init(
        path: String,
        engine: Engine,
        limits: AttachmentLimits = AttachmentLimits(),
        pictures: PictureMaker = PictureMaker()
    ) throws(MediaRefusal) {
        folder = try MediaFolder(path: path)
        self.pictures = pictures
        self.limits = limits
        disk = DiskWork()
        pool = engine.pool
    }

    /// Takes the folder for this database, the first time.
    ///
    /// - Throws: `AttachmentRefusal` where it is another's, and what the database says.
    package func claim() async throws {
        guard !state.withLock({ $0.isOurs }) else { return }
        let id: String = try await pool.query(AttachmentQueries.installation).only()[0]
        let folder = folder
        do throws(MediaRefusal) {
            try await disk.run { () throws(MediaRefusal) in try folder.claim(id) }
        } catch {
            throw AttachmentRefusal.media(error)
        }
        state.withLock { $0.isOurs = true }
    }

    /// Reads a form with files and keeps them.
    ///
    /// - Parameters:
    ///   - upload: for what they are sent.
    ///   - contentType: what the request says of its body.
    ///   - length: how many bytes it says that it has; nil: it does not say.
    ///   - chunks: the body as it arrives.
    /// - Returns: what came of each file, in the form's order.
    /// - Throws: `AttachmentRefusal` where the form is refused, and what the chunks throw; nothing is kept then.
    package func take<Chunks: AsyncSequence>(
        _ upload: Upload,
        contentType: String,
        length: Int?,
        chunks: Chunks
    ) async throws -> [UploadedFile] where Chunks.Element == [UInt8] {
        try await claim()
        guard enter() else { throw AttachmentRefusal.uploadsBusy }
        defer { state.withLock { $0.uploads -= 1 } }
        if let length, length > limits.uploadBytes { throw AttachmentRefusal.uploadTooLarge(limit: limits.uploadBytes) }
        let files = try await read(contentType, chunks)
        guard !files.isEmpty else { throw AttachmentRefusal.noFile }
        return await keep(files, upload)
    }

    private func enter() -> Bool {
        state.withLock { state in
            guard state.uploads < limits.uploads else { return false }
            state.uploads += 1
            return true
        }
    }

    private func read<Chunks: AsyncSequence>(
        _ contentType: String,
        _ chunks: Chunks
    ) async throws -> [FormReading.File] where Chunks.Element == [UInt8] {
        let boundary: MultipartBoundary
        do throws(MediaRefusal) {
            boundary = try MultipartBoundary(contentType: contentType)
        } catch {
            throw AttachmentRefusal.media(error)
        }
        var form = FormReading(boundary, folder: folder, disk: disk, limits: limits)
        let end = ContinuousClock.now + limits.time
        var count = 0
        for try await chunk in chunks {
            count += chunk.count
            guard count <= limits.uploadBytes else { throw AttachmentRefusal.uploadTooLarge(limit: limits.uploadBytes) }
            guard ContinuousClock.now < end else {
                throw AttachmentRefusal.tooSlow(limit: Int(limits.time.components.seconds))
            }
            try await form.take(chunk)
        }
        return try form.finish()
    }
}

extension AttachmentDesk {
    // MARK: - Keeping files

    /// Two at a time, as pictures are made: who sends many leaves room for others'.
    private func keep(_ files: [FormReading.File], _ upload: Upload) async -> [UploadedFile] {
        var kept: [UploadedFile] = []
        for part in stride(from: 0, to: files.count, by: 2) {
            async let first = keep(files[part], part, upload)
            if part + 1 < files.count {
                async let second = keep(files[part + 1], part + 1, upload)
                kept += [await first, await second]
            } else {
                kept.append(await first)
            }
        }
        return kept
    }

    private func keep(_ file: FormReading.File, _ part: Int, _ upload: Upload) async -> UploadedFile {
        do {
            let draft = try file.draft.get()
            let sent = try draft.hash()
            let key = upload.key.map { UploadKey(hash: Self.hash(of: $0, upload.person), part: part) }
            if let key, let known = try await known(key, upload, sent) {
                return UploadedFile(name: file.name, outcome: .success(known), isRepeat: true)
            }
            let kept = try await store(draft)
            let (row, isRepeat) = try await name(
                NewAttachment(
                    ticket: upload.ticket,
                    seq: upload.seq,
                    person: upload.person,
                    fileName: file.name,
                    key: key,
                    sentHash: sent.bytes,
                    hash: kept.hash.bytes,
                    kind: kept.kind.rawValue,
                    bytes: kept.bytes,
                    picture: kept.picture
                ),
                upload,
                sent
            )
            return UploadedFile(name: file.name, outcome: .success(row), isRepeat: isRepeat)
        } catch let refusal as MediaRefusal {
            return UploadedFile(name: file.name, outcome: .failure(AttachmentRefusal.media(refusal)), isRepeat: false)
        } catch {
            return UploadedFile(name: file.name, outcome: .failure(error), isRepeat: false)
        }
    }

    /// A file that is on the disk, for good unless nobody names it.
    private struct Kept {
        let kind: MediaKind
        let hash: MediaHash
        let bytes: Int
        let picture: NewAttachment.Picture?
    }

    private func store(_ draft: MediaDraft) async throws -> Kept {
        let (folder, count) = (folder, draft.count)
        let kind = try await disk.run { () throws(MediaRefusal) in try draft.kind() }
        guard kind.isPicture else {
            let hash = try await disk.run { () throws(MediaRefusal) in try folder.keep(draft) }
            return Kept(kind: kind, hash: hash, bytes: count, picture: nil)
        }
        let made = try await pictures.remake(path: draft.path)
        draft.discard()
        let (hash, small) = try await disk.run { () throws(MediaRefusal) in
            (try folder.keep(made.bytes), try folder.keep(made.thumbnail))
        }
        let picture = NewAttachment.Picture(thumbnail: small.bytes, width: made.width, height: made.height)
        return Kept(kind: made.kind, hash: hash, bytes: made.bytes.count, picture: picture)
    }

    /// Writes the row; where another request with the same key was faster, that one's.
    private func name(
        _ new: NewAttachment,
        _ upload: Upload,
        _ sent: MediaHash
    ) async throws -> (StoredAttachment, isRepeat: Bool) {
        if let row = try await insert(new, upload) { return (row, false) }
        if let key = new.key, let known = try await known(key, upload, sent) { return (known, true) }
        throw AttachmentRefusal.ticketFull(limit: limits.filesOfTicket)
    }

    /// Nil where the matter is full, or the key known.
    ///
    /// Who holds the matter for a command is waited for, a few times.
    private func insert(_ new: NewAttachment, _ upload: Upload) async throws -> StoredAttachment? {
        for _ in 0..<Self.triesForLock {
            do {
                return try await pool.withTransaction { connection in
                    let held = try await connection.query(AttachmentQueries.hold(upload.ticket, in: upload.district))
                    guard held.count == 1 else { throw AttachmentRefusal.unknownTicket(upload.ticket) }
                    let add = AttachmentQueries.add(new, in: upload.district, most: limits.filesOfTicket)
                    return try await connection.query(add).first.map { try StoredAttachment($0) }
                }
            } catch let error as PostgresError where error.sqlState == .lockNotAvailable {
                continue
            }
        }
        throw AttachmentRefusal.uploadsBusy
    }

    /// Each waits a second (`lock_timeout`); a command's transaction is cut off after five.
    private static let triesForLock = 10

    /// What was kept under the same key before.
    private func known(_ key: UploadKey, _ upload: Upload, _ sent: MediaHash) async throws -> StoredAttachment? {
        let row = try await pool.query(AttachmentQueries.find(key, in: upload.district)).first
        guard let known = try row.map({ try StoredAttachment($0) }) else { return nil }
        guard known.ticket == upload.ticket, known.sentHash == sent.bytes, known.seq == upload.seq else {
            throw AttachmentRefusal.keyReused
        }
        return known
    }

    private static func hash(of key: String, _ person: PersonID) -> [UInt8] {
        Array(SHA256.hash(data: Array("\(person.rawValue)\n\(key)".utf8)))
    }
}
