package import Workflow

/// Why nobody is proven to be who they say; nothing has happened then.
package enum IdentityFault: Error, Hashable, Sendable {
    /// The file names no provider so.
    case unknownProvider
    /// The provider asks for a password here, or at its own address: the other way.
    case wrongWay
    /// There is no sign-in that this could be the end of: no cookie, another browser's, too old, or ended already.
    case flowLost
    /// The provider let the person go with an error of its own, such as `access_denied`.
    case refusedThere(String)
    /// What the provider answered proves nothing.
    case unproven(Reason)
    /// Account or password is wrong, as the directory says.
    case badPassword
    /// The provider cannot be reached, or answers what nobody can read; in words for the log, which hold no secret.
    case unavailable(String)
    /// Too many sign in by providers at the same time.
    case busy

    /// Why an answer proves nothing; the raw value stands in logs.
    package enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The id token is no signed token that we read.
        case malformed = "malformed_token"
        /// It is signed by an algorithm that is not on the list.
        case algorithm = "algorithm_not_allowed"
        /// No key of the provider's fits it.
        case unknownKey = "unknown_key"
        /// The signature is not right.
        case signature = "bad_signature"
        /// It is of another issuer.
        case issuer = "wrong_issuer"
        /// It is for another client.
        case audience = "wrong_audience"
        /// Its time is over, or has not begun.
        case time = "out_of_time"
        /// It belongs to another sign-in.
        case nonce = "wrong_nonce"
        /// It says of nobody that they signed in.
        case subject = "no_subject"
        /// Two answers speak of different people.
        case otherSubject = "other_subject"
        /// A code or ticket was not taken by the provider.
        case code = "code_refused"
    }
}

extension IdentityFault {
    /// A stable code: what programs look at.
    package var code: String {
        switch self {
        case .unknownProvider: "unknown_provider"
        case .wrongWay: "wrong_way_to_sign_in"
        case .flowLost: "sign_in_lost"
        case .refusedThere: "refused_by_provider"
        case .unproven: "identity_unproven"
        case .badPassword: "bad_credentials"
        case .unavailable: "provider_unavailable"
        case .busy: "busy"
        }
    }

    /// What a person reads.
    package var message: Bilingual {
        switch self {
        case .unknownProvider: Bilingual(zh: "没有这个登录方式", en: "there is no such way to sign in")
        case .wrongWay: Bilingual(zh: "这种登录方式不能这样用", en: "that way to sign in is used otherwise")
        case .flowLost: Bilingual(zh: "这次登录已失效，请重新开始", en: "this sign-in is over: begin again")
        case .refusedThere: Bilingual(zh: "统一身份平台没有放行", en: "the identity provider did not let you through")
        case .unproven: Bilingual(zh: "统一身份平台的答复无法核实", en: "what the identity provider said cannot be relied on")
        case .badPassword: Bilingual(zh: "账号或密码不对", en: "account or password is wrong")
        case .unavailable: Bilingual(zh: "统一身份平台暂时连不上", en: "the identity provider cannot be reached now")
        case .busy: Bilingual(zh: "登录的人太多，请稍后再试", en: "too many sign in at once; try again")
        }
    }

    /// What stands in logs besides the code: no secret, no person.
    package var detail: String {
        switch self {
        case .unproven(let reason): reason.rawValue
        case .refusedThere(let word): word
        case .unavailable(let words): words
        case .unknownProvider, .wrongWay, .flowLost, .badPassword, .busy: ""
        }
    }
}
