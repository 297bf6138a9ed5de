import Dispatcher
import HTTPTypes
import Hummingbird
import Logging
import PGStore
import Workflow

extension ResidentEndpoints {
    static let picture = Endpoint(
        .get,
        "/api/v1/public/matters/{number}/attachments/{attachment}",
        id: "readOwnPicture",
        tag: .residents,
        summary: Bilingual(zh: "凭编号和查询码看自己附的一张图片", en: "A picture of your own, by number and code"),
        access: .anybody,
        parameters: [MatterEndpoints.number, code, AttachmentEndpoints.number, AttachmentEndpoints.ifNoneMatch],
        answers: AttachmentEndpoints.pictureAnswers,
        refusals: [.notFound, .tooManyRequests]
    ) { call in
        try await call.send(FileToSend(call.ownPicture()))
    }

    static let thumbnail = Endpoint(
        .get,
        "/api/v1/public/matters/{number}/attachments/{attachment}/thumbnail",
        id: "readOwnThumbnail",
        tag: .residents,
        summary: Bilingual(zh: "自己附的一张图片的缩略图", en: "The small picture of a picture of your own"),
        access: .anybody,
        parameters: [MatterEndpoints.number, code, AttachmentEndpoints.number, AttachmentEndpoints.ifNoneMatch],
        answers: AttachmentEndpoints.pictureAnswers,
        refusals: [.notFound, .tooManyRequests]
    ) { call in
        try await call.send(FileToSend(thumbnailOf: call.ownPicture()))
    }
}

extension StoredAttachment {
    /// Whether the resident of its matter sent it.
    var isResidents: Bool { person == nil && thumbnail != nil }
}

extension Call {
    /// Lets somebody send a form with pictures, before it is read.
    func admitUpload() throws {
        try admitted { () throws(ResidentRefusal) in try residents.upload(from: address) }
    }

    /// Files a matter of a resident's, and keeps the pictures that came with it.
    ///
    /// A picture that is not taken does not stop the matter: what came of each is told.
    func fileOwn(_ form: ReceivedForm?) async throws -> Response {
        let filing = try ResidentFiling(self)
        let now = try await now()
        try await admitted {
            try await residents.file(
                phone: filing.phone,
                answer: filing.answer,
                in: configuration.id,
                from: address,
                at: now
            )
        }
        let stored = try await store(form)
        let receipt = try await engine.submit(try filing.submission(), patience: .seconds(20))
        let files = try await name(stored, receipt, by: nil, key: text("Idempotency-Key"))
        let view = try await ownView(receipt.ticket)
        guard let code = try await residents.code(of: receipt.ticket, in: configuration.id) else {
            throw DispatchError.noKeys
        }
        let hints = EmergencyHint.found(in: filing.text).map { hint -> JSONValue in
            ["number": .string(hint.rawValue), "advice": .string(hint.advice(language))]
        }
        return json(
            [
                "number": .string(view.number), "code": .string(code.description), "state": view.state,
                "emergency": .array(hints), "files": .array(files.map { json($0, of: view.number) }),
            ],
            status: .created,
            headers: [.location: "/api/v1/public/matters/\(view.number)"]
        )
    }

    /// Acts on a resident's own matter, and keeps the pictures that came with it.
    func actOnOwn(_ id: TicketID, _ form: ReceivedForm?) async throws -> Response {
        let submission = try await ownSubmission(id)
        let stored = try await store(form)
        let receipt = try await engine.submit(submission, patience: .seconds(20))
        let files = try await name(stored, receipt, by: nil, key: text("Idempotency-Key"))
        let view = try await ownView(id)
        guard form != nil, var answer = view.json.object else { return json(view.json) }
        answer["files"] = .array(files.map { json($0, of: view.number) })
        return json(.object(answer))
    }

    /// The picture of the path, where the code is its matter's, and the resident sent it.
    ///
    /// - Throws: `Fault` as if there were none, where it is another's.
    fileprivate func ownPicture() async throws -> StoredAttachment {
        try admitted { () throws(ResidentRefusal) in try residents.read(from: address) }
        let id = try await ownTicket()
        let typed = number("attachment") ?? 0
        guard let found = try await engine.attachment(AttachmentID(Int64(typed)), in: configuration.id),
            found.ticket == id, found.isResidents
        else { throw Fault.unknownAttachment(typed) }
        return found
    }

    /// What came of one picture.
    private func json(_ file: UploadedFile, of number: String) -> JSONValue {
        switch file.outcome {
        case .success(let attachment):
            return ["file_name": .string(file.name), "problem": .null, "picture": attachment.ownJSON(of: number)]
        case .failure(let error):
            return ["file_name": .string(file.name), "problem": .object(problem(of: error)), "picture": .null]
        }
    }
}

extension StoredAttachment {
    /// A picture as its resident sees it.
    func ownJSON(of number: String) -> JSONValue {
        let path = "/api/v1/public/matters/\(number)/attachments/\(id)"
        return [
            "id": .int(id.rawValue), "seq": seq.map { .int(Int64($0)) } ?? .null, "media_type": .string(mediaType),
            "bytes": .int(Int64(bytes)), "file_name": .string(savedName), "loaded_at": .string(loadedAt.description),
            "path": .string(path), "thumbnail": .string(path + "/thumbnail"),
        ]
    }
}
