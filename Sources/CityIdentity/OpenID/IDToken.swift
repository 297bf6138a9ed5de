import Foundation
import JWTKit
import Workflow

/// A signed token in which a provider says who signed in (OpenID Connect Core 1.0 §2 and §3.1.3.7).
struct IDToken: Sendable {
    /// The key that it names.
    let keyID: String?
    /// The algorithm that it names.
    let algorithm: String
    /// What it says; believed only once it was `verified`.
    let claims: ClaimSet
    private let text: String

    /// Seconds by which clocks may differ.
    private static let leeway: Int64 = 60
    /// Seconds that a token may be old.
    private static let oldest: Int64 = 600

    /// Takes it apart.
    ///
    /// - Throws: `IdentityFault.unproven`: `.malformed`, `.algorithm`.
    init(_ text: String, allowed: Set<String>) throws(IdentityFault) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= ClaimSet.mostBytes, parts.count == 3,
            let head = Base64URL.bytes(parts[0]).flatMap({ ClaimSet(json: $0) }),
            let claims = Base64URL.bytes(parts[1]).flatMap({ ClaimSet(json: $0) }),
            let algorithm = head["alg"]?.string
        else { throw .unproven(.malformed) }
        // What a header says is critical we would have to know, and know none.
        guard head["crit"] == nil else { throw .unproven(.malformed) }
        guard allowed.contains(algorithm), OpenIDPlan.known[algorithm] != nil else { throw .unproven(.algorithm) }
        self.text = text
        self.algorithm = algorithm
        self.claims = claims
        keyID = head["kid"]?.string
    }

    /// Checks the signature.
    ///
    /// - Throws: `IdentityFault.unproven(.signature)`.
    func verify(by key: JWK) async throws(IdentityFault) {
        do {
            let keys = JWTKeyCollection()
            try await keys.add(jwk: key, isDefault: true)
            _ = try await keys.verify(text, as: Unread.self)
        } catch {
            throw .unproven(.signature)
        }
    }

    /// Checks what it says, in the order of the specification.
    ///
    /// - Parameters:
    ///   - plan: by whom it must be, and for whom.
    ///   - nonce: of this sign-in.
    ///   - now: seconds since 1970.
    /// - Returns: the subject.
    /// - Throws: `IdentityFault.unproven`.
    func subject(_ plan: OpenIDPlan, nonce: String, now: Int64) throws(IdentityFault) -> String {
        guard claims["iss"]?.string == plan.issuer else { throw .unproven(.issuer) }
        let audience = claims.texts("aud")
        let party = claims["azp"]?.string
        guard audience.contains(plan.client), audience.count == 1 || party == plan.client,
            party == nil || party == plan.client
        else { throw .unproven(.audience) }
        guard let end = seconds("exp"), let begin = seconds("iat"), now < end + Self.leeway,
            begin <= now + Self.leeway, begin > now - Self.oldest,
            (seconds("nbf") ?? begin) <= now + Self.leeway
        else { throw .unproven(.time) }
        guard claims["nonce"]?.string == nonce else { throw .unproven(.nonce) }
        guard let subject = claims["sub"]?.string, (1...255).contains(subject.utf8.count) else {
            throw .unproven(.subject)
        }
        return subject
    }

    /// A point in time, which some write as a fraction.
    private func seconds(_ name: String) -> Int64? {
        switch claims[name] {
        case .int(let number) where (0...253_402_300_799).contains(number): number
        case .string(let text): Double(text).flatMap { Int64(exactly: $0.rounded(.down)) }
        case .int, .bool, .null, .array, .object, nil: nil
        }
    }

    /// Nothing is read by the library but the signature.
    private struct Unread: JWTPayload {
        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }
}
