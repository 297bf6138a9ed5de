import Dispatcher
import HTTPTypes
import Media
import Workflow

extension Fault {
    /// What a refused file or upload means to whoever sent it.
    init(_ refusal: AttachmentRefusal) {
        let status: HTTPResponse.Status =
            switch refusal {
            case .media(let refusal): refusal.status
            case .noFile, .unexpectedField, .keyReused, .picturesOnly: .unprocessableContent
            case .uploadTooLarge: .contentTooLarge
            case .tooSlow: .requestTimeout
            case .uploadsBusy: .serviceUnavailable
            case .ticketFull, .senderFull: .conflict
            }
        self.init(status, refusal.code, refusal.message)
        if status == .serviceUnavailable { headers[.retryAfter] = "5" }
        if case .media(.rangeBeyondEnd(let length)) = refusal { headers[.contentRange] = "bytes */\(length)" }
    }

    /// No attachment of that number, or none that the caller may see: the answer is the same.
    static func unknownAttachment(_ number: Int) -> Fault {
        Fault(.notFound, "unknown_attachment", zh: "没有编号为 \(number) 的附件", en: "no attachment has the number \(number)")
    }

    /// The service has no folder.
    static let noFolder = Fault(
        .serviceUnavailable,
        "no_media_folder",
        zh: "没有附件文件夹，不能收发附件",
        en: "there is no folder for attachments: none are taken or given out"
    )
}

extension MediaRefusal {
    /// The status of a refusal: what kind of thing was wrong.
    var status: HTTPResponse.Status {
        switch self {
        case .notMultipart: .unsupportedMediaType
        case .badBoundary, .badBoundaryLine, .strayBytes, .badHeader, .badDisposition, .nameNotUTF8, .transferEncoding,
            .multipartCutOff, .tooManyParts:
            .badRequest
        case .headersTooLarge, .fieldTooLarge, .fileTooLarge: .contentTooLarge
        case .emptyFile, .kindNotTaken, .mixedKinds, .activeDocument, .pictureTooLarge, .pictureDamaged:
            .unprocessableContent
        case .picturesBusy, .picturesUnavailable: .serviceUnavailable
        case .diskFull: .insufficientStorage
        case .folderDenied, .folderFailed, .folderTaken: .internalServerError
        case .notKept: .notFound
        case .rangeBeyondEnd: .rangeNotSatisfiable
        }
    }
}

extension HTTPResponse.Status {
    /// A disk is full (RFC 4918).
    static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
}
