import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

extension AccountEndpoints {
    static let tokens = [makeToken, listTokens, revokeToken]
    static let factors = [beginSecondFactor, confirmSecondFactor, proveSecondFactor]

    static let makeToken = Endpoint(
        .post,
        "/api/v1/tokens",
        id: "makeToken",
        tag: .accounts,
        summary: Bilingual(zh: "为程序开一个令牌，只显示这一次", en: "Make a token for a program, shown this once"),
        access: .signedIn,
        body: .object(
            [
                .init("title", .text(max: 200)), .init("scopes", .list(scope, max: TokenScope.allCases.count)),
                .optional("days", .integer(1...3_650)),
            ] + again
        ).called("TokenRequest"),
        answers: [
            .init(
                .created,
                Bilingual(zh: "令牌", en: "the token"),
                body: .object([
                    .init("id", .integer(1...Int64.max)), .init("token", .onceShown(max: 200)),
                    .init("expires_at", .instant),
                ])
            )
        ],
        refusals: [.unprocessableContent],
        repetition: .kept(but: ["token"])
    ) { call in
        let identity = try call.ownSession()
        try await call.reassure(identity)
        let scopes = call.body["scopes"]?.array?.compactMap { $0.string.flatMap { TokenScope(rawValue: $0) } } ?? []
        let token = try await call.parts.accounts.makeToken(
            of: identity.person,
            in: identity.district,
            title: call.body["title"]?.string ?? "",
            scopes: Set(scopes),
            days: call.body["days"]?.int.map { Int($0) },
            by: identity.person,
            from: call.origin
        )
        return call.json(
            [
                "id": .int(token.id.rawValue), "token": .string(token.text),
                "expires_at": .string(token.expiresAt.description),
            ],
            status: .created
        )
    }

    static let listTokens = Endpoint(
        .get,
        "/api/v1/tokens",
        id: "listTokens",
        tag: .accounts,
        summary: Bilingual(zh: "自己的令牌", en: "One's own tokens"),
        access: .signedIn,
        answers: [
            .init(.ok, Bilingual(zh: "令牌", en: "tokens"), body: .object([.init("tokens", .list(token, max: 10_000))]))
        ]
    ) { call in
        let identity = try call.person().identity
        let rows = try await call.parts.accounts.tokens(of: identity.person, in: identity.district)
        let json = rows.map { row -> JSONValue in
            [
                "id": .int(row.id.rawValue), "title": .string(row.title),
                "scopes": .array(row.scopes.map { .string($0) }), "made_at": .string(row.madeAt.description),
                "expires_at": .string(row.expiresAt.description), "last_used_on": .orNull(row.lastUsedOn?.description),
                "revoked_at": .orNull(row.revokedAt?.description),
            ]
        }
        return call.json(["tokens": .array(json)])
    }

    static let revokeToken = Endpoint(
        .delete,
        "/api/v1/tokens/{id}",
        id: "revokeToken",
        tag: .accounts,
        summary: Bilingual(zh: "吊销令牌", en: "Revoke a token"),
        access: .signedIn,
        parameters: [id],
        answers: [.init(.noContent, Bilingual(zh: "已吊销", en: "revoked"))],
        refusals: [.notFound]
    ) { call in
        let identity = try call.ownSession()
        try await call.parts.accounts.revokeToken(
            TokenID(Int64(call.number("id") ?? 0)),
            of: identity.person,
            in: identity.district,
            by: identity.person,
            from: call.origin
        )
        return call.nothing()
    }

    static let beginSecondFactor = Endpoint(
        .post,
        "/api/v1/second-factor",
        id: "beginSecondFactor",
        tag: .accounts,
        summary: Bilingual(zh: "绑定动态验证码：取得密钥", en: "Set up a second factor: its secret"),
        access: .signedIn,
        body: .object(again).called("Again"),
        answers: [
            .init(
                .created,
                Bilingual(zh: "密钥，只显示这一次", en: "the secret, shown this once"),
                body: .object([
                    .init("secret", .onceShown(max: 200)), .init("address", .onceShown(max: 1_000)),
                ])
            )
        ],
        repetition: .kept(but: ["secret", "address"])
    ) { call in
        let factor = try await call.parts.accounts.beginSecondFactor(
            try call.ownSession(),
            password: call.body["password"]?.string ?? "",
            code: call.body["code"]?.string,
            from: call.origin
        )
        return call.json(
            ["secret": .string(factor.secret), "address": .string(factor.address)],
            status: .created
        )
    }

    static let confirmSecondFactor = Endpoint(
        .put,
        "/api/v1/second-factor",
        id: "confirmSecondFactor",
        tag: .accounts,
        summary: Bilingual(zh: "绑定动态验证码：用一个码确认", en: "Set up a second factor: confirm it by a code"),
        access: .signedIn,
        body: .object([.init("code", .text(max: 40))]).called("Code"),
        answers: [
            .init(
                .ok,
                Bilingual(zh: "恢复码，每个用一次", en: "recovery codes, each good once"),
                body: .object([.init("recovery_codes", Shape.list(.text(max: 100), max: 100).orNull)])
            )
        ],
        refusals: [.unprocessableContent],
        repetition: .kept(but: ["recovery_codes"])
    ) { call in
        let codes = try await call.parts.accounts.confirmSecondFactor(
            try call.ownSession(),
            code: call.body["code"]?.string ?? "",
            from: call.origin
        )
        return call.json(["recovery_codes": .array(codes.map { .string($0) })])
    }

    static let proveSecondFactor = Endpoint(
        .put,
        "/api/v1/session/second-factor",
        id: "proveSecondFactor",
        tag: .accounts,
        summary: Bilingual(
            zh: "经统一身份平台登录后，验证本系统的动态验证码或恢复码",
            en: "Prove the second factor here by a code, or a recovery code, after a provider has said who it is"
        ),
        access: .halfSignedIn,
        body: .object([.init("code", .text(max: 40))]).called("Code"),
        answers: [.init(.ok, Bilingual(zh: "现在可以继续", en: "who may go on now"), body: me)],
        refusals: [.unauthorized, .forbidden],
        repetition: .harmless(Bilingual(zh: "已验证的不再验证", en: "what is proved is not asked for again"))
    ) { call in
        let accounts = call.parts.accounts
        let code = call.body["code"]?.string ?? ""
        let identity = try await accounts.proveSecondFactor(try call.ownSession(), code: code, from: call.origin)
        return call.json(try await call.json(identity))
    }

    private static let scope = Shape.word(TokenScope.allCases.map(\.rawValue))

    private static let token = Shape.object([
        .init("id", .integer(1...Int64.max)), .init("title", .words(max: 500)),
        .init("scopes", .list(.text(max: 100), max: 100)), .init("made_at", .instant), .init("expires_at", .instant),
        .init("last_used_on", Shape.text(Shape.TextRule(min: 10, max: 10, form: .date)).orNull),
        .init("revoked_at", Shape.instant.orNull),
    ]).called("Token")
}

extension Call {
    /// Makes sure that it is still the same person.
    fileprivate func reassure(_ identity: Identity) async throws {
        try await parts.accounts.reassure(
            identity,
            password: body["password"]?.string ?? "",
            code: body["code"]?.string,
            from: origin
        )
    }

    /// Who asks, by a session: a program's token makes no others.
    ///
    /// - Throws: `Fault`.
    func ownSession() throws -> Identity {
        let identity = try person().identity
        guard identity.session != nil else { throw AccountRefusal.wrongKind(.desk) }
        return identity
    }
}
