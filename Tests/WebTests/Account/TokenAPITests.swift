import NIOHTTP1
import TestSupport
import Testing
import Workflow

/// Tokens of programs by HTTP.
@Suite struct TokenAPITests {
    private static let password = "三件事情 cold-lake 9"

    @Test func `a token is made by a person, shown once, does what its scopes say, and is revoked`() async throws {
        try await WebDistrict.with { web in
            try await web.setPassword(Self.password, of: "desk")
            let session = try await web.cookie("desk", Self.password)
            let made = try await web.post(
                "/api/v1/tokens",
                ["title": "nightly list", "scopes": ["matters:read"], "days": 7, "password": .string(Self.password)],
                as: nil,
                headers: session
            )
            #expect(made.status == 201)
            let token = try #require(made.json["token"]?.string)
            #expect(token.hasPrefix("wst_"))
            #expect(try await web.get("/api/v1/matters", as: token).status == 200)
            #expect(try await web.post("/api/v1/matters", WebDistrict.filing(), as: token).code == "scope_missing")
            let listed = try await web.get("/api/v1/tokens", as: nil, headers: session)
            #expect(!String(decoding: listed.bytes, as: UTF8.self).contains(token))
            let id = try #require(made.json["id"]?.int)
            let gone = try await web.send(.DELETE, "/api/v1/tokens/\(id)", as: nil, headers: session)
            #expect(gone.status == 204)
            #expect(try await web.get("/api/v1/matters", as: token).code == "token_revoked")
            // A token makes no tokens.
            let chain = try await web.post(
                "/api/v1/tokens",
                ["title": "x", "scopes": ["matters:read"], "password": "x"],
                as: "desk"
            )
            #expect(chain.status == 403)
            #expect(chain.code == "wrong_session_kind")
        }
    }

    @Test func `nobody revokes another's token or ends another's session`() async throws {
        try await WebDistrict.with { web in
            try await web.setPassword(Self.password, of: "desk")
            try await web.setPassword(Self.password, of: "water")
            let desk = try await web.cookie("desk", Self.password)
            let water = try await web.cookie("water", Self.password)
            let made = try await web.post(
                "/api/v1/tokens",
                ["title": "x", "scopes": ["matters:read"], "password": .string(Self.password)],
                as: nil,
                headers: desk
            )
            let id = try #require(made.json["id"]?.int)
            #expect(try await web.send(.DELETE, "/api/v1/tokens/\(id)", as: nil, headers: water).status == 404)
            let sessions = try await web.get("/api/v1/sessions", as: nil, headers: desk).json["sessions"]?.array
            let session = try #require(sessions?.first?["id"]?.int)
            #expect(try await web.send(.DELETE, "/api/v1/sessions/\(session)", as: nil, headers: water).status == 404)
            #expect(try await web.get("/api/v1/session", as: nil, headers: desk).status == 200)
        }
    }
}
