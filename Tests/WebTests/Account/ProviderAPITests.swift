import AsyncHTTPClient
import Dispatcher
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing
import Web
import Workflow

/// Signing in by the city's own identity, as a browser does it, against real providers.
@Suite(.enabled(if: IdentityOracle.isThere, "skipped: no oidc-provider-mock under var/venv; dev/setup installs it"))
struct ProviderAPITests {
    @Test func `from the provider's page back into a session, by a claim that names the account`() async throws {
        try await IdentityOracle.openID { port in
            try await WebDistrict.enrol(port, "u1", #"{"employee_number": "desk"}"#)
            try await ProviderWorld.with(ProviderWorld.openID(port)) { web in
                let list = try await web.get("/api/v1/session/providers", as: nil)
                #expect(list.json["providers"]?.array?.first?["path"] == "/api/v1/session/sign-in/city")
                #expect(list.json["providers"]?.array?.first?["title"] == ["zh": "市统一身份", "en": "City account"])
                let begun = try await web.begin("city", "?return=/matters%3Fopen=1&kind=desk")
                #expect(begun.answer.status == 303 && begun.address.hasPrefix("http://127.0.0.1:\(port)/"))
                #expect(begun.answer.header("Cache-Control") == "no-store")
                #expect(begun.answer.header("Referrer-Policy") == "no-referrer")
                let cookie = try #require(begun.cookies["whistle-sign-in"])
                #expect(cookie.contains("; HttpOnly; SameSite=Lax") && cookie.contains("; Max-Age=600; Path=/"))
                let back = try await web.back(IdentityOracle.browse(begun.address, ["sub": "u1"]), begun.jar)
                #expect(back.answer.status == 303 && back.address == "/matters?open=1")
                #expect(back.cookies["whistle-sign-in"]?.contains("Max-Age=0") == true)
                // Like a session by a password: a desk's is lost with the window.
                #expect(back.cookies["whistle"]?.contains("Max-Age") == false)
                let me = try await web.get("/api/v1/session", as: nil, headers: back.jar)
                #expect(me.json["account"] == "desk" && me.json["kind"] == "desk" && me.json["restrictions"] == [])
                #expect(try await web.get("/api/v1/matters", as: nil, headers: back.jar).status == 200)
                let phone = try await web.enter("u1", "?kind=phone")
                #expect(phone.address == "/" && phone.cookies["whistle"]?.contains("Max-Age=2592000") == true)
            }
        }
    }

    @Test func `who signs out is told where the provider's own session ends, where the file says so`() async throws {
        try await IdentityOracle.openID { port in
            try await WebDistrict.enrol(port, "u1", #"{"employee_number": "desk"}"#)
            let silent = ProviderWorld.openID(port, name: "silent")
            let providers =
                ProviderWorld.openID(port, "account: employee_number\n    sign_out: true") + "\n" + silent
            try await ProviderWorld.with(providers) { web in
                for (provider, isTold) in [("city", true), ("silent", false)] {
                    let jar = try await web.enter(at: provider, "u1").jar
                    let out = try await web.send(.DELETE, "/api/v1/session", as: nil, headers: jar)
                    #expect(out.header("Set-Cookie")?.contains("Max-Age=0") == true)
                    #expect(try await web.get("/api/v1/session", as: nil, headers: jar).status == 401)
                    #expect(out.status == (isTold ? 200 : 204))
                    guard isTold else { continue }
                    let address = try #require(out.json["continue_at"]?.string)
                    let back = "post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2F"
                    #expect(address == "http://127.0.0.1:\(port)/oauth2/end_session?client_id=whistle&\(back)")
                    let page = try await ProviderWorld.client.execute(
                        HTTPClientRequest(url: address),
                        timeout: .seconds(20)
                    )
                    #expect(page.status == .ok)
                    // It is over: nobody is told a second time.
                    #expect(try await web.send(.DELETE, "/api/v1/session", as: nil, headers: jar).status == 204)
                }
            }
        }
    }

    @Test func `by HTTPS the cookie goes nowhere else`() async throws {
        try await IdentityOracle.openID { port in
            try await ProviderWorld.with(ProviderWorld.openID(port), isSecure: true) { web in
                let begun = try await web.begin("city")
                let cookie = try #require(begun.cookies["__Host-whistle-sign-in"])
                #expect(cookie.contains("; Path=/;") && cookie.hasSuffix("; Secure") && !cookie.contains("Domain"))
            }
        }
    }

    @Test func `another's browser, another provider, a second time: each is lost, and opens nothing`() async throws {
        try await IdentityOracle.openID { port in
            try await WebDistrict.enrol(port, "u1", #"{"employee_number": "desk"}"#)
            let providers = ProviderWorld.openID(port) + "\n" + ProviderWorld.openID(port, name: "other")
            try await ProviderWorld.with(providers) { web in
                let begun = try await web.begin("city")
                let address = try await IdentityOracle.browse(begun.address, ["sub": "u1"])
                let foreign = try await web.begin("city")
                for (provider, jar) in [("city", [:]), ("city", foreign.jar), ("other", begun.jar)] {
                    let lost = try await web.back(address, to: provider, jar)
                    #expect(lost.answer.status == 403 && lost.answer.code == "sign_in_lost")
                    #expect(lost.cookies["whistle"] == nil)
                    // Over is over: the browser forgets it.
                    #expect(lost.cookies["whistle-sign-in"]?.contains("Max-Age=0") == true)
                }
                let bent = address.replacing("state=", with: "state=x")
                #expect(try await web.back(bent, begun.jar).answer.code == "sign_in_lost")
                #expect(try await web.back(address, begun.jar).answer.status == 303)
                let again = try await web.back(address, begun.jar)
                #expect(again.answer.code == "sign_in_lost" && again.cookies["whistle"] == nil)
            }
        }
    }

    @Test(arguments: [
        "https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example", "%5C%5Cevil.example", "evil",
        "%2F%09%2Fevil.example", "javascript%3Aalert(1)", "%2Fa%0d%0aSet-Cookie%3A%20x%3D1",
    ])
    func `nobody is sent on to another site`(_ target: String) async throws {
        try await ProviderWorld.with(ProviderWorld.openID(1)) { web in
            let begun = try await web.begin("city", "?return=\(target)")
            #expect(begun.answer.status == 422 && begun.answer.code == "foreign_return" && begun.address.isEmpty)
        }
    }

    @Test func `whom the name means nobody here, whom the claims do not confirm, and who is locked stay out`()
        async throws
    {
        try await IdentityOracle.openID { port in
            try await WebDistrict.enrol(port, "u1", #"{"employee_number": "desk", "groups": ["c1"]}"#)
            try await WebDistrict.enrol(port, "u2", #"{"employee_number": "grid", "groups": ["c1"]}"#)
            try await WebDistrict.enrol(port, "u3", #"{"employee_number": "nobody"}"#)
            let rules = """
                account: employee_number
                    posts: {claim: groups, values: {c1: {role: community_dispatcher, unit: S, below: true}}}
                """
            try await ProviderWorld.with(ProviderWorld.openID(port, rules)) { web in
                let desk = try await web.enter("u1")
                #expect(desk.answer.status == 303)
                let grid = try await web.enter("u2")
                #expect(grid.answer.status == 403 && grid.answer.code == "posts_unconfirmed")
                let nobody = try await web.enter("u3")
                #expect(nobody.answer.status == 403 && nobody.answer.code == "identity_not_bound")
                #expect(nobody.cookies["whistle"] == nil)
                guard let person = web.city.party("desk").person else { return #expect(Bool(false)) }
                try await web.accounts.setBlocked(
                    true,
                    person,
                    account: "desk",
                    in: web.city.id,
                    by: .program,
                    from: .program
                )
                #expect(try await web.get("/api/v1/session", as: nil, headers: desk.jar).status == 401)
                #expect(try await web.enter("u1").answer.code == "locked")
            }
        }
    }

    @Test func `a provider that is not there, or not asked so, is said plainly`() async throws {
        try await ProviderWorld.with(ProviderWorld.openID(1)) { web in
            let gone = try await web.begin("city")
            #expect(gone.answer.status == 503 && gone.answer.code == "provider_unavailable")
            #expect(gone.answer.header("Retry-After") == "5")
            #expect(try await web.begin("nobody").answer.code == "unknown_provider")
            let way = try await web.post(
                "/api/v1/session",
                ["account": "desk", "password": "x", "provider": "city"],
                as: nil
            )
            #expect(way.status == 422 && way.code == "wrong_way_to_sign_in")
        }
        try await WebDistrict.with { web in
            let list = try await web.get("/api/v1/session/providers", as: nil)
            #expect(list.json == ["providers": []])
            #expect(try await web.begin("city").answer.code == "unknown_provider")
        }
    }
}

/// By a directory, whose password is typed here.
@Suite(.enabled(if: Slapd.isThere, "skipped: no slapd; dev/setup installs it"))
struct DirectoryAPITests {
    private static func provider(_ slapd: Slapd) -> String {
        """
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
    }

    @Test func `account and password of the directory open a session, and five wrong ones lock`() async throws {
        try await Slapd.with { slapd in
            try await ProviderWorld.with(Self.provider(slapd)) { web in
                func signIn(_ account: String, _ password: String) async throws -> Answer {
                    try await web.post(
                        "/api/v1/session",
                        ["account": .string(account), "password": .string(password), "provider": "staff"],
                        as: nil
                    )
                }
                let list = try await web.get("/api/v1/session/providers", as: nil).json["providers"]?.array
                #expect(list?.first?["way"] == "password" && list?.first?["path"] == .null)
                #expect(try await web.begin("staff").answer.code == "wrong_way_to_sign_in")
                let answer = try await signIn("desk", "right-desk")
                #expect(answer.status == 201 && answer.json["account"] == "desk")
                let jar = ["Cookie": String((answer.header("Set-Cookie") ?? "").prefix { $0 != ";" })]
                #expect(try await web.get("/api/v1/matters", as: nil, headers: jar).status == 200)
                // In the directory, and nobody here.
                #expect(try await signIn("head", "right-head").code == "identity_not_bound")
                for _ in 0..<5 { #expect(try await signIn("street", "wrong").code == "bad_credentials") }
                #expect(try await signIn("street", "right-street").code == "locked")
                // The password of ours is another: it is not locked with it.
                let own = try await web.post("/api/v1/session", ["account": "street", "password": "x"], as: nil)
                #expect(own.code == "bad_credentials")
            }
        }
    }
}
