import CityIdentity
import Dispatcher
package import HTTPTypes
import Hummingbird
import PGStore

/// The cookie that bears a session: read by no script, sent to no other site.
struct SessionCookie: Sendable {
    /// Whether people come by HTTPS: then the cookie goes nowhere else, and bears the prefix that browsers hold to it.
    let isSecure: Bool

    private var name: String { isSecure ? "__Host-whistle" : "whistle" }

    /// The session's secret that a request shows; nil: none.
    func secret(in headers: HTTPFields) -> String? { Self.value(of: name, in: headers) }

    /// The value of a cookie that a request shows; nil: none.
    static func value(of name: String, in headers: HTTPFields) -> String? {
        for header in headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let trimmed = pair.drop { $0 == " " }
                guard trimmed.hasPrefix(name + "=") else { continue }
                return String(trimmed.dropFirst(name.count + 1))
            }
        }
        return nil
    }

    /// What sets it: a telephone keeps it, all others lose it with the browser's window.
    func header(_ secret: String, _ kind: SessionKind, seconds: Int) -> String {
        let age = kind == .phone ? "; Max-Age=\(seconds)" : ""
        return "\(name)=\(secret)\(age)\(attributes)"
    }

    /// What takes it away.
    var removal: String { "\(name)=; Max-Age=0\(attributes)" }

    /// What a browser shows of a sign-in at a provider that it has begun; nil: none.
    func flow(in headers: HTTPFields) -> String? { Self.value(of: flowName, in: headers) }

    /// What binds such a sign-in to the browser, for ten minutes; `Lax`, since the way back comes from another site.
    func header(flow sealed: String) -> String {
        "\(flowName)=\(sealed); Max-Age=\(SignInFlow.seconds)\(attributes)"
    }

    /// What takes it away.
    var removalOfFlow: String { "\(flowName)=; Max-Age=0\(attributes)" }

    private var flowName: String { name + "-sign-in" }

    private var attributes: String { "; Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "") }
}

/// Keeps another site's page from acting by a browser's cookie (CSRF).
///
/// What the browser itself says of where a request comes from decides (Fetch Metadata, then Origin); programs that are no
/// browser say neither, and have no cookie that they did not put there themselves.
package enum ForeignPage {
    /// Refuses what comes from another site's page.
    ///
    /// - Throws: `Fault`.
    package static func check(_ head: HTTPRequest) throws(Fault) {
        let isReading: Bool =
            switch head.method {
            case .get, .head, .options: true
            default: false
            }
        guard !isReading else { return }
        let fault = Fault(.forbidden, "foreign_page", zh: "请求来自别的网站", en: "the request comes from another site's page")
        if let site = head.headerFields[.secFetchSite] {
            guard site == "same-origin" || site == "none" else { throw fault }
            return
        }
        guard let origin = head.headerFields[.origin] else { return }
        let host = origin.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init)
        guard host != nil, host == head.authority else { throw fault }
    }
}
