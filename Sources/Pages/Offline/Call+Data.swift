import Dispatcher
import HTTPTypes
import Hummingbird
import NIOCore
import Web
import Workflow

extension Call {
    // MARK: - Forms that a script sends again

    /// Whether a script asks what came of a form, and no page is to be shown.
    var wantsData: Bool { head.wantsData }

    /// Refuses what somebody else wrote on the same phone: it waits for them.
    ///
    /// - Throws: `Fault` where a form says another account than that which is signed in.
    func checkAccount() throws {
        guard let account = text("account"), let caller, account != caller.identity.account else { return }
        throw Fault(
            .conflict,
            "other_account",
            zh: "这是账号“\(account)”写的，请用该账号登录后发送",
            en: "the account “\(account)” wrote this: it is sent once they sign in"
        )
    }

    /// What came of a form, for a script.
    func data(_ members: JSONObject, status: HTTPResponse.Status = .ok) -> Response {
        .data(members, status: status, language)
    }
}

extension HTTPRequest {
    /// Whether a script asks for data.
    var wantsData: Bool { headerFields[.accept] == "application/json" }
}

extension Response {
    /// Data for a script of a page.
    static func data(_ members: JSONObject, status: HTTPResponse.Status, _ language: Language) -> Response {
        let headers: HTTPFields = [.contentType: "application/json", .contentLanguage: language.tag]
        let bytes = JSONValue.object(members).canonicalBytes
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension Fault {
    /// What a script is told that sent a form.
    func data(_ language: Language) -> JSONObject {
        ["done": false, "code": .string(code), "message": .string(message(language))]
    }
}
