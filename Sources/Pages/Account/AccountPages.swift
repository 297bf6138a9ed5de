import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// Signing in and out, one's own password, and the language.
struct AccountPages {
    let kit: PageKit

    var all: [Endpoint] { [home, signInForm, signIn, signOut, passwordForm, changePassword, chooseLanguage] }

    private var home: Endpoint {
        .page(.get, "/", kit, id: "pageHome") { call in call.seeOther("/work") }
    }

    private var signInForm: Endpoint {
        .page(.get, "/sign-in", kit, id: "pageSignIn", access: .anybody, parameters: [Self.next, Self.ended]) {
            [kit] call in
            try await call.signInPage(kit, [:])
        }
    }

    private var signIn: Endpoint {
        .page(
            .post,
            "/sign-in",
            kit,
            id: "pageSignInSent",
            access: .anybody,
            parameters: [
                Parameter("account", in: .form, .words(max: 200), zh: "账号", en: "account"),
                Parameter("password", in: .form, .words(max: 1_000), zh: "密码", en: "password"),
                Parameter("code", in: .form, .words(max: 40), zh: "动态验证码", en: "code"),
                Parameter("kind", in: .form, .words(max: 10), zh: "哪种设备", en: "kind of device"),
                Parameter("provider", in: .form, .words(max: 40), zh: "谁的账号密码", en: "whose account it is"),
                Parameter("next", in: .form, .words(max: 2_000), zh: "然后去哪里", en: "where to go then"),
            ]
        ) { [kit] call in
            let typed: JSONObject = [
                "account": .string(call.text("account") ?? ""), "next": .string(call.text("next") ?? ""),
                "is_phone": .bool(call.text("kind") == "phone"),
            ]
            do {
                var body: JSONObject = [
                    "account": .string(call.text("account") ?? ""), "password": .string(call.text("password") ?? ""),
                    "kind": .string(call.text("kind") == "phone" ? "phone" : "desk"),
                ]
                if let code = call.text("code") { body["code"] = .string(code) }
                if let provider = call.text("provider") { body["provider"] = .string(provider) }
                let answer = try await call.ask("signIn", body: .object(body))
                return call.seeOther(
                    FormText.local(call.text("next")),
                    headers: HTTPFields(answer.headers.filter { $0.name == .setCookie })
                )
            } catch {
                let fault = try Fault.known(error)
                var model = typed
                model["problem"] = .string(fault.message(call.language))
                model["needs_code"] = .bool(fault.code == "second_factor_needed" || call.text("code") != nil)
                return try await call.signInPage(kit, model, status: fault.status)
            }
        }
    }

    private var signOut: Endpoint {
        .page(.post, "/sign-out", kit, id: "pageSignOut", access: .halfSignedIn) { [kit] call in
            let answer = try await call.ask("signOut")
            let cookies = HTTPFields(answer.headers.filter { $0.name == .setCookie })
            guard let elsewhere = answer.json["continue_at"]?.string else {
                return call.seeOther("/sign-in", headers: cookies)
            }
            // The provider's session ends there; a form may be answered by no other host, so the browser goes by itself.
            var response = try await call.signInPage(kit, [:])
            response.headers.append(contentsOf: cookies)
            response.headers[.refresh] = "0; url=\(elsewhere)"
            return response
        }
    }

    private var passwordForm: Endpoint {
        .page(.get, "/password", kit, id: "pagePassword") { [kit] call in call.passwordPage(kit, [:]) }
    }

    private var changePassword: Endpoint {
        .page(
            .post,
            "/password",
            kit,
            id: "pagePasswordSent",
            parameters: [
                Parameter("old", in: .form, .words(max: 1_000), zh: "现在的密码", en: "the password so far"),
                Parameter("new", in: .form, .words(max: 1_000), zh: "新密码", en: "the new one"),
                Parameter("again", in: .form, .words(max: 1_000), zh: "再输入一次", en: "once more"),
            ]
        ) { [kit] call in
            guard call.text("new") == call.text("again") else {
                let problem = kit.words.text("password.differ", call.language)
                return call.passwordPage(kit, ["problem": .string(problem)], status: .unprocessableContent)
            }
            do {
                _ = try await call.ask(
                    "changePassword",
                    body: ["old": .string(call.text("old") ?? ""), "new": .string(call.text("new") ?? "")]
                )
                return call.seeOther("/work")
            } catch {
                let fault = try Fault.known(error)
                let problem = fault.message(call.language)
                return call.passwordPage(kit, ["problem": .string(problem)], status: fault.status)
            }
        }
    }

