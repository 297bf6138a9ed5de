import Dispatcher
import TestSupport
import Testing
import Web
import Workflow

/// Who asks too fast waits, and nobody else does.
@Suite struct ClientBoundsTests {
    /// Limits of which one counts.
    private static func limits(_ change: (inout ClientLimits) -> Void) -> ServiceLimits {
        var limits = ServiceLimits()
        limits.clients = .none
        change(&limits.clients)
        return limits
    }

    @Test func `a token that asks too fast is told when to come again; others of the same person are not`() async throws
    {
        let limits = Self.limits { $0.token = .init(burst: 3, seconds: 1_000) }
        try await WebDistrict.with(limits: limits) { web in
            for _ in 0..<3 { #expect(try await web.get("/api/v1/session", as: "desk").status == 200) }
            let refused = try await web.get("/api/v1/session", as: "desk")
            #expect(refused.status == 429 && refused.code == "too_many_requests")
            let seconds = try #require(refused.header("Retry-After").flatMap { Int($0) })
            #expect((900...1_000).contains(seconds))
            #expect(try await web.get("/api/v1/session", as: "water").status == 200)
            #expect(try await web.get("/healthz", as: nil).status == 200)
        }
    }

    @Test func `a person counts once, however many sessions they have`() async throws {
        let limits = Self.limits { $0.person = .init(burst: 4, seconds: 1_000) }
        try await WebDistrict.with(limits: limits) { web in
            let password = "Tü9-nacht-am-Fluss"
            for account in ["desk", "water"] { try await web.setPassword(password, of: account) }
            let (first, second) = (try await web.cookie("desk", password), try await web.cookie("desk", password))
            for cookie in [first, second, first, second] {
                #expect(try await web.get("/api/v1/session", as: nil, headers: cookie).status == 200)
            }
            #expect(try await web.get("/api/v1/session", as: nil, headers: first).status == 429)
            #expect(try await web.get("/api/v1/session", as: nil, headers: second).status == 429)
            let other = try await web.cookie("water", password)
            #expect(try await web.get("/api/v1/session", as: nil, headers: other).status == 200)
        }
    }

    @Test func `what opens nothing is slowed down by its address; who is known goes on`() async throws {
        let limits = Self.limits { $0.address = .init(burst: 5, seconds: 1_000) }
        try await WebDistrict.with(limits: limits) { web async throws -> Void in
            #expect(try await web.get("/api/v1/session", as: "desk").status == 200)
            let wrong = ["Authorization": "Bearer nobody's"]
            // A text that cannot be a token is looked up nowhere, and costs nothing.
            for _ in 0..<20 {
                #expect(try await web.get("/api/v1/session", as: nil, headers: wrong).status == 401)
            }
            for _ in 0..<5 { #expect(try await web.get("/healthz", as: nil).status == 200) }
            #expect(try await web.get("/healthz", as: nil).status == 429)
            for _ in 0..<10 { #expect(try await web.get("/api/v1/session", as: "desk").status == 200) }
        }
    }

    @Test func `wrong passwords from an address are few, whosever accounts they are for`() async throws {
        let limits = Self.limits { $0.guesses = .init(burst: 3, seconds: 1_000) }
        try await WebDistrict.with(limits: limits) { web in
            let password = "Tü9-nacht-am-Fluss"
            try await web.setPassword(password, of: "desk")
            for account in ["water", "street", "nobody"] {
                let body: JSONValue = ["account": .string(account), "password": "geraten-123"]
                #expect(try await web.post("/api/v1/session", body, as: nil).status == 401)
            }
            let right: JSONValue = ["account": "desk", "password": .string(password)]
            let refused = try await web.post("/api/v1/session", right, as: nil)
            #expect(refused.status == 429 && refused.header("Retry-After") != nil)
        }
    }
}
