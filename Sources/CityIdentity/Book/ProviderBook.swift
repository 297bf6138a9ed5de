package import Workflow

/// Who may say for us who somebody is, as the file says.
package struct ProviderBook: Hashable, Sendable {
    /// Where people reach this service, and providers send them back to.
    ///
    /// `https://host[:port]`, without a slash at the end.
    package let address: String
    /// A file of certificates that are trusted besides the system's when providers are asked by HTTPS; nil: none.
    package let authorities: String?
    /// The providers, in the order of their names.
    package let providers: [ProviderPlan]

    /// The provider of a name.
    package subscript(name: String) -> ProviderPlan? { providers.first { $0.name == name } }

    /// Where a provider sends people back to.
    package func callback(of provider: String) -> String {
        "\(address)/api/v1/session/sign-in/\(provider)/callback"
    }
}

/// One of them.
package struct ProviderPlan: Hashable, Sendable {
    /// Its name in addresses, commands and logs.
    package let name: String
    /// What people see.
    package let title: Bilingual
    /// How it is asked.
    package let kind: Kind
    /// What of its claims counts here.
    package let rules: ClaimRules

    /// How a provider is asked.
    package enum Kind: Hashable, Sendable {
        /// OpenID Connect.
        case openID(OpenIDPlan)
        /// OAuth 2 without discovery and without id tokens.
        case oauth(OAuthPlan)
        /// CAS 3.0.
        case cas(CASPlan)
        /// A directory that looks at passwords.
        case ldap(LDAPPlan)
    }

    /// The word of its kind in the file.
    package var word: String {
        switch kind {
        case .openID: "oidc"
        case .oauth: "oauth2"
        case .cas: "cas"
        case .ldap: "ldap"
        }
    }

    /// Whether people type their password here, and not at the provider's own address.
    package var takesPasswords: Bool {
        switch kind {
        case .ldap: true
        case .openID, .oauth, .cas: false
        }
    }

    /// Who it is that names people: a binding holds for this one only, whoever bears the provider's name later.
    package var authority: String {
        switch kind {
        case .openID(let plan): plan.issuer
        case .oauth(let plan): plan.authority
        case .cas(let plan): plan.url
        case .ldap(let plan): plan.authority
        }
    }
}
