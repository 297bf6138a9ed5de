import Dispatcher
import HTTPTypes
import Hummingbird

/// By what a request says who asks; it is shown nowhere, and kept no longer than the request.
enum Credential: Sendable {
    /// The secret of a session, from the cookie.
    case session(String)
    /// A token, from `Authorization: Bearer`.
    case token(String)

    /// Reads it; nil: none is shown.
    ///
    /// - Throws: `Fault` where the header is something else, or a session's cookie comes from another site's page.
    init?(_ head: HTTPRequest, _ cookie: SessionCookie) throws(Fault) {
        if let header = head.headerFields[.authorization] {
            let words = header.split(separator: " ", maxSplits: 1)
            guard words.count == 2, words[0].lowercased() == "bearer" else { throw Fault.notSignedIn }
            self = .token(String(words[1]))
            return
        }
        guard let secret = cookie.secret(in: head.headerFields) else { return nil }
        try ForeignPage.check(head)
        self = .session(secret)
    }

    /// Its text, which nobody else knows.
    var secret: String {
        switch self {
        case .session(let secret): secret
        case .token(let text): text
        }
    }

    /// Whom it means.
    ///
    /// - Parameters:
    ///   - accounts: who knows.
    ///   - admit: asked before the database is, for whom this process has not seen for some seconds.
    /// - Returns: who it is.
    /// - Throws: `AccountRefusal`; what `admit` throws; what the database says.
    func identity(_ accounts: Accounts, admit: @Sendable () throws -> Void) async throws -> Identity {
        switch self {
        case .session(let secret): try await accounts.authenticate(session: secret, admit: admit)
        case .token(let text): try await accounts.authenticate(token: text, admit: admit)
        }
    }

    /// Whether it still means whom it meant, without being used.
    func stillMeans(_ identity: Identity, _ accounts: Accounts) async throws -> Bool {
        switch self {
        case .session(let secret): return try await accounts.stillRuns(session: secret, as: identity)
        case .token(let text):
            do {
                return try await accounts.authenticate(token: text) == identity
            } catch is AccountRefusal {
                return false
            }
        }
    }
}
