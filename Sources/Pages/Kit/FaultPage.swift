import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// Says no to a person: what happened, and what they can do now.
struct FaultPage {
    let kit: PageKit
    let told: FaultTold

    private var fault: Fault { told.fault }
    private var path: String { told.head.path ?? "/" }

    /// The answer: who only looks is led to where they can go on.
    var response: Response {
        if told.head.wantsData {
            var response = Response.data(fault.data(told.language), status: fault.status, told.language)
            response.headers.append(contentsOf: fault.headers)
            return response
        }
        if told.head.method == .get || told.head.method == .head, let elsewhere {
            return Response(status: .seeOther, headers: [.location: elsewhere])
        }
        let isForm = told.head.method != .get && told.head.method != .head
        let text = PageText(kit: kit, language: told.language, path: path, isAnswerToForm: isForm)
        var model: JSONObject = [
            "page_title": .string(kit.words.text(title, told.language)),
            "message": .string(fault.message(told.language)), "code": .string(fault.code),
            "request": .string(told.requestID),
            "details": .array(fault.faults.map { .string("\($0.place): \($0.wanted(told.language))") }),
        ]
        model["sign_in"] = .bool(fault.status == .unauthorized)
        model["is_typed"] = .bool(isForm && isTyped)
        model["advice"] = .orNull(advice.map { kit.words.text($0, told.language) })
        model["is_resident"] = .bool(isResident)
        return text.response("fault", model, status: fault.status, headers: fault.headers)
    }

    /// Residents have no lists, and find their matters by number and code.
    private var isResident: Bool { path == "/r" || path.hasPrefix("/r/") || path.hasPrefix("/r?") }

    /// What happened, in a few words.
    private var title: String {
        switch fault.status {
        case .unauthorized: "fault.ended"
        case .forbidden: "fault.not_yours"
        case .notFound: "fault.not_there"
        case .tooManyRequests: "fault.too_fast"
        case let status where status.kind == .serverError: "fault.broken"
        default: "fault.title"
        }
    }

    /// What can be done now; nil: what was typed, or the way back, says enough.
    private var advice: String? {
        switch fault.status {
        case .forbidden: "fault.ask"
        case .notFound: isResident ? "fault.look_again" : "fault.look"
        case .tooManyRequests: "fault.wait"
        case let status where status.kind == .serverError: "fault.later"
        default: nil
        }
    }

    /// Whether the form bore more than a key and the version that was seen: something that somebody typed.
    private var isTyped: Bool {
        let length = told.head.headerFields[.contentLength].flatMap { Int($0) } ?? Int.max
        return length > 80 && path != "/sign-out" && path != "/language"
    }

    /// Where somebody goes who must do something else first; nil: nowhere.
    private var elsewhere: String? {
        switch fault.code {
        case let code where fault.status == .unauthorized && SessionEnd(rawValue: code) != nil:
            "/sign-in?ended=\(code)&next=\(FormText.encoded(path))"
        case "not_signed_in": "/sign-in?next=\(FormText.encoded(path))"
        case "must_change", "password_expired": "/password"
        case "second_factor_owed": "/sign-in/code?next=\(FormText.encoded(path))"
        case "second_factor_missing": "/second-factor?next=\(FormText.encoded(path))"
        default: nil
        }
    }
}
