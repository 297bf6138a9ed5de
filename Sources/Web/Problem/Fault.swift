package import HTTPTypes
package import Workflow

/// Why a request is not carried out: what a problem document (RFC 9457) says.
package struct Fault: Error, Sendable {
    /// The status.
    package let status: HTTPResponse.Status
    /// A stable code: what programs look at.
    package let code: String
    /// What a person reads.
    package let message: Bilingual
    /// What is wrong with parts of the request.
    package var faults: [ShapeFault] = []
    /// Headers that the answer bears besides.
    package var headers: HTTPFields = [:]

    package init(_ status: HTTPResponse.Status, _ code: String, _ message: Bilingual) {
        self.status = status
        self.code = code
        self.message = message
    }

    package init(_ status: HTTPResponse.Status, _ code: String, zh: String, en: String) {
        self.init(status, code, Bilingual(zh: zh, en: en))
    }
}

extension Fault {
    /// The same with a header.
    package func with(_ name: HTTPField.Name, _ value: String) -> Fault {
        var fault = self
        fault.headers[name] = value
        return fault
    }

    /// Nobody has signed in.
    package static let notSignedIn = Fault(.unauthorized, "not_signed_in", zh: "请先登录", en: "sign in first")
        .with(.wwwAuthenticate, "Bearer")

    /// So many take out sheets already.
    package static let exportsBusy = Fault(
        .serviceUnavailable,
        "exports_busy",
        zh: "正在导出的人太多，请稍后再试",
        en: "too many exports run: try again"
    ).with(.retryAfter, "10")

    /// So many follow lists already.
    package static let tooManyListeners = Fault(
        .serviceUnavailable,
        "too_many_listeners",
        zh: "实时连接已满，请稍后再试",
        en: "too many follow lists live: try again later"
    ).with(.retryAfter, "30")

    /// More than is let through at once, or in a while.
    static func tooManyRequests(after seconds: Int) -> Fault {
        Fault(.tooManyRequests, "too_many_requests", zh: "请求过于频繁，请稍后再试", en: "too many requests: try again later")
            .with(.retryAfter, String(seconds))
    }

    /// No unit has that code.
    static func unknownUnit(_ code: String) -> Fault {
        Fault(.unprocessableContent, "unknown_unit", zh: "没有单位“\(code)”", en: "no unit has the code “\(code)”")
    }

    /// No such path.
    static let noSuchPath = Fault(.notFound, "no_such_path", zh: "没有这个地址", en: "there is nothing at this address")

    /// It is for who keeps the whole district's system.
    static let notAdministrator = Fault(
        .forbidden,
        "not_administrator",
        zh: "这是全区系统管理员的事",
        en: "this is for the district's system administrator"
    )

    /// No ticket of that number, or none that the caller may see: the answer is the same.
    static func unknownTicket(_ number: String) -> Fault {
        Fault(.notFound, "unknown_ticket", zh: "没有编号为 \(number) 的工单", en: "no ticket has the number \(number)")
    }

    /// Number and code do not open a matter; which of the two is wrong is nobody's to know.
    package static let wrongOpening = Fault(
        .notFound,
        "unknown_ticket",
        zh: "编号或查询码不对。编号形如 20261121-000097，连同前面的日期一起输入",
        en: "number or code is wrong. A number looks like 20261121-000097: the date in front belongs to it"
    )

    /// Nobody can be called by it.
    static let shortTelephone = Fault(
        .unprocessableContent,
        "short_telephone",
        zh: "电话不完整：至少要有 7 位数字",
        en: "the telephone is not whole: at least 7 digits"
    )

    /// The path knows other methods.
    static func wrongMethod(_ allowed: [HTTPRequest.Method]) -> Fault {
        let list = allowed.map(\.rawValue).joined(separator: ", ")
        return Fault(.methodNotAllowed, "wrong_method", zh: "此地址只接受 \(list)", en: "this address takes \(list) only")
            .with(.allow, list)
    }

    /// The body is of another kind.
    static func wrongMediaType(_ wanted: String) -> Fault {
        Fault(.unsupportedMediaType, "wrong_media_type", zh: "请求体应为 \(wanted)", en: "the body must be \(wanted)")
    }

    /// The body is too large.
    static func tooLarge(_ limit: Int) -> Fault {
        Fault(.contentTooLarge, "too_large", zh: "请求体超过 \(limit) 字节", en: "the body is larger than \(limit) bytes")
    }

    /// The body is no JSON.
    static func badJSON(_ error: JSONError) -> Fault {
        Fault(
            .badRequest,
            error.reason.rawValue,
            zh: "请求体不是合格的 JSON（第 \(error.offset) 字节）",
            en: "the body is no proper JSON (at byte \(error.offset))"
        )
    }

    /// Parameters or body do not look as they must.
    static func badRequest(_ faults: ShapeFaults) -> Fault {
        var fault = Fault(.badRequest, "bad_request", zh: "请求的内容不合要求", en: "the request is not as it must be")
        fault.faults = faults.all
        return fault
    }

    /// Something that should not happen; the log has it under the request's id.
    static let unforeseen = Fault(
        .internalServerError,
        "internal",
        zh: "内部错误，请把请求编号告诉管理员",
        en: "an internal error; tell the administrator the request's id"
    )
}
