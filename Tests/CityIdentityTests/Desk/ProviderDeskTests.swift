import AsyncHTTPClient
import CityIdentity
import Foundation
import NIOCore
import NIOHTTP1
import Outward
import TestSupport
import Testing

/// Against a real OpenID provider and a real CAS server, each started by the test on loopback.
@Suite(.enabled(if: IdentityOracle.isThere, "skipped: no oidc-provider-mock under var/venv; dev/setup installs it"))
struct ProviderDeskTests {
    /// Both providers are the one that runs, by two names, so that one can be taken for the other.
    private static func book(_ port: Int, userinfo: Bool = false) throws -> ProviderBook {
        let yaml = """
            address: http://127.0.0.1:1
            plain: true
            secrets: {city: {env: CITY}}
            providers:
              city:
                kind: oidc
                title: {zh: 市统一身份, en: City}
                plain: true
                issuer: http://127.0.0.1:\(port)
                client: whistle
                secret: city
                userinfo: \(userinfo)
                account: employee_number
              other:
                kind: oidc
                title: {zh: 另一个, en: Other}
                plain: true
                issuer: http://127.0.0.1:\(port)
                client: whistle
                authentication: post
                secret: city
              platform:
                kind: oauth2
                title: {zh: 政务平台, en: Platform}
                plain: true
                client: corp
                secret: city
                scope: openid
                authorize: {url: "http://127.0.0.1:\(port)/oauth2/authorize"}
                token: {url: "http://127.0.0.1:\(port)/oauth2/token"}
                user: {url: "http://127.0.0.1:\(port)/oracle/me?access_token=${token}", subject: data.userid, claims: data}
                success: {at: errcode, is: 0}
                account: code
              cas:
                kind: cas
                title: {zh: 单点登录, en: CAS}
                plain: true
                url: http://127.0.0.1:\(port)
                account: account
            """
        return try ProviderBook(
            yaml: yaml,
            secrets: BookSecrets(environment: ["CITY": "s"]) { _ in .failure(.unreadable) }
        )
    }

    private static func answer(_ back: String) -> ProviderAnswer {
        let query = IdentityOracle.query(back)
        return ProviderAnswer(
            state: query["state"],
            code: query["code"],
            ticket: query["ticket"],
            error: query["error"],
            issuer: query["iss"]
        )
    }

    private static func put(_ port: Int, _ path: String, _ json: String, _ method: String = "PUT") async throws {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = .init(rawValue: method)
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(Array(json.utf8))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        #expect(response.status.code == 204)
    }

    private func fault(_ body: () async throws -> Void) async -> IdentityFault? {
        do {
            try await body()
            return nil
        } catch {
            return error as? IdentityFault
        }
    }

