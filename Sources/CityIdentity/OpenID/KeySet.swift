import Foundation
import JWTKit
import Workflow

/// The keys by which a provider signs (RFC 7517).
struct KeySet: Sendable {
    private struct Member: Sendable {
        let id: String?
        let key: JWK
        let kind: String
        let curve: String?
        let algorithm: String?
    }

    private let members: [Member]

    /// Bits that the modulus of an RSA key must have at the least, as characters of base64url: 2,048.
    private static let shortestModulus = 341

    /// Reads a set; keys that are for something else, or that we cannot use, are left out.
    ///
    /// - Throws: `IdentityFault.unavailable` where it is none.
    init(_ bytes: [UInt8]) throws(IdentityFault) {
        guard let keys = ClaimSet(json: bytes)?["keys"]?.array else { throw .unavailable("the set of keys is none") }
        members = keys.prefix(64).compactMap { Self.member($0) }
    }

    private static func member(_ value: JSONValue) -> Member? {
        guard let kind = value["kty"]?.string, ["RSA", "EC", "OKP"].contains(kind),
            value["use"]?.string ?? "sig" == "sig",
            kind != "RSA" || (value["n"]?.string?.utf8.count ?? 0) >= shortestModulus
        else { return nil }
        var wanted: JSONObject = [:]
        for name in ["kty", "alg", "kid", "n", "e", "crv", "x", "y"] { wanted[name] = value[name] }
        // A key needs a name to be found by; one without stands alone.
        let id = value["kid"]?.string
        wanted["kid"] = .string(id ?? "-")
        let bytes = Data(JSONValue.object(wanted).canonicalBytes)
        guard let key = try? JSONDecoder().decode(JWK.self, from: bytes) else { return nil }
        return Member(id: id, key: key, kind: kind, curve: value["crv"]?.string, algorithm: value["alg"]?.string)
    }

    /// The key that a token was signed by; of those that its header leaves possible there must be one only.
    ///
    /// - Returns: nil where there is none: it may be newer than this set.
    func key(_ id: String?, _ algorithm: String) -> JWK? {
        guard let wanted = OpenIDPlan.known[algorithm] else { return nil }
        let fitting = members.filter { member in
            (id == nil || member.id == id) && member.kind == wanted.key && member.curve == wanted.curve
                && member.algorithm ?? algorithm == algorithm
        }
        return fitting.count == 1 ? fitting.first?.key : nil
    }
}
