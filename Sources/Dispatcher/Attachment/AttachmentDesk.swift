package import Media
import PGStore
import Postgres
import Synchronization

/// Where files of matters are taken in and given out: the folder, what makes pictures anew, and bounds.
///
/// First the bytes are on the disk, then an event and its row name them, in one transaction: so neither names what is not there.
/// What nothing came to name is swept away after a day.
package final class AttachmentDesk: Sendable {
    private struct State {
        var uploads = 0
        var publicUploads = 0
        var isOurs = false
    }

    /// Where files lie.
    package let folder: MediaFolder
    /// What makes pictures anew.
    package let pictures: PictureMaker
    /// What uploads of the staff may take.
    package let limits: AttachmentLimits
    /// What residents and other systems may send along.
    package let limitsOfResidents: AttachmentLimits
    /// Where calls block that wait for the disk.
    package let disk: DiskWork
    let pool: Pool
    let batcher: Batcher
    private let state = Mutex(State())

    /// Opens a folder, and makes it where it is missing.
    ///
    /// - Parameters:
    ///   - path: the folder.
    ///   - engine: whose districts' files lie there.
    ///   - limits: what uploads of the staff may take.
    ///   - limitsOfResidents: what residents and other systems may send along.
    ///   - pictures: what makes pictures anew; left out, `whistle-picture` beside this program.
    /// - Throws: `MediaRefusal`.
    package init(
        path: String,
        engine: Engine,
        limits: AttachmentLimits = AttachmentLimits(),
        limitsOfResidents: AttachmentLimits = .ofResidents,
        pictures: PictureMaker = PictureMaker()
    ) throws(MediaRefusal) {
        folder = try MediaFolder(path: path)
        self.pictures = pictures
        self.limits = limits
        self.limitsOfResidents = limitsOfResidents
        disk = DiskWork()
        pool = engine.pool
        batcher = engine.batcher
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

    /// Keeps the files of a form that was read to its end.
    ///
    /// - Parameters:
    ///   - form: the form.
    ///   - upload: for what they are sent.
    /// - Returns: what came of each file, in the form's order.
    /// - Throws: `AttachmentRefusal.noFile` where it has none.
    package func keep(_ form: ReceivedForm, _ upload: Upload) async throws -> [UploadedFile] {
        guard form.hasFiles else { throw AttachmentRefusal.noFile }
        return await keep(form.files, upload)
    }

    /// Reads a form with files to its end, and hands it on.
    ///
    /// Residents and the staff have seats apart: neither keeps the others out.
    ///
    /// - Parameters:
    ///   - plan: what it may hold.
    ///   - isPublic: whether it comes from a resident or another system, not from the staff.
    ///   - contentType: what the request says of its body.
    ///   - length: how many bytes it says that it has; nil: it does not say.
    ///   - chunks: the body as it arrives.
    ///   - body: what is done with the form; its files are gone after it, unless they were stored.
    /// - Returns: what that returns.
    /// - Throws: `AttachmentRefusal` where the form is refused, and what the chunks and `body` throw.
    package func receive<Chunks: AsyncSequence, Value>(
        _ plan: FormPlan,
        isPublic: Bool,
        contentType: String,
        length: Int?,
        chunks: Chunks,
        _ body: (ReceivedForm) async throws -> Value
    ) async throws -> Value where Chunks.Element == [UInt8] {
        try await claim()
        guard enter(isPublic) else { throw AttachmentRefusal.uploadsBusy }
        defer { leave(isPublic) }
        let limits = isPublic ? limitsOfResidents : limits
        if let length, length > limits.uploadBytes { throw AttachmentRefusal.uploadTooLarge(limit: limits.uploadBytes) }
        return try await body(try await read(plan, limits, contentType, chunks))
    }

    private func enter(_ isPublic: Bool) -> Bool {
        let most = isPublic ? limitsOfResidents.uploads : limits.uploads
        return state.withLock { state in
            guard (isPublic ? state.publicUploads : state.uploads) < most else { return false }
            if isPublic { state.publicUploads += 1 } else { state.uploads += 1 }
            return true
        }
    }

    private func leave(_ isPublic: Bool) {
        state.withLock { state in
            if isPublic { state.publicUploads -= 1 } else { state.uploads -= 1 }
        }
    }

    private func read<Chunks: AsyncSequence>(
        _ plan: FormPlan,
        _ limits: AttachmentLimits,
        _ contentType: String,
        _ chunks: Chunks
    ) async throws -> ReceivedForm where Chunks.Element == [UInt8] {
        let boundary: MultipartBoundary
        do throws(MediaRefusal) {
            boundary = try MultipartBoundary(contentType: contentType)
        } catch {
            throw AttachmentRefusal.media(error)
        }
        var form = FormReading(boundary, plan, folder: folder, disk: disk, limits: limits)
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
