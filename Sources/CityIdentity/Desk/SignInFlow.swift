import Crypto
import Workflow

/// A sign-in at a provider that has begun: kept by the browser alone, sealed, and bound to it by the cookie that it is in.
package struct SignInFlow: Hashable, Sendable {
    /// The provider; no other can end it (RFC 9700 §4.4).
    package let provider: String
    /// What the provider brings back, so that nobody is signed in by a link of somebody else's (RFC 6749 §10.12).
    package let state: String
    /// What the id token must hold.
    package let nonce: String
    /// What a code is good with only (RFC 7636).
    package let verifier: String
    /// What the session will be for.
    package let kind: String
    /// The page to go to then: a path of this site.
    package let back: String
    /// Seconds since 1970 at which it is too old.
    package let until: Int64

    /// Seconds that one may take.
    package static let seconds: Int64 = 600

    /// Begins one.
    init(provider: String, kind: String, back: String, now: Int64) {
        self.provider = provider
        self.kind = kind
        self.back = back
        state = Base64URL.random()
        nonce = Base64URL.random()
        verifier = Base64URL.random()
        until = now + Self.seconds
    }

    /// SHA-256 of the verifier, as PKCE shows it beforehand.
    var challenge: String { Base64URL.text(SHA256.hash(data: Array(verifier.utf8))) }

    /// Whether this is the state; takes the same time whatever differs.
    func hasState(_ other: String) -> Bool {
        let (own, other) = (Array(state.utf8), Array(other.utf8))
        guard own.count == other.count else { return false }
        return zip(own, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension SignInFlow {
    /// As it is sealed.
    var bytes: [UInt8] {
        let value: JSONValue = [
            "provider": .string(provider), "state": .string(state), "nonce": .string(nonce),
            "verifier": .string(verifier), "kind": .string(kind), "back": .string(back), "until": .int(until),
        ]
        return value.canonicalBytes
    }

    /// Reads what was sealed.
    init?(bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes), let provider = value["provider"]?.string,
            let state = value["state"]?.string, let nonce = value["nonce"]?.string,
            let verifier = value["verifier"]?.string, let kind = value["kind"]?.string,
            let back = value["back"]?.string, let until = value["until"]?.int
        else { return nil }
        self.provider = provider
        self.state = state
        self.nonce = nonce
        self.verifier = verifier
        self.kind = kind
        self.back = back
        self.until = until
    }

    /// Whether a text is a path of this very site: another site's address, however it is disguised, is none.
    package static func isOwnPath(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...500).contains(bytes.count), bytes[0] == UInt8(ascii: "/") else { return false }
        // `//host` and `/\host` are other sites; tabs and line ends vanish in browsers.
        guard bytes.count == 1 || (bytes[1] != UInt8(ascii: "/") && bytes[1] != UInt8(ascii: "\\")) else {
            return false
        }
        return bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
    }
}

/// Seals a sign-in for the browser that began it.
package struct FlowSeal: Sendable {
    private let seal: @Sendable ([UInt8]) throws -> [UInt8]
    private let open: @Sendable ([UInt8]) throws -> [UInt8]

    /// Makes one of two functions; several processes before one address need the same keys.
    package init(
        seal: @escaping @Sendable ([UInt8]) throws -> [UInt8],
        open: @escaping @Sendable ([UInt8]) throws -> [UInt8]
    ) {
        self.seal = seal
        self.open = open
    }

    /// By a key that this process alone has.
    package static func ofThisProcess() -> FlowSeal {
        let key = SymmetricKey(size: .bits256)
        return FlowSeal { bytes in
            let box = try AES.GCM.seal(bytes, using: key)
            return Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        } open: { sealed in
            Array(try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key))
        }
    }

    func text(_ flow: SignInFlow) throws(IdentityFault) -> String {
        do {
            return Base64URL.text(try seal(flow.bytes))
        } catch {
            throw .unavailable("a sign-in cannot be sealed")
        }
    }

    func flow(_ text: String) -> SignInFlow? {
        guard text.utf8.count <= 4_096, let bytes = Base64URL.bytes(text), let opened = try? open(bytes) else {
            return nil
        }
        return SignInFlow(bytes: opened)
    }
}
