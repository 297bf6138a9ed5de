import Foundation

/// An address of HTTP or LDAP that means one thing only: no name or password of a user, no fragment, no blanks.
struct Address: Hashable, Sendable {
    /// Its scheme in small letters.
    let scheme: String
    /// Its host in small letters.
    let host: String
    /// Its port, the scheme's own where none is written.
    let port: Int

    private static let ports = ["http": 80, "https": 443, "ldap": 389, "ldaps": 636]

    /// Reads it; nil where it is none.
    init?(_ text: String) {
        let isPrintable = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
        guard isPrintable, let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let usual = Self.ports[scheme], let host = parts.host?.lowercased(), !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.fragment == nil
        else { return nil }
        self.scheme = scheme
        self.host = host
        port = parts.port ?? usual
    }

    /// Whether nobody on the way reads along.
    var isSecure: Bool { scheme == "https" || scheme == "ldaps" }

    /// An address with more behind the question mark.
    static func with(_ url: String, _ pairs: [(String, String)]) -> String {
        url + (url.contains("?") ? "&" : "?") + form(pairs)
    }

    /// Pairs as a form has them.
    static func form(_ pairs: [(String, String)]) -> String {
        pairs.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    }

    /// A text with percent signs before all but letters, digits and `-._~` (RFC 3986).
    static func encoded(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default: out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return out
    }
}
