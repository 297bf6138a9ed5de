import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

extension AccountEndpoints {
    static let passwords = [changePassword, useSlip, makeSlip, setPIN, switchDesk, lockDesk]

    static let changePassword = Endpoint(
        .put,
        "/api/v1/password",
        id: "changePassword",
        tag: .accounts,
        summary: Bilingual(zh: "修改自己的密码；其他会话随之结束", en: "Change one's own password; other sessions end with it"),
        access: .signedIn,
        body: .object([.init("old", .text(max: 1_000)), .init("new", .text(max: 1_000))]).called("PasswordChange"),
        answers: [changed],
        refusals: [.unprocessableContent]
    ) { call in
        try await call.parts.accounts.changePassword(
            try call.person().identity,
            from: call.body["old"]?.string ?? "",
            to: call.body["new"]?.string ?? "",
            from: call.origin
        )
        return call.nothing()
    }

    static let useSlip = Endpoint(
        .post,
        "/api/v1/password",
        id: "useSlip",
        tag: .accounts,
        summary: Bilingual(zh: "凭一次性凭条设新密码", en: "Set a new password by a one-time slip"),
        access: .anybody,
        body: .object([
            .init("account", .text(max: 200)), .init("slip", .text(max: 100)), .init("new", .text(max: 1_000)),
        ]).called("SlipUse"),
        answers: [changed],
        refusals: [.unauthorized, .forbidden, .unprocessableContent],
        repetition: .harmless(Bilingual(zh: "凭条只用一次", en: "a slip is good once"))
    ) { call in
        try await call.parts.accounts.useSlip(
            in: call.configuration.id,
            account: call.body["account"]?.string ?? "",
            code: call.body["slip"]?.string ?? "",
            newPassword: call.body["new"]?.string ?? "",
            from: call.origin
        )
        return call.nothing()
    }

    static let makeSlip = Endpoint(
        .post,
        "/api/v1/people/{account}/slip",
        id: "makeSlip",
        tag: .accounts,
        summary: Bilingual(zh: "为下级人员开一次性凭条", en: "Make a one-time slip for somebody below oneself"),
        access: .signedIn,
        parameters: [Parameter("account", in: .path, .text(max: 200), zh: "账号", en: "the account")],
        answers: [
            .init(
                .created,
                Bilingual(zh: "凭条，只显示这一次", en: "the slip, shown this once"),
                body: .object([.init("slip", .onceShown(max: 100)), .init("until", .instant)])
            )
        ],
        refusals: [.notFound],
        repetition: .kept(but: ["slip"])
    ) { call in
        let below = try call.below()
        let slip = try await call.parts.accounts.makeSlip(
            for: below.person,
            in: call.configuration.id,
            by: below.authority,
            from: call.origin
        )
        return call.json(
            ["slip": .string(slip.code), "until": .string(slip.until.description)],
            status: .created
        )
    }

    static let setPIN = Endpoint(
        .put,
        "/api/v1/pin",
        id: "setPIN",
        tag: .accounts,
        summary: Bilingual(zh: "设置值班台 PIN", en: "Set one's PIN for duty desks"),
        access: .signedIn,
        body: .object([.init("pin", .text(max: 20))] + AccountEndpoints.again).called("PIN"),
        answers: [changed],
        refusals: [.unprocessableContent]
    ) { call in
        let identity = try call.person().identity
        try await call.parts.accounts.setPIN(
            identity,
            to: call.body["pin"]?.string ?? "",
            password: call.body["password"]?.string ?? "",
            code: call.body["code"]?.string,
            from: call.origin
        )
        return call.nothing()
    }

    static let switchDesk = Endpoint(
        .put,
        "/api/v1/desk",
        id: "switchDesk",
        tag: .accounts,
        summary: Bilingual(zh: "值班台换人", en: "Switch the person at a duty desk"),
        access: .anybody,
        body: .object([.init("account", .text(max: 200)), .init("pin", .text(max: 20))]).called("DeskSwitch"),
        answers: [.init(.ok, Bilingual(zh: "现在是", en: "who acts now"), body: me)],
        refusals: [.unauthorized, .forbidden],
        repetition: .harmless(Bilingual(zh: "换成同一人仍是此人", en: "who is at the desk stays there"))
    ) { call in
        let identity = try await call.parts.accounts.switchPerson(
            session: try call.cookie(),
            to: call.body["account"]?.string ?? "",
            pin: call.body["pin"]?.string ?? "",
            from: call.origin
        )
        return call.json(try await call.json(identity))
    }

    static let lockDesk = Endpoint(
        .delete,
        "/api/v1/desk",
        id: "lockDesk",
        tag: .accounts,
        summary: Bilingual(zh: "锁定值班台", en: "Lock a duty desk"),
        access: .anybody,
        answers: [.init(.noContent, Bilingual(zh: "已锁", en: "locked"))],
        refusals: [.unauthorized, .forbidden],
        repetition: .harmless(Bilingual(zh: "锁着的仍锁着", en: "what is locked stays locked"))
    ) { call in
        try await call.parts.accounts.lockDesk(session: try call.cookie(), from: call.origin)
        return call.nothing()
    }

    /// What somebody says again before what a stolen session must not do.
    static let again: [Shape.Member] = [
        .init("password", Shape.text(max: 1_000).noted(zh: "再输一次自己的密码", en: "one's own password, once more")),
        .optional("code", Shape.text(max: 40).noted(zh: "动态验证码", en: "a code of the second factor")),
    ]

    static let changed = Endpoint.Answer(.noContent, Bilingual(zh: "已改", en: "changed"))
}

extension Call {
    /// The session's secret, where a session must be shown.
    ///
    /// - Throws: `Fault.notSignedIn`; `foreign_page` where another site's page shows it.
    fileprivate func cookie() throws(Fault) -> String {
        try ForeignPage.check(head)
        guard let secret = parts.cookie.secret(in: head.headerFields) else { throw .notSignedIn }
        return secret
    }
}