    @Test func `who signs in at the provider is who the token says, with claims`() async throws {
        try await IdentityOracle.openID { port in
            try await Self.put(port, "/users/u1", #"{"employee_number": "desk", "groups": ["a", "b"]}"#)
            for userinfo in [false, true] {
                let desk = TestDesk.make(try Self.book(port, userinfo: userinfo))
                let begun = try await desk.begin("city", kind: "desk", back: "/matters")
                let asked = IdentityOracle.query(begun.address)
                #expect(asked["code_challenge_method"] == "S256" && asked["response_type"] == "code")
                #expect(asked["redirect_uri"] == "http://127.0.0.1:1/api/v1/session/sign-in/city/callback")
                // What binds it to the browser is not in the address.
                #expect(!begun.address.contains(begun.sealed))
                let back = try await IdentityOracle.browse(begun.address, ["sub": "u1"])
                let (proof, flow) = try await desk.finish("city", Self.answer(back), sealed: begun.sealed)
                #expect(proof.subject == "u1" && proof.account == "desk")
                #expect(proof.claims.texts("groups") == ["a", "b"])
                #expect(flow.back == "/matters" && flow.kind == "desk")
            }
        }
    }

    @Test func `a sign-in ends once, in the browser that began it, at the provider where it began, in time`()
        async throws
    {
        try await IdentityOracle.openID { port in
            let clock = SetClock(Int64(Date().timeIntervalSince1970))
            let desk = TestDesk.make(try Self.book(port), clock: clock)
            let (mine, yours) = (
                try await desk.begin("city", kind: "desk", back: "/"),
                try await desk.begin("city", kind: "desk", back: "/")
            )
            let back = Self.answer(try await IdentityOracle.browse(mine.address, ["sub": "u1"]))
            // Another's browser, led here by a link (login CSRF).
            #expect(await fault { _ = try await desk.finish("city", back, sealed: yours.sealed) } == .flowLost)
            #expect(await fault { _ = try await desk.finish("city", back, sealed: nil) } == .flowLost)
            #expect(await fault { _ = try await desk.finish("city", back, sealed: mine.sealed + "A") } == .flowLost)
            // Another provider's callback (mix-up).
            #expect(await fault { _ = try await desk.finish("other", back, sealed: mine.sealed) } == .flowLost)
            // Sealed by another process without the same keys.
            let stranger = TestDesk.make(try Self.book(port), clock: clock)
            #expect(await fault { _ = try await stranger.finish("city", back, sealed: mine.sealed) } == .flowLost)
            var bent = back
            bent.state = nil
            #expect(await fault { _ = try await desk.finish("city", bent, sealed: mine.sealed) } == .flowLost)
            bent.state = (back.state ?? "") + "x"
            #expect(await fault { _ = try await desk.finish("city", bent, sealed: mine.sealed) } == .flowLost)
            // None of these has used it up; it goes once, and not a second time.
            #expect(try await desk.finish("city", back, sealed: mine.sealed).proof.subject == "u1")
            #expect(await fault { _ = try await desk.finish("city", back, sealed: mine.sealed) } == .flowLost)
            let late = Self.answer(try await IdentityOracle.browse(yours.address, ["sub": "u1"]))
            clock.advance(SignInFlow.seconds)
            #expect(await fault { _ = try await desk.finish("city", late, sealed: yours.sealed) } == .flowLost)
        }
    }

    @Test func `a code is good for its own sign-in only, and once`() async throws {
        try await IdentityOracle.openID { port in
            let desk = TestDesk.make(try Self.book(port))
            let mine = try await desk.begin("city", kind: "desk", back: "/")
            let yours = try await desk.begin("city", kind: "desk", back: "/")
            let stolen = Self.answer(try await IdentityOracle.browse(yours.address, ["sub": "root"]))
            // Put into one's own sign-in: the verifier is another's (PKCE).
            var injected = stolen
            injected.state = IdentityOracle.query(mine.address)["state"]
            #expect(
                await fault { _ = try await desk.finish("city", injected, sealed: mine.sealed) } == .unproven(.code)
            )
            #expect(try await desk.finish("city", stolen, sealed: yours.sealed).proof.subject == "root")
            // By a process that does not remember that it ended: the provider does.
            let seal = FlowSeal {
                $0
            } open: {
                $0
            }
            let (one, two) = (
                TestDesk.make(try Self.book(port), seal: seal), TestDesk.make(try Self.book(port), seal: seal)
            )
            let begun = try await one.begin("city", kind: "desk", back: "/")
            let back = Self.answer(try await IdentityOracle.browse(begun.address, ["sub": "u1"]))
            #expect(try await one.finish("city", back, sealed: begun.sealed).proof.subject == "u1")
            #expect(await fault { _ = try await two.finish("city", back, sealed: begun.sealed) } == .unproven(.code))
        }
    }

    @Test func `keys change, and are asked for anew; who brings wrong ones does not make us ask each time`()
        async throws
    {
        try await IdentityOracle.openID { port in
            let clock = SetClock(Int64(Date().timeIntervalSince1970))
            let desk = TestDesk.make(try Self.book(port), clock: clock)
            func signIn() async throws -> String {
                let begun = try await desk.begin("city", kind: "desk", back: "/")
                let back = try await IdentityOracle.browse(begun.address, ["sub": "u1"])
                return try await desk.finish("city", Self.answer(back), sealed: begun.sealed).proof.subject
            }
            #expect(try await signIn() == "u1")
            try await Self.put(port, "/oracle/rotate", "", "POST")
            // Just fetched: not again so soon.
            let soon = await fault { _ = try await signIn() }
            #expect(soon == .unproven(.unknownKey) || soon == .unproven(.signature))
            clock.advance(31)
            #expect(try await signIn() == "u1")
        }
    }

