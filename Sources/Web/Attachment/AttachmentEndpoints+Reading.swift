import Dispatcher
import HTTPTypes
import Hummingbird
import Logging
import Media
import NIOCore
import PGStore
import Workflow

extension AttachmentEndpoints {
    static let read = Endpoint(
        .get,
        "/api/v1/attachments/{attachment}",
        id: "readAttachment",
        tag: .matters,
        summary: Bilingual(zh: "下载一个附件，可分段", en: "A file, whole or a part of it"),
        access: .scope(.readMatters),
        parameters: [number, range, ifRange, ifNoneMatch],
        answers: [
            .init(.ok, whole, body: .anything, mediaTypes: mediaTypes, headers: [.eTag, .acceptRanges]),
            .init(.partialContent, part, body: .anything, mediaTypes: mediaTypes, headers: [.eTag, .contentRange]),
            .init(.notModified, unchanged, headers: [.eTag]),
        ],
        refusals: [.notFound, .rangeNotSatisfiable]
    ) { call in
        let found = try await call.attachment()
        return try await call.send(FileToSend(found))
    }

    static let probe = Endpoint(
        .head,
        "/api/v1/attachments/{attachment}",
        id: "probeAttachment",
        tag: .matters,
        summary: Bilingual(zh: "一个附件的长度与种类", en: "How long a file is, and of what kind"),
        access: .scope(.readMatters),
        parameters: [number, ifNoneMatch],
        answers: [
            .init(.ok, whole, headers: [.eTag, .acceptRanges]), .init(.notModified, unchanged, headers: [.eTag]),
        ],
        refusals: [.notFound]
    ) { call in
        let found = try await call.attachment()
        return try await call.send(FileToSend(found))
    }

    static let thumbnail = Endpoint(
        .get,
        "/api/v1/attachments/{attachment}/thumbnail",
        id: "readThumbnail",
        tag: .matters,
        summary: Bilingual(zh: "图片的缩略图", en: "The small picture of a picture"),
        access: .scope(.readMatters),
        parameters: [number, ifNoneMatch],
        answers: pictureAnswers,
        refusals: [.notFound]
    ) { call in
        try await call.sendThumbnail()
    }

    static let probeThumbnail = Endpoint(
        .head,
        "/api/v1/attachments/{attachment}/thumbnail",
        id: "probeThumbnail",
        tag: .matters,
        summary: Bilingual(zh: "缩略图的长度与种类", en: "How long the small picture is, and of what kind"),
        access: .scope(.readMatters),
        parameters: [number, ifNoneMatch],
        answers: [.init(.ok, whole, headers: [.eTag]), .init(.notModified, unchanged, headers: [.eTag])],
        refusals: [.notFound]
    ) { call in
        try await call.sendThumbnail()
    }

    private static let whole = Bilingual(zh: "整个文件", en: "the whole file")
    private static let part = Bilingual(zh: "文件的一段", en: "a part of the file")
    private static let unchanged = Bilingual(zh: "没有变化", en: "it is what you have")
    private static let mediaTypes = MediaKind.allCases.map(\.mediaType)

    /// Where a picture is sent whole.
    static let pictureAnswers: [Endpoint.Answer] = [
        .init(.ok, whole, body: .anything, mediaTypes: ["image/jpeg", "image/png"], headers: [.eTag]),
        .init(.notModified, unchanged, headers: [.eTag]),
    ]

    private static let range = Parameter(
        "Range",
        in: .header,
        .words(max: 200),
        zh: "要哪一段，如 bytes=0-499",
        en: "which part, such as bytes=0-499"
    )
    private static let ifRange = Parameter(
        "If-Range",
        in: .header,
        .words(max: 200),
        zh: "ETag 仍相同才分段",
        en: "a part only while the ETag is the same"
    )
    static let ifNoneMatch = Parameter(
        "If-None-Match",
        in: .header,
        .words(max: 2_000),
        zh: "ETag 相同则不再发送",
        en: "nothing is sent while the ETag is the same"
    )
}

/// A kept file with what is said of it.
struct FileToSend {
    let hash: MediaHash
    let mediaType: String
    let disposition: String

