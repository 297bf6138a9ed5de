/// An OpenID provider, as the file says.
package struct OpenIDPlan: Hashable, Sendable {
    /// Its issuer, exactly as it calls itself.
    package let issuer: String
    /// Who we are to it.
    package let client: String
    /// What we prove that by; nil: by PKCE alone.
    package let secret: String?
    /// How the secret is shown.
    package let authentication: Authentication
    /// What is asked for; `openid` is among it.
    package let scopes: [String]
    /// Algorithms that id tokens may be signed by; keys that both sides know are none of them.
    package let algorithms: Set<String>
    /// Whether its answer about the person (`userinfo`) is read as well.
    package let asksForPerson: Bool
    /// Hosts besides the issuer's that its endpoints may have.
    package let hosts: Set<String>
    /// Whether it may be asked without TLS.
    package let isPlain: Bool
    /// Whether who signs out here is sent there to sign out, too.
    package var signsOut = false

    /// How a client shows its secret (RFC 6749 §2.3.1).
    package enum Authentication: String, Hashable, Sendable, CaseIterable {
        /// In the header.
        case basic
        /// In the body.
        case post
    }

    /// Algorithms that can be on the list, with the kind of their key and its curve.
    static let known: [String: (key: String, curve: String?)] = [
        "RS256": ("RSA", nil), "RS384": ("RSA", nil), "RS512": ("RSA", nil),
        "PS256": ("RSA", nil), "PS384": ("RSA", nil), "PS512": ("RSA", nil),
        "ES256": ("EC", "P-256"), "ES384": ("EC", "P-384"), "ES512": ("EC", "P-521"), "EdDSA": ("OKP", "Ed25519"),
    ]
}
