package import PGStore
package import Workflow

/// Why somebody is not let in, or may not change an account; nothing else has happened then.
package enum AccountRefusal: Error, Hashable, Sendable {
    /// Account or password is wrong, or there is no password: which of them, nobody is told.
    case badCredentials
    /// Too many failures, until then; nil: an administrator keeps the person out.
    case locked(until: Instant?)
    /// The password is right, and a code of the second factor must come with it.
    case secondFactorNeeded
    /// The code of the second factor is wrong or was used.
    case badSecondFactor
    /// This program has no key to read secrets of second factors with.
    case secondFactorUnavailable
    /// The person holds no post today, or none of that unit.
    case noPost
    /// There is no such session any more; why, where that is known.
    case signedOut(SessionEnd?)
    /// The session may only do what lifts this.
    case restricted(Identity.Restriction)
    /// The new password or PIN will not do.
    case weak(PasswordFault)
    /// The slip is wrong, used or too old.
    case badSlip
    /// Account or PIN is wrong, or there is no PIN.
    case badPIN
    /// That needs a session of another kind.
    case wrongKind(SessionKind)
    /// The token is none of ours, or was never made.
    case badToken
    /// The token's time is over.
    case tokenExpired
    /// The token was revoked.
    case tokenRevoked
    /// The token may not do that.
    case scopeMissing(TokenScope)
    /// A token needs a title, scopes, and days up to so many.
    case badTokenRequest(mostDays: Int)
    /// No person has that account.
    case unknownAccount(String)
    /// No token of that number can be revoked.
    case unknownToken(TokenID)
    /// No session of that number runs.
    case unknownSession(SessionID)
    /// The other person is not below the one who asks.
    case notBelow
    /// Too many sign in at the same time; nothing was counted.
    case busy
    /// A provider of the city's has said who it is, and that name means nobody here.
    case unboundIdentity
    /// What the provider says does not confirm the posts that the person holds here.
    case postsUnconfirmed
    /// The name means somebody already, or the person has another one at that provider.
    case alreadyBound
    /// The person has no name at that provider.
    case notBound
}

extension AccountRefusal {
    /// Whether a word that lets people in was tried and did not: a password, a code, a slip or a PIN.
    package var isWrongGuess: Bool {
        switch self {
        case .badCredentials, .locked, .badSecondFactor, .badSlip, .badPIN: true
        case .secondFactorNeeded, .secondFactorUnavailable, .noPost, .signedOut, .restricted, .weak, .wrongKind,
            .badToken, .tokenExpired, .tokenRevoked, .scopeMissing, .badTokenRequest, .unknownAccount, .unknownToken,
            .unknownSession, .notBelow, .busy, .unboundIdentity, .postsUnconfirmed, .alreadyBound, .notBound:
            false
        }
    }

    /// A stable code: what programs look at.
    package var code: String {
        switch self {
        case .badCredentials: "bad_credentials"
        case .locked: "locked"
        case .secondFactorNeeded: "second_factor_needed"
        case .badSecondFactor: "bad_second_factor"
        case .secondFactorUnavailable: "second_factor_unavailable"
        case .noPost: "no_post"
        case .signedOut(let end): end?.rawValue ?? "signed_out"
        case .restricted(let restriction): restriction.rawValue
        case .weak(let fault): fault.code
        case .badSlip: "bad_slip"
        case .badPIN: "bad_pin"
        case .wrongKind: "wrong_session_kind"
        case .badToken: "bad_token"
        case .tokenExpired: "token_expired"
        case .tokenRevoked: "token_revoked"
        case .scopeMissing: "scope_missing"
        case .badTokenRequest: "bad_token_request"
        case .unknownAccount: "unknown_account"
        case .unknownToken: "unknown_token"
        case .unknownSession: "unknown_session"
        case .notBelow: "not_below"
        case .busy: "busy"
        case .unboundIdentity: "identity_not_bound"
        case .postsUnconfirmed: "posts_unconfirmed"
        case .alreadyBound: "already_bound"
        case .notBound: "not_bound"
        }
    }

    /// What a person reads; instants are said by whoever knows the zone.
    package var message: Bilingual {
        switch self {
        case .badCredentials: Bilingual(zh: "账号或密码不对", en: "account or password is wrong")
        case .locked(let until):
            until == nil
                ? Bilingual(zh: "账号已停用，请找管理员", en: "the account is locked by an administrator")
                : Bilingual(zh: "失败次数过多，账号暂时锁定", en: "too many failures: the account is locked for a while")
        case .secondFactorNeeded: Bilingual(zh: "请输入动态验证码", en: "a code of the second factor is needed")
        case .badSecondFactor: Bilingual(zh: "动态验证码不对或已用过", en: "the code is wrong or was used")
        case .secondFactorUnavailable:
            Bilingual(zh: "系统没有配置双因素密钥", en: "this program has no key for second factors")
        case .noPost: Bilingual(zh: "今天没有在任岗位", en: "no post is held today")
        case .signedOut(let end): Self.message(end)
        case .restricted(let restriction): restriction.message
        case .weak(let fault): fault.message
        case .badSlip: Bilingual(zh: "凭条不对、已用过或已过期", en: "the slip is wrong, used or too old")
        case .badPIN: Bilingual(zh: "账号或 PIN 不对", en: "account or PIN is wrong")
        case .wrongKind(let kind):
            Bilingual(zh: "这要用另一种会话（\(kind.rawValue)）", en: "that needs a session of kind \(kind.rawValue)")
        case .badToken, .tokenExpired, .tokenRevoked, .scopeMissing, .badTokenRequest, .unknownToken: tokenMessage
        case .unknownAccount(let account): Bilingual(zh: "没有账号“\(account)”", en: "there is no account “\(account)”")
        case .unknownSession(let id): Bilingual(zh: "没有会话 \(id)", en: "no session \(id) runs")
        case .notBelow: Bilingual(zh: "只能管理本级和下级的人员", en: "that person is not below you")
        case .busy: Bilingual(zh: "登录的人太多，请稍后再试", en: "too many sign in at once; try again")
        case .unboundIdentity, .postsUnconfirmed, .alreadyBound, .notBound: externalMessage
        }
    }

