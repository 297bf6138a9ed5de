import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

extension AccountEndpoints {
    /// What an administrator does for the accounts of those below.
    static let keeping = [readAccount, lockAccount, unlockAccount, endSessionsOf]

    static let readAccount = Endpoint(
        .get,
        "/api/v1/people/{account}/account",
        id: "readAccount",
        tag: .accounts,
        summary: Bilingual(
            zh: "下级人员的账号：有无密码、是否停用、在哪些设备上登录着；只限可以为其开凭条的人",
            en: "The account of somebody below oneself: its password, whether it is locked, where it is signed in"
        ),
        access: .signedIn,
        parameters: [account],
        answers: [.init(.ok, Bilingual(zh: "账号", en: "the account"), body: standing)],
        refusals: [.notFound]
    ) { call in
        let below = try call.below()
        let (row, sessions) = try await call.parts.accounts.standing(
            of: below.person,
            account: below.account,
            in: call.configuration.id,
            by: below.authority
        )
        return call.json([
            "account": .string(row.account), "password_set_at": .orNull(row.passwordSetAt?.description),
            "must_change": .bool(row.mustChange), "locked_at": .orNull(row.blockedAt?.description),
            "slip_until": .orNull(row.slipUntil?.description), "has_second_factor": .bool(row.hasSecondFactor),
            "has_pin": .bool(row.hasPIN), "tokens": .int(Int64(row.tokens)),
            "sessions": .array(
                sessions.map { session in
                    [
                        "kind": .string(session.kind.rawValue), "made_at": .string(session.madeAt.description),
                        "seen_at": .string(session.seenAt.description),
                        "expires_at": .string(session.expiresAt.description), "address": .string(session.address),
                        "agent": .string(session.agent),
                    ]
                }
            ),
        ])
    }

    static let lockAccount = locking(true)
    static let unlockAccount = locking(false)

    private static func locking(_ isLocked: Bool) -> Endpoint {
        Endpoint(
            isLocked ? .put : .delete,
            "/api/v1/people/{account}/lock",
            id: isLocked ? "lockAccount" : "unlockAccount",
            tag: .accounts,
            summary: isLocked
                ? Bilingual(zh: "停用下级人员的账号：会话结束，令牌失效", en: "Lock the account of somebody below: sessions end")
                : Bilingual(zh: "恢复下级人员的账号，失败次数清零", en: "Unlock the account of somebody below; failures are forgotten"),
            access: .signedIn,
            parameters: [account],
            answers: [changed],
            refusals: [.notFound]
        ) { call in
            let below = try call.below()
            try await call.parts.accounts.setBlocked(
                isLocked,
                below.person,
                account: below.account,
                in: call.configuration.id,
                by: below.authority,
                from: call.origin
            )
            return call.nothing()
        }
    }

    static let endSessionsOf = Endpoint(
        .delete,
        "/api/v1/people/{account}/sessions",
        id: "endSessionsOf",
        tag: .accounts,
        summary: Bilingual(zh: "结束下级人员的全部会话", en: "End all sessions of somebody below oneself"),
        access: .signedIn,
        parameters: [account],
        answers: [
            .init(
                .ok,
                Bilingual(zh: "已结束", en: "ended"),
                body: .object([.init("ended", .integer(0...1_000_000))])
            )
        ],
        refusals: [.notFound]
    ) { call in
        let below = try call.below()
        let ended = try await call.parts.accounts.endSessions(
            of: below.person,
            in: call.configuration.id,
            by: below.authority,
            from: call.origin
        )
        return call.json(["ended": .int(Int64(ended))])
    }

    private static let account = Parameter("account", in: .path, .text(max: 200), zh: "账号", en: "the account")

    private static let session = Shape.object([
        .init("kind", kind), .init("made_at", .instant), .init("seen_at", .instant), .init("expires_at", .instant),
        .init("address", .words(max: 200)), .init("agent", .words(max: 500)),
    ]).called("SessionBelow")

    private static let standing = Shape.object([
        .init("account", .text(max: 200)),
        .init("password_set_at", Shape.instant.orNull.noted(zh: "null：还没有密码", en: "null: there is no password yet")),
        .init("must_change", .flag), .init("locked_at", Shape.instant.orNull),
        .init("slip_until", Shape.instant.orNull),
        .init("has_second_factor", .flag), .init("has_pin", .flag), .init("tokens", .integer(0...1_000_000)),
        .init("sessions", .list(session, max: 10_000)),
    ]).called("AccountBelow")
}

extension Call {
    /// The person of the path, and by what right whoever asks keeps their account: a session's, never a token's.
    ///
    /// - Throws: `AccountRefusal`.
    func below() throws -> (person: PersonID, account: String, authority: Accounts.Authority) {
        let caller = try person()
        let account = text("account") ?? ""
        guard let other = configuration.person(called: account) else { throw AccountRefusal.unknownAccount(account) }
        guard caller.identity.scopes == nil, let person = caller.party.person else { throw AccountRefusal.notBelow }
        // An administrator who has still to set up a second factor opens nobody else's account.
        for restriction in Identity.Restriction.allCases where caller.identity.restrictions.contains(restriction) {
            throw AccountRefusal.restricted(restriction)
        }
        return (other, account, .person(person, configuration))
    }
}
