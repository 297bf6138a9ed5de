import Outward

/// A directory that looks at passwords, as the file says (RFC 4511).
package struct LDAPPlan: Hashable, Sendable {
    /// The server: `ldaps://host`, or `ldap://host`, which StartTLS encrypts.
    package let url: String
    /// A file of certificates that are trusted; nil: the system's.
    package let authorities: String?
    /// Whether passwords may go there without TLS.
    package let isPlain: Bool
    /// As whom people are searched for; nil: as nobody.
    package let binder: Binder?
    /// Below which entry people are.
    package let base: String
    /// Which entries are people, with `${account}` for what was typed.
    package let filter: String
    /// The attribute that names a person and never changes.
    package let subject: String
    /// Attributes that are read besides.
    package let attributes: Set<String>
    /// Seconds for each step.
    package let seconds: Int

    /// As whom people are searched for.
    package struct Binder: Hashable, Sendable {
        /// The name.
        package let name: String
        /// The password.
        package let password: String
    }

    /// Who names people here.
    package var authority: String { url + "/" + base }

    /// Whether the connection is encrypted by StartTLS.
    package var startsTLS: Bool { url.hasPrefix("ldap://") && !isPlain }

    /// The filter for what somebody typed as an account.
    package func filter(for account: String) -> String {
        Pattern(filter).filled { _ in Self.escaped(account) }
    }

    /// A value as a filter takes it (RFC 4515 §3): whatever it is, it stays one value.
    package static func escaped(_ value: String) -> String {
        var out = ""
        for byte in value.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x40:
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default: out += "\\" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return out
    }
}