    private var externalMessage: Bilingual {
        switch self {
        case .postsUnconfirmed:
            Bilingual(
                zh: "统一身份平台给出的部门或群组与您在本系统的岗位不符，请找管理员",
                en: "what the identity provider says does not confirm your posts here: ask an administrator"
            )
        case .alreadyBound:
            Bilingual(
                zh: "该统一身份已绑定给他人，或此人在该平台已有绑定",
                en: "that identity is bound already, or the person has another one at that provider"
            )
        case .notBound: Bilingual(zh: "此人在该平台没有绑定", en: "the person has no identity at that provider")
        case .unboundIdentity, .badCredentials, .locked, .secondFactorNeeded, .badSecondFactor,
            .secondFactorUnavailable, .noPost, .signedOut, .restricted, .weak, .badSlip, .badPIN, .wrongKind, .badToken,
            .tokenExpired, .tokenRevoked, .scopeMissing, .badTokenRequest, .unknownAccount, .unknownToken,
            .unknownSession, .notBelow, .busy:
            Bilingual(
                zh: "您的统一身份没有绑定本系统的人员，请找管理员",
                en: "your identity is bound to nobody here: ask an administrator"
            )
        }
    }

    private var tokenMessage: Bilingual {
        switch self {
        case .tokenExpired: Bilingual(zh: "令牌已过期", en: "the token has expired")
        case .tokenRevoked: Bilingual(zh: "令牌已吊销", en: "the token was revoked")
        case .scopeMissing(let scope):
            Bilingual(zh: "令牌没有“\(scope.rawValue)”权限", en: "the token has no scope “\(scope.rawValue)”")
        case .badTokenRequest(let days):
            Bilingual(zh: "令牌要有用途、权限，期限 1–\(days) 天", en: "a token needs a title, scopes and 1–\(days) days")
        case .unknownToken(let id): Bilingual(zh: "没有可吊销的令牌 \(id)", en: "no token \(id) can be revoked")
        case .badToken, .badCredentials, .locked, .secondFactorNeeded, .badSecondFactor, .secondFactorUnavailable,
            .noPost, .signedOut, .restricted, .weak, .badSlip, .badPIN, .wrongKind, .unknownAccount, .unknownSession,
            .notBelow, .busy, .unboundIdentity, .postsUnconfirmed, .alreadyBound, .notBound:
            Bilingual(zh: "令牌无效", en: "the token is not valid")
        }
    }

    private static func message(_ end: SessionEnd?) -> Bilingual {
        switch end {
        case nil, .signedOut: Bilingual(zh: "请重新登录", en: "sign in again")
        case .signedInElsewhere: Bilingual(zh: "账号已在别处登录", en: "the account has signed in elsewhere")
        case .endedByAdministrator: Bilingual(zh: "会话已被管理员结束", en: "an administrator has ended the session")
        case .passwordChanged: Bilingual(zh: "密码已更改，请重新登录", en: "the password was changed: sign in again")
        }
    }
}

extension PasswordFault {
    /// A stable code.
    package var code: String {
        switch self {
        case .tooShort: "password_too_short"
        case .tooLong: "password_too_long"
        case .isAccount: "password_is_account"
        case .common: "password_common"
        case .unchanged: "password_unchanged"
        case .notSixDigits: "pin_not_six_digits"
        }
    }

    /// What a person reads.
    package var message: Bilingual {
        switch self {
        case .tooShort(let least): Bilingual(zh: "密码至少 \(least) 个字符", en: "a password has \(least) characters or more")
        case .tooLong(let most): Bilingual(zh: "密码至多 \(most) 字节", en: "a password has \(most) bytes at the most")
        case .isAccount: Bilingual(zh: "密码不能是账号", en: "a password is not the account")
        case .common: Bilingual(zh: "太常见，请换一个", en: "everybody tries that first: choose another")
        case .unchanged: Bilingual(zh: "新密码与旧密码相同", en: "that is the old one")
        case .notSixDigits: Bilingual(zh: "PIN 为 6 位数字", en: "a PIN is six digits")
        }
    }
}