    private var chooseLanguage: Endpoint {
        .page(
            .post,
            "/language",
            kit,
            id: "pageLanguage",
            access: .open,
            parameters: [
                Parameter("language", in: .form, .word(Language.allCases.map(\.rawValue)), zh: "语言", en: "language"),
                Parameter("to", in: .form, .words(max: 2_000), zh: "然后去哪里", en: "where to go then"),
            ]
        ) { call in
            let language = call.text("language") ?? Language.zh.rawValue
            // It says nothing of anybody, and a script may read it.
            let cookie = "\(Language.cookie)=\(language); Path=/; Max-Age=31536000; SameSite=Lax"
            return call.seeOther(FormText.local(call.text("to")), headers: [.setCookie: cookie])
        }
    }

    private static let ended = Parameter(
        "ended",
        in: .query,
        .word(SessionEnd.allCases.map(\.rawValue)),
        zh: "登录为什么结束",
        en: "why a session ended"
    )
    private static let next = Parameter("next", in: .query, .words(max: 2_000), zh: "然后去哪里", en: "where to go then")
}

extension Call {
    fileprivate func signInPage(
        _ kit: PageKit,
        _ model: JSONObject,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var model = model
        let next = FormText.local(text("next"))
        model["next"] = .string(next)
        model["hint"] = .orNull(
            text("ended").flatMap { SessionEnd(rawValue: $0) }.map { end in
                let why = AccountRefusal.signedOut(end == .signedOut ? nil : end).message(language)
                return kit.words.text("keeping.session.ended", language, ["why": why])
            } ?? (next != "/" && next != "/work" ? kit.words.text("keeping.session.next", language) : nil)
        )
        let providers = try await ask("listProviders").json["providers"]?.array ?? []
        // To a provider people go by links: the answer to a form leads to no other host.
        let links = providers.filter { $0["way"] == "redirect" }.map { provider -> JSONValue in
            let path = "\(provider["path"]?.string ?? "")?return=\(FormText.encoded(next))"
            return [
                "title": .string(
                    kit.words.text("sign_in.by", language, ["title": title(of: provider).string ?? ""])
                ),
                "desk": .string("\(path)&kind=desk"),
                "phone": .string("\(path)&kind=phone"),
            ]
        }
        let directories = providers.filter { $0["way"] == "password" }.map { provider -> JSONValue in
            [
                "name": provider["name"] ?? .null, "title": title(of: provider),
                "is_chosen": .bool(provider["name"]?.string == text("provider")),
            ]
        }
        model["links"] = .array(links)
        model["has_links"] = .bool(!links.isEmpty)
        model["directories"] = .array(directories)
        model["has_directories"] = .bool(!directories.isEmpty)
        return page(kit, "sign-in", title: kit.words.text("sign_in.title", language), model, status: status)
    }

    private func title(of provider: JSONValue) -> JSONValue {
        provider["title"]?[language.rawValue] ?? provider["name"] ?? .null
    }

    fileprivate func passwordPage(
        _ kit: PageKit,
        _ model: JSONObject,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        page(kit, "password", title: kit.words.text("password.title", language), model, status: status)
    }
}

extension Fault {
    /// What a refusal says to whoever sent a form: the form is shown again with it.
    ///
    /// - Parameter error: what was thrown.
    /// - Returns: the fault, where it is theirs or will pass.
    /// - Throws: the error itself, where nobody foresaw it, or somebody must sign in first.
    static func known(_ error: any Error) throws -> Fault {
        guard let fault = Fault(error), fault.code != Fault.notSignedIn.code else { throw error }
        return fault
    }
}

extension HTTPField.Name {
    /// Where a browser goes by itself.
    fileprivate static var refresh: Self {
        guard let name = Self("Refresh") else { preconditionFailure("a header's name") }
        return name
    }
}
