import Dispatcher
import HTTPTypes
import Hummingbird
import Logging
import Media
import NIOCore
import PGStore
import Workflow

/// Files of matters: sent, listed, fetched, put out of sight.
enum AttachmentEndpoints {
    static let all = [upload, list, read, probe, thumbnail, probeThumbnail, hide]

    static let upload = Endpoint(
        .post,
        "/api/v1/matters/{number}/attachments",
        id: "addAttachments",
        tag: .matters,
        summary: Bilingual(zh: "给一件诉求或任务添加附件，逐个给出结果", en: "Add files to a matter, with a result for each"),
        access: .scope(.writeMatters),
        parameters: [
            MatterEndpoints.number,
            Parameter("seq", in: .query, MatterShapes.seq, zh: "随您所做的哪一步", en: "the step of yours that they belong to"),
            Parameter(
                "Idempotency-Key",
                in: .header,
                .words(max: 200),
                zh: "同一键的同一文件只保存一次",
                en: "the same file under the same key is kept once"
            ),
        ],
        takesFiles: true,
        answers: [
            .init(
                .ok,
                Bilingual(zh: "逐个结果", en: "a result for each"),
                body: .object([
                    .init("results", .list(AttachmentShapes.result, max: 32)),
                    .init(
                        "seq",
                        MatterShapes.seq.orNull.noted(
                            zh: "新增附件后工单的步数；没有新增则为 null",
                            en: "the matter's last step with them; null: none is new"
                        )
                    ),
                ])
            )
        ],
        refusals: [
            .forbidden, .notFound, .unprocessableContent, .serviceUnavailable, .insufficientStorage,
        ]
    ) { call in
        let files = try await call.upload(to: call.desk())
        let added = files.filter { !$0.isRepeat }.compactMap { try? $0.outcome.get().addedBy?.seq }
        return call.json([
            "results": .array(files.map { call.json($0) }), "seq": added.max().map { .int(Int64($0)) } ?? .null,
        ])
    }

    static let list = Endpoint(
        .get,
        "/api/v1/matters/{number}/attachments",
        id: "listAttachments",
        tag: .matters,
        summary: Bilingual(zh: "一件诉求或任务的附件", en: "The files of a matter"),
        access: .scope(.readMatters),
        parameters: [MatterEndpoints.number],
        answers: [
            .init(
                .ok,
                MatterEndpoints.found,
                body: .object([.init("attachments", .list(AttachmentShapes.attachment, max: 100_000))])
            )
        ],
        refusals: [.notFound]
    ) { call in
        let view = try await call.view()
        let party = try call.person().party
        let all = try await call.engine.attachments(
            of: view.telling.ticket.id,
            in: call.configuration.id,
            as: view.reader
        )
        let seen = all.filter { view.sight.shows($0, to: party) }
        return call.json([
            "attachments": .array(seen.map { AttachmentView(configuration: call.configuration).json($0) })
        ])
    }

    static let hide = Endpoint(
        .delete,
        "/api/v1/attachments/{attachment}",
        id: "hideAttachment",
        tag: .matters,
        summary: Bilingual(zh: "撤下自己的附件：不再显示，文件留存", en: "Take back a file of yours: it is shown no more, and kept"),
        access: .scope(.writeMatters),
        parameters: [number],
        answers: [.init(.noContent, Bilingual(zh: "已撤下", en: "it is out of sight"))],
        refusals: [.forbidden, .notFound]
    ) { call in
        let found = try await call.attachment()
        guard found.person == (try call.person().party.person) else {
            throw Fault(.forbidden, "not_your_attachment", zh: "只能撤下自己的附件", en: "only who sent it can take it back")
        }
        try await call.engine.hideAttachment(found.id, in: call.configuration.id)
        return call.nothing()
    }

    static let number = Parameter(
        "attachment",
        in: .path,
        .integer(1...Int64.max),
        zh: "附件编号",
        en: "the attachment's number"
    )
}

extension Call {
    /// Where files are taken in and given out.
    func desk() throws(Fault) -> AttachmentDesk {
        guard let desk = parts.attachments else { throw .noFolder }
        return desk
    }

    /// The attachment of the path, where whoever asks may see it.
    ///
    /// - Throws: `Fault` as if there were none, where they may not.
    func attachment() async throws -> StoredAttachment {
        let typed = number("attachment") ?? 0
        let party = try person().party
        let seated = try await seated()
        let reader = Reader(seated, in: configuration)
        guard let found = try await engine.attachment(AttachmentID(Int64(typed)), in: configuration.id, as: reader),
            let ticket = try await engine.ticket(found.ticket, in: configuration.id, as: reader),
            let machine = configuration.machine(ticket.definition)
        else { throw Fault.unknownAttachment(typed) }
        let sight = machine.sight(of: seated, on: ticket, in: configuration.territory)
        guard sight.shows(found, to: party) else { throw Fault.unknownAttachment(typed) }
        return found
    }

    /// Reads the form and keeps its files.
    fileprivate func upload(to desk: AttachmentDesk) async throws -> [UploadedFile] {
        let view = try await view()
        let seq = number("seq")
        guard view.mayAttach(to: seq), let person = try person().party.person else {
            throw Fault(
                .forbidden,
                "cannot_attach",
                zh: "您现在不能给这件诉求添加附件",
                en: "you may not add files to this matter now"
            )
        }
        if let seq, !view.did(seq) {
            throw Fault(.unprocessableContent, "not_your_step", zh: "第 \(seq) 步不是您办的", en: "step \(seq) is not yours")
        }
        guard let form else { preconditionFailure("\(endpoint.id) takes files") }
        let upload = Upload(
            district: configuration.id,
            ticket: view.telling.ticket.id,
            seq: seq,
            person: person,
            key: text("Idempotency-Key")
        )
        return try await desk.receive(form, .files, isPublic: false, of: self) { form in
            try await desk.keep(form, upload)
        }
    }

    /// What came of one file.
    fileprivate func json(_ file: UploadedFile) -> JSONValue {
        switch file.outcome {
        case .success(let attachment):
            return [
                "file_name": .string(file.name), "problem": .null,
                "attachment": AttachmentView(configuration: configuration).json(attachment),
            ]
        case .failure(let error):
            return ["file_name": .string(file.name), "attachment": .null, "problem": .object(problem(of: error))]
        }
    }

    /// Why a file was not kept; what is the service's own fault is logged.
    func problem(of error: any Error) -> JSONObject {
        let fault = Fault(error) ?? .unforeseen
        if fault.status.kind == .serverError {
            engine.logger.error(
                "a file was not kept",
                metadata: ["request": "\(requestID)", "code": "\(fault.code)", "error": "\(error)"]
            )
        }
        return ProblemDocument.members(fault, requestID: requestID, language: language)
    }
}
