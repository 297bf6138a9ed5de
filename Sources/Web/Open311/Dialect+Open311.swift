import HTTPTypes
import Workflow

extension Dialect {
    /// GeoReport's: an empty parameter is none, one that is not known is passed over, and errors are lists.
    ///
    /// - Parameter format: in which errors are written, as all else.
    /// - Returns: the dialect.
    static func open311(_ format: OpenFormat) -> Dialect {
        Dialect(
            isLenient: true,
            mediaType: format.mediaType,
            refusal: OpenShapes.errors,
            status: Self.status,
            response: { told in
                var headers = told.fault.headers
                headers[.contentLanguage] = told.language.tag
                headers[.cacheControl] = "no-store"
                let errors = errors(told.fault, told.language)
                return format.response(errors, status: status(told.fault.status), headers: headers)
            }
        )
    }

    /// 403 for the key, 404 for what is not known, 400 for all else that is the caller's.
    private static func status(_ status: HTTPResponse.Status) -> HTTPResponse.Status {
        switch status {
        case .unauthorized, .forbidden: .forbidden
        case .notFound, .tooManyRequests: status
        default: status.kind == .clientError ? .badRequest : status
        }
    }

    private static func errors(_ fault: Fault, _ language: Language) -> OpenDocument {
        let code = OpenDocument.Member("code", .number(status(fault.status).code))
        var texts = fault.faults.map { "\($0.place): \($0.wanted(language)) [\($0.code.rawValue)]" }
        if texts.isEmpty { texts = ["\(fault.message(language)) [\(fault.code)]"] }
        return OpenDocument(
            root: "errors",
            content: .list("error", texts.map { .members([code, OpenDocument.Member("description", $0)]) })
        )
    }
}