    /// The file of an attachment.
    init(_ attachment: StoredAttachment) throws {
        guard let hash = MediaHash(bytes: attachment.hash) else { throw AttachmentRefusal.media(.notKept) }
        self.hash = hash
        mediaType = attachment.mediaType
        // A browser shows what cannot run in it; all else is to be saved.
        let isInline = attachment.mediaKind?.isShownInline ?? false
        disposition = ContentDisposition.value(attachment.savedName, isInline: isInline)
    }

    /// The small picture of one.
    init(thumbnailOf attachment: StoredAttachment) throws {
        guard let hash = attachment.thumbnail.flatMap({ MediaHash(bytes: $0) }) else {
            throw Fault.unknownAttachment(Int(attachment.id.rawValue))
        }
        self.hash = hash
        mediaType = attachment.mediaType
        disposition = ContentDisposition.value(attachment.savedName, isInline: true)
    }

    var eTag: String { "\"\(hash)\"" }

    var headers: HTTPFields {
        [
            .contentType: mediaType, .contentDisposition: disposition, .eTag: eTag, .acceptRanges: "bytes",
            // Whoever sees it now may not see it tomorrow: it is asked for anew each time, and mostly not sent again.
            .cacheControl: "private, no-cache",
            .contentSecurityPolicy: "sandbox; default-src 'none'", .crossOriginResourcePolicy: "same-origin",
        ]
    }
}

extension Call {
    fileprivate func sendThumbnail() async throws -> Response {
        try await send(FileToSend(thumbnailOf: attachment()))
    }

    /// Sends a file, as much of it as is asked for, read piece by piece as the client takes it.
    func send(_ file: FileToSend) async throws -> Response {
        let desk = try desk()
        var headers = file.headers
        if isKnown(file.eTag) { return Response(status: .notModified, headers: headers) }
        let open = try await opened(file.hash, desk)
        let asked = try range(file.eTag, open)
        let range = asked ?? 0..<open.length
        headers[.contentLength] = "\(range.count)"
        if asked != nil {
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(open.length)"
        }
        let body = head.method == .head ? ResponseBody() : Self.body(open, range, desk.disk)
        return Response(status: asked == nil ? .ok : .partialContent, headers: headers, body: body)
    }

    private func opened(_ hash: MediaHash, _ desk: AttachmentDesk) async throws -> MediaFile {
        do {
            let folder = desk.folder
            return try await desk.disk.run { () throws(MediaRefusal) in try folder.open(hash) }
        } catch {
            engine.logger.error(
                "a file that a row names cannot be read",
                metadata: ["request": "\(requestID)", "file": "\(hash)", "why": "\(error)"]
            )
            throw AttachmentRefusal.media(error)
        }
    }

    private func isKnown(_ eTag: String) -> Bool {
        let known = (text("If-None-Match") ?? "").split(separator: ",").map {
            $0.drop { $0 == " " }.prefix { $0 != " " }
        }
        return known.contains { $0 == "*" || $0 == eTag || $0 == "W/\(eTag)" }
    }

    /// The part that is asked for; nil: all of it.
    private func range(_ eTag: String, _ file: MediaFile) throws(AttachmentRefusal) -> Range<Int>? {
        guard head.method == .get, let asked = ByteRange(text("Range")), text("If-Range").map({ $0 == eTag }) ?? true
        else { return nil }
        do throws(MediaRefusal) {
            return try file.range(first: asked.first, last: asked.last)
        } catch {
            throw .media(error)
        }
    }

    private static func body(_ file: MediaFile, _ range: Range<Int>, _ disk: DiskWork) -> ResponseBody {
        ResponseBody(contentLength: range.count) { writer in
            var place = range.lowerBound
            while place < range.upperBound {
                let (at, most) = (place, min(1 << 17, range.upperBound - place))
                let bytes = try await disk.run { () throws(MediaRefusal) in try file.read(at: at, most) }
                // What was promised cannot be kept: the client sees it break off.
                guard !bytes.isEmpty else { throw MediaRefusal.notKept }
                try await writer.write(ByteBuffer(bytes: bytes))
                place += bytes.count
            }
            try await writer.finish(nil)
        }
    }
}
