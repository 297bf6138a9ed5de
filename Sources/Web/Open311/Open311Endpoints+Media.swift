import Dispatcher
import HTTPTypes
import PGStore
import Workflow

extension Open311Endpoints {
    static let media = Endpoint(
        .get,
        "\(root)/media/{attachment}",
        id: "open311Media",
        tag: .open311,
        summary: Bilingual(zh: "自己上报时所附的图片", en: "A picture that came with what one filed"),
        access: .anybody,
        parameters: [AttachmentEndpoints.number, jurisdiction, key, AttachmentEndpoints.ifNoneMatch],
        dialect: .open311(.json),
        answers: AttachmentEndpoints.pictureAnswers,
        refusals: [.forbidden, .notFound, .tooManyRequests]
    ) { call in
        guard let holder = try await call.openReader() else { throw Fault.keyNeeded }
        return try await call.send(FileToSend(call.openPicture(of: holder)))
    }
}

extension Call {
    /// The picture of the path, where a system may open it that filed its matter with it.
    ///
    /// - Throws: `Fault` as if there were none, where it is another's.
    fileprivate func openPicture(of holder: KeyHolder) async throws -> StoredAttachment {
        let typed = number("attachment") ?? 0
        let id = AttachmentID(Int64(typed))
        guard let found = try await engine.attachment(id, in: configuration.id, as: holder.reader),
            found.person == holder.person, found.thumbnail != nil,
            let reported = try await engine.reports(
                [found.ticket],
                of: holder.person,
                in: configuration.id,
                as: holder.reader
            ).first,
            isSeen(reported)
        else { throw Fault.unknownAttachment(typed) }
        return found
    }

    /// Where a system finds the first picture that it sent with a matter; nil: it sent none.
    func openMedia(_ reported: ReportedTicket) -> String? {
        reported.picture.map { "\(base)\(Open311Endpoints.root)/media/\($0)" }
    }
}
