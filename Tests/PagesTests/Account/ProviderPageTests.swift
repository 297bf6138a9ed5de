import AsyncHTTPClient
import CityIdentity
import Outward
import TestSupport
import Testing
import Web

/// Signing in by who may say for us who somebody is.
@Suite(.enabled(if: Slapd.isThere, "skipped: no slapd; dev/setup installs it")) struct ProviderPageTests {
    /// One for all tests, never shut down: it lives as long as they.
    private static let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: HTTPCaller.configuration)

    /// A district with a provider that people are led to, and a directory whose passwords are typed here.
    private static func with(_ body: @Sendable (PageDistrict) async throws -> Void) async throws {
        try await Slapd.with { slapd in
            let yaml = """
                address: http://127.0.0.1:1
                plain: true
                secrets: {one: {env: ONE}}
                providers:
                  city:
                    kind: cas
                    title: {zh: 市统一<身份>, en: the city's account}
                    plain: true
                    url: http://127.0.0.1:1/cas
                    account: account
                  staff:
                    kind: ldap
                    title: {zh: 域账号, en: Directory}
                    url: ldap://127.0.0.1:\(slapd.port)
                    authorities: \(slapd.certificate)
                    base: \(Slapd.base)
                    bind: \(Slapd.reader)
                    password: one
                    account: uid
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

    @Test func `a link leads to the provider, and what went wrong there is told on a page`() async throws {
        try await Self.with { pages in
            let form = try await pages.get("/sign-in?next=%2Fwork%3Flist%3Dmine")
            #expect(form.text.contains("用市统一&lt;身份&gt;登录"))
            let links = form.text.matches(of: /href="(\/api\/v1\/session\/sign-in\/city[^"]*)"/).map {
                String($0.1).replacing("&amp;", with: "&")
            }
            #expect(links.count == 2 && links[1].hasSuffix("kind=phone"))
            let sent = try await pages.get(try #require(links.first))
            #expect(sent.status == 303)
            #expect(sent.header("Location")?.hasPrefix("http://127.0.0.1:1/cas/login?service=") == true)
            let back = "/api/v1/session/sign-in/city/callback?ticket=ST-1"
            let lost = try await pages.get(back)
            #expect(lost.status == 403 && lost.text.contains("<h1>") && lost.text.contains("sign_in_lost"))
            // A program is told as programs are.
            let program = try await pages.get(back, ["Accept": "application/json"])
            #expect(program.status == 403 && program.header("Content-Type")?.contains("problem+json") == true)
        }
    }

    @Test func `whose account it is can be chosen, and stays chosen after a wrong password`() async throws {
        try await Self.with { pages in
            let form = try await pages.get("/sign-in", ["Accept-Language": "en"])
            #expect(form.text.contains("<option value=\"staff\">Directory</option>"))
            let wrong = try await pages.post("/sign-in", ["account": "desk", "password": "x", "provider": "staff"])
            #expect(wrong.status == 401 && wrong.text.contains("<option value=\"staff\" selected>"))
            // Ours is another password.
            let ours = try await pages.post("/sign-in", ["account": "desk", "password": "right-desk", "provider": ""])
            #expect(ours.status == 401)
            let right = ["account": "desk", "password": "right-desk", "provider": "staff", "next": "/search"]
            let entered = try await pages.post("/sign-in", right)
            #expect(entered.status == 303 && entered.header("Location") == "/search")
            let cookie = String(try #require(entered.header("Set-Cookie")).prefix { $0 != ";" })
            #expect(try await pages.get("/search", ["Cookie": cookie]).text.contains("派单员甲"))
        }
    }

    @Test func `where nobody else speaks for us, the form asks for nothing more`() async throws {
        try await PageDistrict.with { pages in
            let form = try await pages.get("/sign-in")
            #expect(!form.text.contains("name=\"provider\"") && !form.text.contains("class=\"providers\""))
        }
    }
}
