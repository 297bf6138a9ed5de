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
        var taken: [TakenFile] = []
        for file in files {
            do {
                let kept = try file.outcome.get()
                let key = Self.key(upload, file.part)
                if let key, let known = try await known(key, upload, kept.sent) {
                    taken.append(TakenFile(name: file.name, outcome: .known(known)))
                } else {
                    taken.append(TakenFile(name: file.name, outcome: .stored(kept, key)))
                }
            } catch {
                taken.append(TakenFile(name: file.name, outcome: .failed(error)))
            }
        }
        return await add(taken, upload, limitsOfResidents)
    }

    /// Two at a time, as pictures are made: who sends many leaves room for others'.
    func keep(_ files: [FormReading.File], _ upload: Upload) async -> [UploadedFile] {
        var taken: [TakenFile] = []
        for part in stride(from: 0, to: files.count, by: 2) {
            async let first = take(files[part], part, upload)
            if part + 1 < files.count {
                async let second = take(files[part + 1], part + 1, upload)
                taken += [await first, await second]
            } else {
                taken.append(await first)
            }
        }
        return await add(taken, upload, limits)
    }

    private func take(_ file: FormReading.File, _ part: Int, _ upload: Upload) async -> TakenFile {
        do {
            let draft = try file.draft.get()
            let key = Self.key(upload, part)
            if let key, let known = try await known(key, upload, try draft.hash()) {
                return TakenFile(name: file.name, outcome: .known(known))
            }
            return TakenFile(name: file.name, outcome: .stored(try await store(draft, limits), key))
        } catch {
            return TakenFile(name: file.name, outcome: .failed(error))
        }
    }

    private static func key(_ upload: Upload, _ part: Int) -> UploadKey? {
        upload.key.map { UploadKey(hash: hash(of: $0, upload), part: part) }
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

    /// Adds what was stored by one event, which names each file by its hash; what came of every file of the form.
    private func add(_ files: [TakenFile], _ upload: Upload, _ limits: AttachmentLimits) async -> [UploadedFile] {
        let new = files.compactMap { $0.row(upload) }
        let rows: Result<[StoredAttachment], any Error>
        do {
            rows = .success(new.isEmpty ? [] : try await add(new, upload, AttachmentRoom(limits)))
        } catch {
            rows = .failure(error)
        }
        var added = ((try? rows.get()) ?? [])[...]
        var answers: [UploadedFile] = []
        for file in files {
            do {
                let (row, isRepeat) = try await file.answer(&added, rows) { (key, kept) in
                    if let key, let known = try await known(key, upload, kept.sent) { return known }
                    throw limits.filesOfSender == .max
                        ? AttachmentRefusal.ticketFull(limit: limits.filesOfTicket)
                        : AttachmentRefusal.senderFull(limit: limits.filesOfSender)
                }
                answers.append(UploadedFile(name: file.name, outcome: .success(row), isRepeat: isRepeat))
            } catch {
                answers.append(UploadedFile(name: file.name, outcome: .failure(Self.refusal(error)), isRepeat: false))
            }
        }
        return answers
    }

    /// The rows of those that the ticket took.
    private func add(
        _ new: [NewAttachment],
        _ upload: Upload,
        _ room: AttachmentRoom
    ) async throws -> [StoredAttachment] {
        let receipt = try await batcher.submit(Submission(attaching: new, upload, room: room), patience: Self.patience)
        guard !receipt.isVain else { return [] }
        let added = AttachmentQueries.added(by: receipt.seq, of: upload.ticket, in: upload.district)
        return try await pool.query(added).map { try StoredAttachment($0) }
    }

    /// A command that holds the ticket is cut off after five seconds.
    private static let patience = Duration.seconds(20)

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
