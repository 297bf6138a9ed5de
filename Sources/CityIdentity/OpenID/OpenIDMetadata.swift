import Foundation
import Workflow

/// What a provider says of itself (OpenID Connect Discovery 1.0).
struct OpenIDMetadata: Hashable, Sendable {
    /// Where people sign in.
    let authorization: String
    /// Where a code is exchanged.
    let token: String
    /// Where its keys are.
    let keys: String
    /// Where it says who a person is; nil: nowhere.
    let person: String?
    /// Where people sign out (OpenID Connect RP-Initiated Logout 1.0); nil: nowhere.
    let endSession: String?
    /// Whether it names itself when it sends people back (RFC 9207).
    let namesItself: Bool

    /// Where it says so.
    static func address(of issuer: String) -> String {
        (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
    }

    /// Reads it.
    ///
    /// - Throws: `IdentityFault.unavailable` where it is of another issuer, or an endpoint lies elsewhere than the file
    ///   allows: who could change this answer must not learn codes and secrets.
    init(_ bytes: [UInt8], _ plan: OpenIDPlan) throws(IdentityFault) {
        guard let said = ClaimSet(json: bytes) else { throw .unavailable("the discovery document is no JSON object") }
        guard said.text("issuer") == plan.issuer else {
            throw .unavailable("the discovery document has another issuer")
        }
        func endpoint(_ name: String) throws(IdentityFault) -> String? {
            guard let url = said.text(name) else { return nil }
            guard Address(url).map({ plan.allows($0) }) ?? false else {
                throw .unavailable("\(name) lies on a host that the file does not name")
            }
            return url
        }
        func required(_ name: String) throws(IdentityFault) -> String {
            guard let url = try endpoint(name) else {
                throw .unavailable("\(name) is missing in the discovery document")
            }
            return url
        }
        authorization = try required("authorization_endpoint")
        token = try required("token_endpoint")
        keys = try required("jwks_uri")
        person = try endpoint("userinfo_endpoint")
        // Who is not sent there need not care where it lies.
        endSession = plan.signsOut ? try endpoint("end_session_endpoint") : nil
        namesItself = said["authorization_response_iss_parameter_supported"]?.bool ?? false
    }
}

extension OpenIDPlan {
    /// Whether an endpoint may lie there: at the issuer's own origin, or by TLS on a host that the file names.
    func allows(_ address: Address) -> Bool {
        guard let own = Address(issuer) else { return false }
        if address.isSecure == own.isSecure, address.host == own.host, address.port == own.port { return true }
        return address.isSecure && hosts.contains(address.host)
    }
}
