import Dispatcher
import HTTPTypes
import Workflow

extension Fault {
    /// What a refusal to let somebody in means to whoever asked.
    init(_ refusal: AccountRefusal) {
        let status: HTTPResponse.Status =
            switch refusal {
            case .badCredentials, .secondFactorNeeded, .badSecondFactor, .signedOut, .badSlip, .badPIN, .badToken,
                .tokenExpired, .tokenRevoked:
                .unauthorized
            case .locked, .noPost, .restricted, .scopeMissing, .notBelow, .wrongKind, .unboundIdentity,
                .postsUnconfirmed:
                .forbidden
            case .unknownAccount, .unknownToken, .unknownSession, .notBound: .notFound
            case .alreadyBound: .conflict
            case .weak, .badTokenRequest: .unprocessableContent
            case .busy: .serviceUnavailable
            case .secondFactorUnavailable: .serviceUnavailable
            }
        self.init(status, refusal.code, refusal.message)
        if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        if case .busy = refusal { headers[.retryAfter] = "2" }
    }
}
