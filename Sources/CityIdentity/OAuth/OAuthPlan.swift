package import Outward

/// A platform that speaks OAuth 2 (RFC 6749) or something like it, without discovery and id tokens, as the file says.
///
/// Its requests are data: `${client}`, `${secret}`, `${code}`, `${callback}`, `${verifier}` and `${token}` are filled in.
package struct OAuthPlan: Hashable, Sendable {
    /// Where people sign in, with what stands behind the question mark besides what RFC 6749 asks for.
    package let authorize: String
    /// More parameters there, by name; `client_id` and the others may be named otherwise.
    package let parameters: [String: String]
    /// What is asked for; empty: nothing is said of it.
    package let scope: String
    /// Who we are to it.
    package let client: String
    /// What we prove that by; nil: by PKCE alone.
    package let secret: String?
    /// Whether PKCE is spoken (RFC 7636).
    package let usesProofKey: Bool
    /// The request that a token comes by.
    package let token: Request
    /// Where in its answer the token is.
    package let tokenPath: String
    /// The request that says who the person is.
    package let person: Request
    /// Where in its answer the person's unchanging name is.
    package let subjectPath: String
    /// The part of its answer that claims are looked for in; nil: all of it.
    package let claimsPath: String?
    /// What an answer says where all is well, such as `errcode: 0`; nil: its status alone counts.
    package let success: Sign?
    /// Who names people here.
    package let authority: String

    /// A request.
    package struct Request: Hashable, Sendable {
        /// GET or POST.
        package let method: String
        /// Where to.
        package let url: Pattern
        /// Headers, by name.
        package let headers: [String: Pattern]
        /// What is sent, by name; nothing with GET.
        package let body: [String: Pattern]
        /// Whether that is sent as JSON, not as a form.
        package let isJSON: Bool
    }

    /// What an answer says where all is well.
    package struct Sign: Hashable, Sendable {
        /// Where.
        package let path: String
        /// What.
        package let value: String
    }

    /// Places that a request may have.
    static let places: Set = ["client", "secret", "code", "callback", "verifier", "token"]
}
