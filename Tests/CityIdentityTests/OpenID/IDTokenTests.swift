import Crypto
import Foundation
import JWTKit
import Testing
import Workflow

@testable import CityIdentity

/// What must hold before a token is believed; each claim is bent once.
@Suite struct IDTokenTests {
    private static let now: Int64 = 1_800_000_000

    private static let plan = OpenIDPlan(
        issuer: "https://id.example",
        client: "whistle",
        secret: nil,
        authentication: .basic,
        scopes: ["openid"],
        algorithms: ["ES256"],
        asksForPerson: false,
        hosts: [],
        isPlain: false
    )

    /// Any claims, signed or not.
    private struct Claims: JWTPayload {
        var members: [String: JSONValue]

        func verify(using algorithm: some JWTAlgorithm) async throws {}

        init(_ members: [String: JSONValue]) { self.members = members }

        init(from decoder: any Decoder) throws { members = [:] }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Name.self)
            for (name, value) in members {
                switch value {
                case .string(let text): try container.encode(text, forKey: Name(stringValue: name))
                case .int(let number): try container.encode(number, forKey: Name(stringValue: name))
                case .array(let values):
                    try container.encode(values.compactMap(\.string), forKey: Name(stringValue: name))
                case .bool, .null, .object: break
                }
            }
        }

        struct Name: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }

            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }
    }

    private static let good: [String: JSONValue] = [
        "iss": "https://id.example", "aud": "whistle", "sub": "u1", "exp": .int(now + 300), "iat": .int(now),
        "nonce": "n",
    ]

    private static func bent(_ name: String, _ value: JSONValue?) -> [String: JSONValue] {
        var claims = good
        claims[name] = value
        return claims
    }

    private let key = ES256PrivateKey()

    private func set(_ key: ES256PrivateKey, id: String?) throws -> KeySet {
        let parameters = try #require(key.publicKey.parameters)
        func url(_ text: String) -> String {
            text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
        var member: JSONObject = [
            "kty": "EC", "crv": "P-256", "x": .string(url(parameters.x)), "y": .string(url(parameters.y)),
        ]
        if let id { member["kid"] = .string(id) }
        let other: JSONValue = ["kty": "oct", "k": "AAAA", "kid": "k1"]
        let sealing: JSONValue = ["kty": "EC", "crv": "P-256", "use": "enc", "x": "AA", "y": "AA", "kid": "k1"]
        let keys: JSONValue = ["keys": [other, sealing, .object(member)]]
        return try KeySet(keys.canonicalBytes)
    }

    private func signed(_ claims: [String: JSONValue], id: String? = "k1") async throws -> String {
        let keys = JWTKeyCollection()
        let name = JWKIdentifier(string: id ?? "any")
        await keys.add(ecdsa: key, kid: name)
        return try await keys.sign(Claims(claims), kid: name)
    }

    private func fault(_ body: () async throws -> Void) async -> IdentityFault? {
        do {
            try await body()
            return nil
        } catch {
            return error as? IdentityFault
        }
    }

    @Test func `a token that is all right names its subject`() async throws {
        let token = try IDToken(try await signed(Self.good), allowed: ["ES256"])
        let found = try #require(try set(key, id: "k1").key(token.keyID, token.algorithm))
        try await token.verify(by: found)
        #expect(try token.subject(Self.plan, nonce: "n", now: Self.now) == "u1")
        #expect(token.claims.text("sub") == "u1")
    }

    @Test(
        arguments: [
            ("iss", "https://id.example/", .issuer), ("iss", "https://evil.example", .issuer), ("iss", nil, .issuer),
            ("aud", "other", .audience), ("aud", nil, .audience), ("aud", ["whistle", "other"], .audience),
            ("azp", "other", .audience), ("exp", .int(now - 61), .time), ("exp", nil, .time),
            ("iat", .int(now + 61), .time), ("iat", .int(now - 601), .time), ("iat", nil, .time),
            ("nbf", .int(now + 61), .time), ("nonce", "other", .nonce), ("nonce", nil, .nonce), ("sub", nil, .subject),
            ("sub", "", .subject), ("sub", .string(String(repeating: "x", count: 256)), .subject),
            ("exp", "never", .time),
        ] as [(String, JSONValue?, IdentityFault.Reason)]
    )
    func `one that says something else is refused`(
        _ name: String,
        _ value: JSONValue?,
        _ reason: IdentityFault.Reason
    ) async throws {
        let token = try IDToken(try await signed(Self.bent(name, value)), allowed: ["ES256"])
        let fault = await fault { _ = try token.subject(Self.plan, nonce: "n", now: Self.now) }
        #expect(fault == .unproven(reason))
    }

    @Test(
        arguments: [
            ("aud", ["whistle"]), ("exp", .int(now - 59)), ("iat", .int(now + 59)), ("azp", "whistle"),
        ] as [(String, JSONValue)]
    )
    func `clocks may differ by a minute, and lists may have one`(_ name: String, _ value: JSONValue) async throws {
        let token = try IDToken(try await signed(Self.bent(name, value)), allowed: ["ES256"])
        #expect(try token.subject(Self.plan, nonce: "n", now: Self.now) == "u1")
    }

    @Test func `algorithms that are not on the list, none and shared keys among them, are refused`() async throws {
        let payload = Base64URL.text(JSONValue.object(["sub": "u1"]).canonicalBytes)
        for algorithm in ["none", "HS256", "RS256", "ES384", "es256", ""] {
            let head = Base64URL.text(JSONValue.object(["alg": .string(algorithm)]).canonicalBytes)
            let fault = await fault { _ = try IDToken("\(head).\(payload).AAAA", allowed: ["ES256", "none", "HS256"]) }
            #expect(fault == .unproven(.algorithm), "\(algorithm)")
        }
    }

    @Test func `a token by another key, and one that was changed, are refused`() async throws {
        let text = try await signed(Self.good)
        let stranger = ES256PrivateKey()
        let other = try #require(try set(stranger, id: "k1").key("k1", "ES256"))
        let token = try IDToken(text, allowed: ["ES256"])
        #expect(await fault { try await token.verify(by: other) } == .unproven(.signature))
        var parts = text.split(separator: ".").map(String.init)
        parts[1] = Base64URL.text(JSONValue.object(["sub": "root"]).canonicalBytes)
        let own = try #require(try set(key, id: "k1").key("k1", "ES256"))
        let forged = try IDToken(parts.joined(separator: "."), allowed: ["ES256"])
        #expect(await fault { try await forged.verify(by: own) } == .unproven(.signature))
        let cut = try IDToken(parts[0] + "." + parts[1] + ".", allowed: ["ES256"])
        #expect(await fault { try await cut.verify(by: own) } == .unproven(.signature))
    }

    @Test(arguments: ["", "a.b", "a.b.c.d", "!.!.!", "e30.e30.", "W10.e30.AA"])
    func `what is no token is refused`(_ text: String) async {
        #expect(await fault { _ = try IDToken(text, allowed: ["ES256"]) } == .unproven(.malformed))
    }

    @Test func `what a token calls critical is not passed over`() async {
        let head = Base64URL.text(JSONValue.object(["alg": "ES256", "crit": ["x"], "x": 1]).canonicalBytes)
        #expect(await fault { _ = try IDToken("\(head).e30.AA", allowed: ["ES256"]) } == .unproven(.malformed))
    }

    @Test func `a key is found by name, or alone without one, and never guessed`() async throws {
        #expect(try set(key, id: "k1").key("k2", "ES256") == nil)
        #expect(try set(key, id: nil).key(nil, "ES256") != nil)
        #expect(try set(key, id: "k1").key("k1", "RS256") == nil)
        #expect(try set(key, id: "k1").key("k1", "ES384") == nil)
        #expect(await fault { _ = try KeySet(Array("[]".utf8)) } != nil)
    }
}