    @Test func `who is refused there is told so, and a provider that is not there is said to be`() async throws {
        try await IdentityOracle.openID { port in
            let desk = TestDesk.make(try Self.book(port))
            let begun = try await desk.begin("city", kind: "desk", back: "/")
            let refused = ProviderAnswer(
                state: IdentityOracle.query(begun.address)["state"],
                error: "access_denied<script>"
            )
            let told = await fault { _ = try await desk.finish("city", refused, sealed: begun.sealed) }
            #expect(told == .refusedThere("access_deniedscript"))
            #expect(await fault { _ = try await desk.begin("nobody", kind: "desk", back: "/") } == .unknownProvider)
            #expect(await fault { _ = try await desk.begin("city", kind: "desk", back: "//evil.example") } == .flowLost)
            // Who names itself is believed only where it is who was asked (RFC 9207).
            let other = try await desk.begin("city", kind: "desk", back: "/")
            var back = Self.answer(try await IdentityOracle.browse(other.address, ["sub": "u1"]))
            back.issuer = "https://evil.example"
            #expect(await fault { _ = try await desk.finish("city", back, sealed: other.sealed) } == .unproven(.issuer))
        }
        let gone = TestDesk.make(try Self.book(1))
        let silent = await fault { _ = try await gone.begin("city", kind: "desk", back: "/") }
        guard case .unavailable? = silent else { return #expect(Bool(false), "\(String(describing: silent))") }
    }

    @Test func `a platform without discovery is asked in its own words`() async throws {
        try await IdentityOracle.openID { port in
            try await Self.put(port, "/users/u7", #"{"code": "desk"}"#)
            let desk = TestDesk.make(try Self.book(port))
            let begun = try await desk.begin("platform", kind: "phone", back: "/")
            #expect(IdentityOracle.query(begun.address)["code_challenge"] != nil)
            let back = Self.answer(try await IdentityOracle.browse(begun.address, ["sub": "u7"]))
            let (proof, flow) = try await desk.finish("platform", back, sealed: begun.sealed)
            #expect(proof.subject == "u7" && proof.account == "desk" && flow.kind == "phone")
            let again = try await desk.begin("platform", kind: "desk", back: "/")
            var wrong = back
            wrong.state = IdentityOracle.query(again.address)["state"]
            #expect(
                await fault { _ = try await desk.finish("platform", wrong, sealed: again.sealed) } == .unproven(.code)
            )
        }
    }

    @Test func `a ticket of CAS is good once, for this service, and brings attributes`() async throws {
        try await IdentityOracle.cas { port in
            let seal = FlowSeal {
                $0
            } open: {
                $0
            }
            let (desk, other) = (
                TestDesk.make(try Self.book(port), seal: seal), TestDesk.make(try Self.book(port), seal: seal)
            )
            let begun = try await desk.begin("cas", kind: "desk", back: "/")
            let back = try await IdentityOracle.browse(begun.address, ["username": "wang", "password": "right"])
            let (proof, _) = try await desk.finish("cas", Self.answer(back), sealed: begun.sealed)
            #expect(proof.subject == "wang" && proof.account == "desk")
            #expect(proof.claims.texts("group") == ["one & two", "C1 办事处"])
            let replayed = await fault { _ = try await other.finish("cas", Self.answer(back), sealed: begun.sealed) }
            #expect(replayed == .unproven(.code))
            // A ticket of another sign-in: the state is a part of what it is good for.
            let (mine, yours) = (
                try await desk.begin("cas", kind: "desk", back: "/"),
                try await desk.begin("cas", kind: "desk", back: "/")
            )
            var injected = Self.answer(
                try await IdentityOracle.browse(yours.address, ["username": "wang", "password": "right"])
            )
            let service = try #require(IdentityOracle.query(mine.address)["service"])
            injected.state = IdentityOracle.query(service)["state"]
            #expect(await fault { _ = try await desk.finish("cas", injected, sealed: mine.sealed) } == .unproven(.code))
            await #expect(throws: PythonOracle.Failed.self) {
                try await IdentityOracle.browse(mine.address, ["username": "wang", "password": "wrong"])
            }
        }
    }
}
