import Dispatcher
import Media
import PGStore
import Workflow

/// A file of a matter as JSON.
struct AttachmentView {
    let configuration: DistrictConfiguration

    func json(_ attachment: StoredAttachment) -> JSONValue {
        let path = "/api/v1/attachments/\(attachment.id)"
        func number(_ value: Int?) -> JSONValue { value.map { .int(Int64($0)) } ?? .null }
        return [
            "id": .int(attachment.id.rawValue), "seq": number(attachment.seq), "kind": .string(attachment.kind),
            "media_type": .string(attachment.mediaType), "bytes": .int(Int64(attachment.bytes)),
            "width": number(attachment.width), "height": number(attachment.height),
            "file_name": .string(attachment.savedName),
            "by": attachment.person.map { configuration.json(person: $0) } ?? .null,
            "loaded_at": .string(attachment.loadedAt.description),
            "sha256": .orNull(MediaHash(bytes: attachment.hash)?.description), "path": .string(path),
            "thumbnail": attachment.thumbnail == nil ? .null : .string(path + "/thumbnail"),
        ]
    }
}

extension StoredAttachment {
    /// Its kind; nil: a later program wrote one that this one does not know.
    var mediaKind: MediaKind? { MediaKind(rawValue: kind) }

    /// What to send it as.
    var mediaType: String { mediaKind?.mediaType ?? "application/octet-stream" }

    /// What to save it as: what it was called, with the ending of what it is.
    var savedName: String {
        guard let mediaKind else { return fileName }
        let ending = mediaKind.fileEnding
        var name = fileName.isEmpty ? "attachment" : fileName
        let last = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() }
        if last == ending || mediaKind == .jpeg && last == "jpeg" { return name }
        // Another ending goes: `x.jpg` that is a PDF must not be opened as what it is not.
        if let dot = name.lastIndex(of: "."), dot > name.startIndex, (1...5).contains(last?.count ?? 0) {
            name = String(name[..<dot])
        }
        return "\(name).\(ending)"
    }
}
