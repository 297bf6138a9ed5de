import Media
import Workflow

/// What a form with files may hold besides them.
package struct FormPlan: Hashable, Sendable {
    /// What fields of files may be called.
    let files: Set<String>
    /// What fields of text may be called; nil: anything.
    let texts: Set<String>?
    /// Parts of text at the most.
    let textParts: Int

    /// Bytes of all texts together at the most: they are held whole.
    static let textBytes = 1 << 18

    /// Files under `files`, and nothing else.
    package static let files = FormPlan(files: ["files"], texts: [], textParts: 0)
    /// Files under `files`, and JSON under `body`: what would be the body if there were no files.
    package static let bodyAndFiles = FormPlan(files: ["files"], texts: ["body"], textParts: 1)
    /// Files under `files`, and names and values as a form without files has them: how pages' forms are sent.
    package static let valuesAndFiles = FormPlan(files: ["files"], texts: nil, textParts: 256)
    /// Pictures under `media`, and names and values as a form without pictures has them.
    package static let valuesAndMedia = FormPlan(files: ["media", "media[]"], texts: nil, textParts: 256)

    /// In words.
    var takes: String { (files.union(texts ?? []).sorted()).joined(separator: ", ") }
}

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
    private let plan: FormPlan
    private let limits: AttachmentLimits
    private var parser: MultipartParser

    private(set) var files: [File] = []
    private var texts: [(name: String, bytes: [UInt8])] = []
    private var textBytes = 0
    private var isInFile = false

    /// Begins a form.
    init(
        _ boundary: MultipartBoundary,
        _ plan: FormPlan,
        folder: MediaFolder,
        disk: DiskWork,
        limits: AttachmentLimits
    ) {
        self.folder = folder
        self.disk = disk
        self.plan = plan
        self.limits = limits
        // A file that is too large is refused by its draft, alone.
        let parts = limits.filesOfUpload + plan.textParts
        let whole = MultipartLimits(parts: parts, fileBytes: limits.uploadBytes, fieldBytes: FormPlan.textBytes)
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
    /// - Returns: the form.
    /// - Throws: `multipartCutOff` where it is not whole, `nameNotUTF8` where a text is in another encoding.
    mutating func finish() throws(AttachmentRefusal) -> ReceivedForm {
        do throws(MediaRefusal) {
            _ = try parser.finish()
        } catch {
            throw .media(error)
        }
        let chosen = files.filter { file in
            guard file.name.isEmpty, case .success(let draft) = file.draft else { return true }
            return draft.count > 0
        }
        var read: [(name: String, text: String)] = []
        for (name, bytes) in texts {
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .media(.nameNotUTF8) }
            read.append((name, text))
        }
        return ReceivedForm(texts: read, files: chosen)
    }

    private mutating func take(_ event: MultipartEvent) async throws(AttachmentRefusal) {
        switch event {
        case .part(let part):
            isInFile = part.fileName != nil
            if let name = part.fileName {
                try await begin(name, of: part.name)
            } else {
                guard plan.texts?.contains(part.name) ?? true else { throw unexpected(part.name) }
                texts.append((part.name, []))
            }
        case .bytes(let bytes) where isInFile:
            guard let last = files.last, case .success(let draft) = last.draft else { return }
            let written = await attempt { () throws(MediaRefusal) in try draft.write(bytes) }
            if case .failure(let refusal) = written { files[files.count - 1].draft = .failure(refusal) }
        case .bytes(let bytes):
            textBytes += bytes.count
            guard textBytes <= FormPlan.textBytes else { throw .media(.fieldTooLarge(limit: FormPlan.textBytes)) }
            texts[texts.count - 1].bytes += bytes
        case .endOfPart, .end: break
        }
    }

    private mutating func begin(_ name: String, of field: String) async throws(AttachmentRefusal) {
        guard plan.files.contains(field) else { throw unexpected(field) }
        guard files.count < limits.filesOfUpload else { throw .media(.tooManyParts(limit: limits.filesOfUpload)) }
        let (folder, limit) = (folder, limits.fileBytes)
        let draft = await attempt { () throws(MediaRefusal) in try folder.draft(limit: limit) }
        files.append(File(name: name, draft: draft))
    }

    private func unexpected(_ name: String) -> AttachmentRefusal {
        .unexpectedField(String(name.prefix(100)), takes: plan.takes)
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
