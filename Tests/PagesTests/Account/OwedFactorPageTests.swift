import AsyncHTTPClient
import CityIdentity
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import Outward
import TestSupport
import Testing
import Web

/// Who comes back from a provider that answers for no second factor gives a code of their own before anything else.
@Suite(.enabled(if: IdentityOracle.isThere, "skipped: no oidc-provider-mock under var/venv; dev/setup installs it"))
struct OwedFactorPageTests {
    /// One for all tests, never shut down: it lives as long as they.
    private static let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: HTTPCaller.configuration)

    /// A district with an OpenID provider, at which `u1` is the dispatcher.
    private static func with(_ body: @Sendable (PageDistrict) async throws -> Void) async throws {
        try await IdentityOracle.openID { port in
            var user = HTTPClientRequest(url: "http://127.0.0.1:\(port)/users/u1")
            user.method = .PUT
            user.headers.add(name: "Content-Type", value: "application/json")
            user.body = .bytes(ByteBuffer(string: #"{"employee_number": "desk"}"#))
            #expect(try await client.execute(user, timeout: .seconds(20)).status == .noContent)
            let yaml = """
                address: http://127.0.0.1:1
                plain: true
                secrets: {one: {env: ONE}}
                providers:
                  city:
                    kind: oidc
                    title: {zh: 市统一身份, en: City account}
                    plain: true
                    issuer: http://127.0.0.1:\(port)
                    client: whistle
                    secret: one
                    account: employee_number
                """
            let secrets = BookSecrets(environment: ["ONE": Slapd.password]) { _ in .failure(.unreadable) }
            let desk = ProviderDesk(
                try ProviderBook(yaml: yaml, secrets: secrets),
                caller: HTTPCaller(client),
                seal: .ofThisProcess(),
                logger: MigratedDatabase.quiet
            )
            try await PageDistrict.with(providers: desk, body)
        }
    }

    /// Sets up a second factor; gives its recovery codes.
    private static func enrol(_ pages: PageDistrict) async throws -> [String] {
        let session = try await pages.signIn("desk")
        let begun = try await pages.post("/second-factor", ["password": PageDistrict.password], session)
        let secret = try #require(begun.hidden("secret"))
        let code = try await PythonOracle.run("Tests/PagesTests/Oracle/totp.py", [secret])
        let fields = ["secret": secret, "code": code.trimmingCharacters(in: .whitespacesAndNewlines)]
        let done = try await pages.post("/second-factor/code", fields, session)
        return done.text.matches(of: /<li><code>([^<]+)<\/code>/).map { String($0.1) }
    }

    /// Comes back from the provider; gives the session.
    private static func come(_ pages: PageDistrict) async throws -> [String: String] {
        let begun = try await pages.get("/api/v1/session/sign-in/city?return=%2Fwork&kind=desk")
        let cookie = String(try #require(begun.header("Set-Cookie")).prefix { $0 != ";" })
        let address = try await IdentityOracle.browse(try #require(begun.header("Location")), ["sub": "u1"])
        let query = address.split(separator: "?", maxSplits: 1).last.map(String.init) ?? ""
        let back = try await pages.get("/api/v1/session/sign-in/city/callback?\(query)", ["Cookie": cookie])
        #expect(back.status == 303 && back.header("Location") == "/work")
        let session = try #require(back.headers["Set-Cookie"].first { $0.hasPrefix("whistle=") })
        return ["Cookie": String(session.prefix { $0 != ";" })]
    }

    @Test func `every page leads to the code, which is given by one of an app or for recovery`() async throws {
        try await Self.with { pages in
            // Who has none is in at once.
            #expect(try await pages.get("/work", Self.come(pages)).status == 200)
            let codes = try await Self.enrol(pages)
            let session = try await Self.come(pages)
            let led = try await pages.get("/work?list=mine", session)
            #expect(led.status == 303)
            #expect(led.header("Location") == "/sign-in/code?next=%2Fwork%3Flist%3Dmine")
            let form = try await pages.get("/sign-in/code?next=%2Fwork%3Flist%3Dmine", session)
            #expect(form.status == 200 && form.hidden("next") == "/work?list=mine")
            let wrong = try await pages.post("/sign-in/code", ["code": "000000", "next": "/search"], session)
            #expect(wrong.status == 401 && wrong.hidden("next") == "/search" && wrong.text.contains("role=\"alert\""))
            let right = try await pages.post("/sign-in/code", ["code": codes[0], "next": "/search"], session)
            #expect(right.status == 303 && right.header("Location") == "/search")
            #expect(try await pages.get("/work", session).status == 200)
            // Another time by the back button: nothing is asked any more.
            #expect(try await pages.post("/sign-in/code", ["code": "000000"], session).status == 303)
            #expect(try await pages.get("/sign-in/code").header("Location")?.hasPrefix("/sign-in?next=") == true)
        }
    }

    @Test func `until then no endpoint answers anything but who it is, and one can sign out`() async throws {
        try await Self.with { pages in
            _ = try await Self.enrol(pages)
            let session = try await Self.come(pages)
            let me = try await pages.get("/api/v1/session", session)
            #expect(me.status == 200 && me.text.contains("\"second_factor_owed\""))
            var asked = 0
            for endpoint in Endpoints.all where endpoint.method == .get && !endpoint.path.contains("{") {
                guard endpoint.access != .open, endpoint.access != .anybody, endpoint.id != "whoAmI" else { continue }
                let answer = try await pages.get(endpoint.path, session)
                #expect(answer.status == 403 && answer.text.contains("second_factor_owed"), "\(endpoint.path)")
                asked += 1
            }
            #expect(asked > 30)
            // Nor is anything done by it.
            let json = ["Content-Type": "application/json"].merging(session) { $1 }
            let token = try await pages.send(.POST, "/api/v1/tokens", json, Array("{}".utf8))
            #expect(token.status == 403 && token.text.contains("second_factor_owed"))
            let out = try await pages.post("/sign-out", [:], session)
            #expect(out.status == 303 && out.header("Location") == "/sign-in")
            #expect(try await pages.get("/api/v1/session", session).status == 401)
        }
    }
}
