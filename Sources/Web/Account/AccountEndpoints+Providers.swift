import CityIdentity
import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

extension AccountEndpoints {
    static let providers = [listProviders, beginSignIn, endSignIn]

    static let listProviders = Endpoint(
        .get,
        "/api/v1/session/providers",
        id: "listProviders",
        tag: .accounts,
        summary: Bilingual(zh: "除本系统密码外的登录方式", en: "Ways to sign in besides a password of ours"),
        access: .anybody,
        answers: [
            .init(
                .ok,
                Bilingual(zh: "登录方式", en: "ways to sign in"),
                body: .object([.init("providers", .list(provider, max: 1_000))])
            )
        ]
    ) { call in
        let json = (call.parts.providers?.book.providers ?? []).map { plan -> JSONValue in
            [
                "name": .string(plan.name), "kind": .string(plan.word),
                "title": ["zh": .string(plan.title.zh), "en": .string(plan.title.en)],
                "way": .string(plan.takesPasswords ? "password" : "redirect"),
                "path": plan.takesPasswords ? .null : .string("/api/v1/session/sign-in/\(plan.name)"),
            ]
        }
        return call.json(["providers": .array(json)])
    }

    static let beginSignIn = Endpoint(
        .get,
        "/api/v1/session/sign-in/{provider}",
        id: "beginSignIn",
        tag: .accounts,
        summary: Bilingual(zh: "到统一身份平台登录：浏览器转往那里", en: "Sign in at a provider: sends the browser there"),
        access: .anybody,
        parameters: [
            name,
            Parameter("kind", in: .query, ownKind, zh: "会话用于哪里，默认 desk", en: "what the session is for; desk"),
            Parameter(
                "return",
                in: .query,
                .text(max: 500),
                zh: "登录后去的本站路径，默认 /",
                en: "the path of this site to go to then; /"
            ),
        ],
        dialect: .visited,
        answers: [
            .init(.seeOther, Bilingual(zh: "转往平台", en: "on to the provider"), headers: [.location, .setCookie])
        ],
        refusals: [.forbidden, .notFound, .unprocessableContent]
    ) { call in
        let back = call.text("return") ?? "/"
        guard SignInFlow.isOwnPath(back) else {
            throw Fault(
                .unprocessableContent,
                "foreign_return",
                zh: "return 只能是本站路径",
                en: "return is a path of this site"
            )
        }
        let kind = call.text("kind") ?? SessionKind.desk.rawValue
        let begun = try await call.providerDesk().begin(call.text("provider") ?? "", kind: kind, back: back)
        return call.redirect(to: begun.address, cookies: [call.parts.cookie.header(flow: begun.sealed)])
    }

    static let endSignIn = Endpoint(
        .get,
        "/api/v1/session/sign-in/{provider}/callback",
        id: "endSignIn",
        tag: .accounts,
        summary: Bilingual(zh: "从统一身份平台回来", en: "The way back from a provider"),
        access: .anybody,
        parameters: [
            name,
            Parameter("state", in: .query, .words(max: 500), zh: "登录开始时给平台的", en: "what the provider was given"),
            Parameter("code", in: .query, .words(max: 4_096), zh: "授权码", en: "a code"),
            Parameter("ticket", in: .query, .words(max: 512), zh: "CAS 票据", en: "a ticket of CAS"),
            Parameter("error", in: .query, .words(max: 500), zh: "平台说的错误", en: "the provider's error"),
            Parameter("iss", in: .query, .words(max: 1_000), zh: "平台自称", en: "who the provider says it is"),
        ],
        takesOtherParameters: true,
        dialect: .visited,
        answers: [
            .init(
                .seeOther,
                Bilingual(zh: "已登录，转往要去的页面", en: "signed in; on to the page that was wanted"),
                headers: [.location, .setCookie]
            )
        ],
        refusals: [.forbidden, .notFound, .unprocessableContent]
    ) { call in
        do {
            return try await ended(call)
        } catch {
            // Whatever came of it, it is over.
            guard let fault = Fault(error) else { throw error }
            throw fault.with(.setCookie, call.parts.cookie.removalOfFlow).with(.cacheControl, "no-store")
        }
    }

