import Media
import Workflow

/// Reads a form with files as it arrives: each file into a draft of its own, so that memory is bounded by a chunk.
///
/// What is wrong with one file refuses that file alone; what is wrong with the form refuses all of it. Nothing is kept yet:
/// where the form is not read to its end, the drafts are gone with this value.
struct FormReading {
    /// A file of the form.
    struct File {
        /// What the person calls it.
        let name: String
        /// Its bytes, or why they are not taken.
        var draft: Result<MediaDraft, MediaRefusal>
    }

    private let folder: MediaFolder
    private let disk: DiskWork
    private let fileBytes: Int
    private var parser: MultipartParser
    /// What the field of files is called.
    static let field = "files"

    private(set) var files: [File] = []

    /// Begins a form.
    init(_ boundary: MultipartBoundary, folder: MediaFolder, disk: DiskWork, limits: AttachmentLimits) {
        self.folder = folder
        self.disk = disk
        fileBytes = limits.fileBytes
        // A file that is too large is refused by its draft, alone.
        let whole = MultipartLimits(parts: limits.filesOfUpload, fileBytes: limits.uploadBytes)
        parser = MultipartParser(boundary, limits: whole)
    }

    /// Takes in the next bytes.
    ///
    /// - Throws: `AttachmentRefusal` where the form is refused.
    mutating func take(_ chunk: [UInt8]) async throws(AttachmentRefusal) {
        let events: [MultipartEvent]
        do throws(MediaRefusal) {
            events = try parser.push(chunk)
        } catch {
            throw .media(error)
        }
        for event in events { try await take(event) }
    }

    /// Says that no more bytes come; files that a browser sends without any being chosen are left out.
    ///
    /// - Returns: the files.
    /// - Throws: `multipartCutOff` where the form is not whole.
    mutating func finish() throws(AttachmentRefusal) -> [File] {
        do throws(MediaRefusal) {
            _ = try parser.finish()
        } catch {
            throw .media(error)
        }
        return files.filter { file in
            guard file.name.isEmpty, case .success(let draft) = file.draft else { return true }
            return draft.count > 0
        }
    }

    private mutating func take(_ event: MultipartEvent) async throws(AttachmentRefusal) {
        switch event {
        case .part(let part):
            guard let name = part.fileName, part.name == Self.field else { throw .unexpectedField(part.name) }
            let (folder, limit) = (folder, fileBytes)
            let draft = await attempt { () throws(MediaRefusal) in try folder.draft(limit: limit) }
            files.append(File(name: name, draft: draft))
        case .bytes(let bytes):
            guard let last = files.last, case .success(let draft) = last.draft else { return }
            let written = await attempt { () throws(MediaRefusal) in try draft.write(bytes) }
            if case .failure(let refusal) = written { files[files.count - 1].draft = .failure(refusal) }
        case .endOfPart, .end: break
        }
    }

    private func attempt<Value: Sendable>(
        _ work: @escaping @Sendable () throws(MediaRefusal) -> Value
    ) async -> Result<Value, MediaRefusal> {
        do throws(MediaRefusal) {
            return .success(try await disk.run(work))
        } catch {
            return .failure(error)
        }
    }
}
