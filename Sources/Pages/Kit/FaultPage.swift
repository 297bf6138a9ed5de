import HTTPTypes
import Hummingbird
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
            "page_title": .string(kit.words.text("fault.title", told.language)),
            "message": .string(fault.message(told.language)), "code": .string(fault.code),
            "request": .string(told.requestID),
            "details": .array(fault.faults.map { .string("\($0.place): \($0.wanted(told.language))") }),
        ]
        model["sign_in"] = .bool(fault.status == .unauthorized)
        model["is_form"] = .bool(isForm)
        return text.response("fault", model, status: fault.status, headers: fault.headers)
    }

    /// Where somebody goes who must do something else first; nil: nowhere.
    private var elsewhere: String? {
        switch fault.code {
        case "not_signed_in", "signed_out": "/sign-in?next=\(FormText.encoded(path))"
        case "must_change", "password_expired": "/password"
        case "second_factor_owed": "/sign-in/code?next=\(FormText.encoded(path))"
        case "second_factor_missing": "/second-factor?next=\(FormText.encoded(path))"
        default: nil
        }
    }
}
