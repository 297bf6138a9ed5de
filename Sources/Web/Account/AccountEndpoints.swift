import CityIdentity
import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// Signing in and out, and what belongs to one's own account.
enum AccountEndpoints {
    static let all = sessions + providers + passwords + factors + tokens + keeping

    private static let sessions = [signIn, whoAmI, signOut, listSessions, endSession, signOutEverywhere]

    static let signIn = Endpoint(
        .post,
        "/api/v1/session",
        id: "signIn",
        tag: .accounts,
        summary: Bilingual(zh: "登录；会话在 Cookie 里", en: "Sign in; the session is in the cookie"),
        access: .anybody,
        body: .object([
            .init("account", .text(max: 200)), .init("password", .text(max: 1_000)),
            .optional("code", Shape.text(max: 40).noted(zh: "动态验证码", en: "a code of the second factor")),
            .optional("kind", kind), .optional("unit", Shape.text(max: 100).noted(zh: "值班台的单位", en: "whose duty desk")),
            .optional(
                "provider",
                Shape.text(max: 40).noted(zh: "用哪个平台的账号密码；不写为本系统", en: "whose account it is; ours if not given")
            ),
        ]).called("SignIn"),
        answers: [.init(.created, Bilingual(zh: "已登录", en: "signed in"), body: me, headers: [.setCookie])],
        refusals: [.unauthorized, .forbidden, .notFound, .unprocessableContent],
        repetition: .harmless(
            Bilingual(zh: "再登录一次，另得一个会话；会话只在 Cookie 里", en: "another session, which no place but its cookie knows")
        )
    ) { call in
        if let provider = call.body["provider"]?.string { return try await signIn(call, by: provider) }
        let kind = call.body["kind"]?.string.flatMap { SessionKind(rawValue: $0) } ?? .desk
        let unit = try call.body["unit"]?.string.map { code throws(Fault) in try call.unit(code).id }
        let signedIn = try await call.parts.accounts.signIn(
            in: call.configuration.id,
            account: call.body["account"]?.string ?? "",
            password: call.body["password"]?.string ?? "",
            code: call.body["code"]?.string,
            kind: kind,
            unit: unit,
            from: call.origin
        )
        let cookie = call.cookie(of: signedIn, kind)
        return call.json(try await call.json(signedIn.identity), status: .created, headers: [.setCookie: cookie])
    }

    static let whoAmI = Endpoint(
        .get,
        "/api/v1/session",
        id: "whoAmI",
        tag: .accounts,
        summary: Bilingual(zh: "我是谁，现在任什么岗位", en: "Who I am, and which posts I hold now"),
        access: .halfSignedIn,
        answers: [.init(.ok, Bilingual(zh: "您", en: "you"), body: me)]
    ) { call in
        call.json(try await call.json(try call.person().identity))
    }

    static let signOut = Endpoint(
        .delete,
        "/api/v1/session",
        id: "signOut",
        tag: .accounts,
        summary: Bilingual(zh: "退出登录", en: "Sign out"),
        access: .anybody,
        answers: [
            .init(.noContent, Bilingual(zh: "已退出", en: "signed out"), headers: [.setCookie]),
            .init(
                .ok,
                Bilingual(
                    zh: "已退出；统一身份平台上的会话在所给地址结束",
                    en: "signed out; the provider's own session ends at the address"
                ),
                body: .object([.init("continue_at", .text(max: 4_000))]),
                headers: [.setCookie]
            ),
        ],
        repetition: .harmless(Bilingual(zh: "已退出的仍是退出", en: "who has signed out has signed out"))
    ) { call in
        let headers: HTTPFields = [.setCookie: call.parts.cookie.removal]
        guard let secret = call.parts.cookie.secret(in: call.head.headerFields),
            let provider = try await call.parts.accounts.signOut(secret, from: call.origin),
            let address = await call.parts.providers?.signOut(provider)
        else { return call.nothing(headers: headers) }
        return call.json(["continue_at": .string(address)], headers: headers)
    }

