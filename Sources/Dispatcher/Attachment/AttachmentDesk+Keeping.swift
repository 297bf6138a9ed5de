import Crypto
import Media
import PGStore
import Postgres
import Workflow

extension AttachmentDesk {
    // MARK: - Keeping files

    /// Stores the pictures of a form that a resident or another system sent: no row names them yet.
    ///
    /// - Parameter form: the form.
    /// - Returns: what came of each file, in the form's order.
    package func store(_ form: ReceivedForm) async -> [StoredFile] {
        var stored: [StoredFile] = []
        for (part, file) in form.files.enumerated() {
            do {
                stored.append(
                    StoredFile(
                        name: file.name,
                        part: part,
                        outcome: .success(try await store(file.draft.get(), limitsOfResidents))
                    )
                )
            } catch {
                stored.append(StoredFile(name: file.name, part: part, outcome: .failure(error)))
            }
        }
        return stored
    }

    /// Names files that are stored as a matter's.
    ///
    /// - Parameters:
    ///   - files: the files.
    ///   - upload: whose they are.
    /// - Returns: what came of each.
    package func name(_ files: [StoredFile], _ upload: Upload) async -> [UploadedFile] {
        var named: [UploadedFile] = []
        for file in files {
            do {
                let kept = try file.outcome.get()
                let key = upload.key.map { UploadKey(hash: Self.hash(of: $0, upload), part: file.part) }
                let (row, isRepeat) = try await name(kept, file.name, key, upload, limitsOfResidents)
                named.append(UploadedFile(name: file.name, outcome: .success(row), isRepeat: isRepeat))
            } catch {
                named.append(UploadedFile(name: file.name, outcome: .failure(Self.refusal(error)), isRepeat: false))
            }
        }
        return named
    }

    /// Two at a time, as pictures are made: who sends many leaves room for others'.
    func keep(_ files: [FormReading.File], _ upload: Upload) async -> [UploadedFile] {
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
            let key = upload.key.map { UploadKey(hash: Self.hash(of: $0, upload), part: part) }
            if let key, let known = try await known(key, upload, sent) {
                return UploadedFile(name: file.name, outcome: .success(known), isRepeat: true)
            }
            let (row, isRepeat) = try await name(try await store(draft, limits), file.name, key, upload, limits)
            return UploadedFile(name: file.name, outcome: .success(row), isRepeat: isRepeat)
        } catch {
            return UploadedFile(name: file.name, outcome: .failure(Self.refusal(error)), isRepeat: false)
        }
    }

    private static func refusal(_ error: any Error) -> any Error {
        (error as? MediaRefusal).map { AttachmentRefusal.media($0) } ?? error
    }

    private func store(_ draft: MediaDraft, _ limits: AttachmentLimits) async throws -> StoredFile.Kept {
        let (folder, count) = (folder, draft.count)
        let sent = try draft.hash()
        let kind = try await disk.run { () throws(MediaRefusal) in try draft.kind() }
        guard kind.isPicture else {
            guard !limits.arePicturesOnly else { throw AttachmentRefusal.picturesOnly }
            let hash = try await disk.run { () throws(MediaRefusal) in try folder.keep(draft) }
            return StoredFile.Kept(sent: sent, kind: kind, hash: hash, bytes: count, thumbnail: nil, sides: nil)
        }
        let made = try await pictures.remake(path: draft.path)
        draft.discard()
        let (hash, small) = try await disk.run { () throws(MediaRefusal) in
            (try folder.keep(made.bytes), try folder.keep(made.thumbnail))
        }
        return StoredFile.Kept(
            sent: sent,
            kind: made.kind,
            hash: hash,
            bytes: made.bytes.count,
            thumbnail: small,
            sides: (made.width, made.height)
        )
    }

    /// Writes the row; where another request with the same key was faster, that one's.
    private func name(
        _ kept: StoredFile.Kept,
        _ name: String,
        _ key: UploadKey?,
        _ upload: Upload,
        _ limits: AttachmentLimits
    ) async throws -> (StoredAttachment, isRepeat: Bool) {
        let new = NewAttachment(
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
        if let row = try await insert(new, upload, limits) { return (row, false) }
        if let key, let known = try await known(key, upload, kept.sent) { return (known, true) }
        throw limits.filesOfSender == .max
            ? AttachmentRefusal.ticketFull(limit: limits.filesOfTicket)
            : AttachmentRefusal.senderFull(limit: limits.filesOfSender)
    }

    /// Nil where the matter is full, or the key known.
    ///
    /// Who holds the matter for a command is waited for, a few times.
    private func insert(
        _ new: NewAttachment,
        _ upload: Upload,
        _ limits: AttachmentLimits
    ) async throws -> StoredAttachment? {
        for _ in 0..<Self.triesForLock {
            do {
                return try await pool.withTransaction { connection in
                    let held = try await connection.query(AttachmentQueries.hold(upload.ticket, in: upload.district))
                    guard held.count == 1 else { throw AttachmentRefusal.unknownTicket(upload.ticket) }
                    let add = AttachmentQueries.add(
                        new,
                        in: upload.district,
                        most: limits.filesOfTicket,
                        mostOfSender: limits.filesOfSender
                    )
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

    /// Keys are people's own; residents are not told apart: so theirs are their matter's.
    private static func hash(of key: String, _ upload: Upload) -> [UInt8] {
        let sender = upload.person.map { "\($0.rawValue)" } ?? "resident \(upload.ticket)"
        return Array(SHA256.hash(data: Array("\(sender)\n\(key)".utf8)))
    }
}
