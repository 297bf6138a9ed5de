import Testing
import Workflow

@testable import CityIdentity

@Suite struct OpenIDMetadataTests {
    private static func plan(
        hosts: Set<String> = [],
        issuer: String = "https://id.example/realm",
        signsOut: Bool = false
    ) -> OpenIDPlan {
        OpenIDPlan(
            issuer: issuer,
            client: "whistle",
            secret: nil,
            authentication: .basic,
            scopes: ["openid"],
            algorithms: ["RS256"],
            asksForPerson: false,
            hosts: hosts,
            isPlain: false,
            signsOut: signsOut
        )
    }

    private static func document(_ changes: [String: JSONValue] = [:]) -> [UInt8] {
        var document: JSONObject = [
            "issuer": "https://id.example/realm", "authorization_endpoint": "https://id.example/a",
            "token_endpoint": "https://id.example/t", "jwks_uri": "https://id.example/k",
        ]
        for (name, value) in changes { document[name] = value }
        return JSONValue.object(document).canonicalBytes
    }

    @Test func `where a provider says what it is`() {
        #expect(OpenIDMetadata.address(of: "https://a.example") == "https://a.example/.well-known/openid-configuration")
        #expect(
            OpenIDMetadata.address(of: "https://a.example/r/") == "https://a.example/r/.well-known/openid-configuration"
        )
    }

    @Test func `endpoints lie at the issuer's origin, or by TLS on hosts that the file names`() throws {
        let metadata = try OpenIDMetadata(Self.document(), Self.plan())
        #expect(metadata.token == "https://id.example/t" && metadata.person == nil && !metadata.namesItself)
        let elsewhere = Self.document(["jwks_uri": "https://keys.example/k"])
        #expect(throws: IdentityFault.self) { try OpenIDMetadata(elsewhere, Self.plan()) }
        #expect(try OpenIDMetadata(elsewhere, Self.plan(hosts: ["keys.example"])).keys == "https://keys.example/k")
    }

    @Test func `where people sign out is looked at where they are sent there, and lies where the file allows`() throws {
        let elsewhere = Self.document(["end_session_endpoint": "https://out.example/o"])
        #expect(try OpenIDMetadata(elsewhere, Self.plan()).endSession == nil)
        #expect(throws: IdentityFault.self) { try OpenIDMetadata(elsewhere, Self.plan(signsOut: true)) }
        let named = Self.plan(hosts: ["out.example"], signsOut: true)
        #expect(try OpenIDMetadata(elsewhere, named).endSession == "https://out.example/o")
        #expect(try OpenIDMetadata(Self.document(), named).endSession == nil)
    }

    @Test(arguments: [
        ("issuer", "https://other.example/realm"), ("token_endpoint", "http://id.example/t"),
        ("token_endpoint", "https://id.example:8443/t"), ("token_endpoint", "https://evil@id.example/t"),
        ("authorization_endpoint", "https://id.example.evil.example/a"), ("jwks_uri", "file:///etc/passwd"),
        ("token_endpoint", "https://keys.example\\@id.example/t"), ("userinfo_endpoint", "http://keys.example/u"),
        ("token_endpoint", ""),
    ])
    func `others are refused`(_ name: String, _ value: String) {
        let document = Self.document([name: .string(value)])
        #expect(throws: IdentityFault.self) { try OpenIDMetadata(document, Self.plan(hosts: ["keys.example"])) }
    }
}