    static let listSessions = Endpoint(
        .get,
        "/api/v1/sessions",
        id: "listSessions",
        tag: .accounts,
        summary: Bilingual(zh: "我在哪些设备上登录着", en: "Where I have signed in"),
        access: .signedIn,
        answers: [
            .init(
                .ok,
                Bilingual(zh: "会话", en: "sessions"),
                body: .object([.init("sessions", .list(session, max: 10_000))])
            )
        ]
    ) { call in
        let identity = try call.person().identity
        let rows = try await call.parts.accounts.sessions(of: identity.person, in: identity.district)
        let json = rows.map { row -> JSONValue in
            [
                "id": .int(row.id.rawValue), "kind": .string(row.kind.rawValue),
                "made_at": .string(row.madeAt.description), "seen_at": .string(row.seenAt.description),
                "expires_at": .string(row.expiresAt.description), "address": .string(row.address),
                "agent": .string(row.agent), "is_this": .bool(row.id == identity.session),
            ]
        }
        return call.json(["sessions": .array(json)])
    }

    static let endSession = Endpoint(
        .delete,
        "/api/v1/sessions/{id}",
        id: "endSession",
        tag: .accounts,
        summary: Bilingual(zh: "结束自己的一个会话", en: "End one of one's own sessions"),
        access: .signedIn,
        parameters: [id],
        answers: [.init(.noContent, Bilingual(zh: "已结束", en: "ended"))],
        refusals: [.notFound]
    ) { call in
        let session = SessionID(Int64(call.number("id") ?? 0))
        try await call.parts.accounts.endSession(session, by: try call.person().identity, from: call.origin)
        return call.nothing()
    }

    static let signOutEverywhere = Endpoint(
        .delete,
        "/api/v1/sessions",
        id: "signOutEverywhere",
        tag: .accounts,
        summary: Bilingual(zh: "在所有设备上退出", en: "Sign out everywhere"),
        access: .signedIn,
        parameters: [
            Parameter("keep_this", in: .query, .flag, zh: "保留当前会话", en: "keep the one that asks")
        ],
        answers: [
            .init(
                .ok,
                Bilingual(zh: "已退出", en: "signed out"),
                body: .object([.init("ended", .integer(0...1_000_000))])
            )
        ]
    ) { call in
        let identity = try call.person().identity
        let keeps = call.flag("keep_this")
        let ended = try await call.parts.accounts.signOutEverywhere(identity, keepsThis: keeps, from: call.origin)
        return call.json(["ended": .int(Int64(ended))])
    }

    static let id = Parameter("id", in: .path, .integer(1...Int64.max), zh: "编号", en: "its number")

    static let kind = Shape.word(SessionKind.allCases.map(\.rawValue))
        .noted(
            zh: "desk 办公电脑，phone 本人手机，duty 值班台",
            en: "desk: a computer at work; phone: one's own; duty: a shared desk"
        )

    private static let session = Shape.object([
        .init("id", .integer(1...Int64.max)), .init("kind", kind), .init("made_at", .instant),
        .init("seen_at", .instant), .init("expires_at", .instant), .init("address", .words(max: 200)),
        .init("agent", .words(max: 500)), .init("is_this", .flag),
    ]).called("Session")

    /// Who somebody is.
    static let me = Shape.object([
        .init("account", .text(max: 200)), .init("name", .words(max: 500)),
        .init("district", .object([.init("code", .text(max: 100)), .init("name", .words(max: 500))])),
        .init("posts", .list(DistrictEndpoints.post, max: 1_000)),
        .init("kind", kind.orNull),
        .init("scopes", Shape.list(.text(max: 100), max: 100).orNull),
        .init(
            "restrictions",
            .list(.word(Identity.Restriction.allCases.map(\.rawValue)), max: 10)
                .noted(zh: "先要做的事", en: "what must be done before anything else")
        ),
    ]).called("Me")
}

extension Call {
    /// From where somebody asks.
    var origin: Origin {
        Origin(address: address, agent: head.headerFields[.userAgent] ?? "")
    }

    /// Who somebody is, as JSON.
    func json(_ identity: Identity) async throws -> JSONValue {
        let context = configuration.context(at: try await now())
        let posts = configuration.people[identity.account]?.party.seated(at: context.now, in: context).posts ?? []
        return [
            "account": .string(identity.account), "name": .string(configuration.name(of: identity.person)),
            "district": ["code": .string(configuration.code), "name": .string(configuration.name)],
            "posts": .array(posts.map { configuration.json($0) }),
            "kind": .orNull(identity.kind?.rawValue),
            "scopes": identity.scopes.map { .array($0.map(\.rawValue).sorted().map { .string($0) }) } ?? .null,
            "restrictions": .array(identity.restrictions.map(\.rawValue).sorted().map { .string($0) }),
        ]
    }
}
