/// Who somebody is, as a provider says it.
package struct IdentityProof: Hashable, Sendable {
    /// The provider.
    package let provider: ProviderPlan
    /// The person's unchanging name there.
    package let subject: String
    /// What else it says.
    package let claims: ClaimSet

    /// The account that the rules take from the claims; nil: none, or several.
    package var account: String? { provider.rules.account.flatMap { claims.text($0) } }

    /// Whether it answers for a second factor.
    package var hasSecondFactor: Bool { provider.rules.vouches(by: claims) }
}

/// What a provider sends people back with.
package struct ProviderAnswer: Hashable, Sendable {
    /// The state that it was given.
    package var state: String?
    /// A code to be exchanged.
    package var code: String?
    /// A ticket of CAS.
    package var ticket: String?
    /// Why it did not let the person through.
    package var error: String?
    /// Who it says it is (RFC 9207).
    package var issuer: String?

    package init(
        state: String? = nil,
        code: String? = nil,
        ticket: String? = nil,
        error: String? = nil,
        issuer: String? = nil
    ) {
        self.state = state
        self.code = code
        self.ticket = ticket
        self.error = error
        self.issuer = issuer
    }
}