    private static func ended(_ call: Call) async throws -> Response {
        let answer = ProviderAnswer(
            state: call.text("state"),
            code: call.text("code"),
            ticket: call.text("ticket"),
            error: call.text("error"),
            issuer: call.text("iss")
        )
        let sealed = call.parts.cookie.flow(in: call.head.headerFields)
        let (proof, flow) = try await call.providerDesk().finish(call.text("provider") ?? "", answer, sealed: sealed)
        guard let kind = SessionKind(rawValue: flow.kind), kind != .duty, SignInFlow.isOwnPath(flow.back) else {
            throw IdentityFault.flowLost
        }
        let way = ExternalSignIn(configuration: call.configuration, kind: kind, origin: call.origin)
        let person = proof.person(in: call.configuration.territory)
        let signedIn = try await call.parts.accounts.signIn(person, way)
        let cookies = [call.cookie(of: signedIn, kind), call.parts.cookie.removalOfFlow]
        return call.redirect(to: flow.back, cookies: cookies)
    }

    /// Signs in by account and password of a directory.
    static func signIn(_ call: Call, by provider: String) async throws -> Response {
        let desk = try call.providerDesk()
        let account = call.body["account"]?.string ?? ""
        let password = call.body["password"]?.string ?? ""
        guard let plan = desk.book[provider] else { throw IdentityFault.unknownProvider }
        guard plan.takesPasswords else { throw IdentityFault.wrongWay }
        let kind = call.body["kind"]?.string.flatMap { SessionKind(rawValue: $0) } ?? .desk
        let unit = try call.body["unit"]?.string.map { code throws(Fault) in try call.unit(code).id }
        let way = ExternalSignIn(
            configuration: call.configuration,
            kind: kind,
            unit: unit,
            code: call.body["code"]?.string,
            origin: call.origin
        )
        let territory = call.configuration.territory
        let signedIn = try await call.parts.accounts.signIn(account: account, by: provider, way) {
            do throws(IdentityFault) {
                return try await desk.proof(of: account, password: password, by: provider).person(in: territory)
            } catch .badPassword {
                return nil
            }
        }
        let cookie = call.cookie(of: signedIn, kind)
        return call.json(try await call.json(signedIn.identity), status: .created, headers: [.setCookie: cookie])
    }

    private static let name = Parameter("provider", in: .path, .text(max: 40), zh: "登录方式", en: "the provider")

    /// A duty desk is signed in to by a password.
    private static let ownKind = Shape.word([SessionKind.desk.rawValue, SessionKind.phone.rawValue])

    private static let provider = Shape.object([
        .init("name", .text(max: 40)), .init("kind", .word(["oidc", "oauth2", "cas", "ldap"])),
        .init("title", .object([.init("zh", .words(max: 500)), .init("en", .words(max: 500))])),
        .init(
            "way",
            Shape.word(["redirect", "password"])
                .noted(
                    zh: "redirect 转往平台；password 在此输入账号密码",
                    en: "redirect: to the provider; password: account and password are typed here"
                )
        ),
        .init("path", Shape.text(max: 200).orNull),
    ]).called("Provider")
}

extension Call {
    /// The desk that asks providers.
    ///
    /// - Throws: `IdentityFault.unknownProvider` where there are none.
    fileprivate func providerDesk() throws(IdentityFault) -> ProviderDesk {
        guard let desk = parts.providers else { throw .unknownProvider }
        return desk
    }

    /// What sets the cookie of a session.
    func cookie(of signedIn: SignedIn, _ kind: SessionKind) -> String {
        let seconds = parts.accounts.policy.sessions[kind].map { Int($0.whole.components.seconds) } ?? 0
        return parts.cookie.header(signedIn.secret, kind, seconds: seconds)
    }

    /// Sends a browser on; nothing keeps the answer, and the next page is not told this address, which has codes in it.
    fileprivate func redirect(to address: String, cookies: [String]) -> Response {
        var headers: HTTPFields = [.location: address, .cacheControl: "no-store", .referrerPolicy: "no-referrer"]
        headers[values: .setCookie] = cookies
        return Response(status: .seeOther, headers: headers)
    }
}
