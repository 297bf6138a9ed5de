import Dispatcher
import NIOHTTP1
import TestSupport
import Testing
import Web
import Workflow

/// Signing in and out by HTTP, as a browser does it.
@Suite struct SessionAPITests {
    private static let password = "三件事情 cold-lake 9"

    @Test func `whoever signs in gets a cookie that no script reads, and works by it`() async throws {
        try await WebDistrict.with { web in
            try await web.setPassword(Self.password, of: "desk")
            let answer = try await web.signIn("desk", Self.password)
            #expect(answer.status == 201)
            #expect(answer.json["account"] == "desk")
            #expect(answer.json["posts"]?.array?.first?["unit"]?["code"] == "C1")
            let cookie = try #require(answer.header("Set-Cookie"))
            #expect(cookie.hasPrefix("whistle="))
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"))
            // Lost with the browser's window.
            #expect(!cookie.contains("Max-Age"))
            let headers = ["Cookie": String(cookie.prefix { $0 != ";" })]
            #expect(try await web.get("/api/v1/matters", as: nil, headers: headers).status == 200)
            let filed = try await web.post("/api/v1/matters", WebDistrict.filing(), as: nil, headers: headers)
            #expect(filed.status == 201)
            let out = try await web.send(.DELETE, "/api/v1/session", as: nil, headers: headers)
            #expect(out.status == 204)
            #expect(out.header("Set-Cookie")?.contains("Max-Age=0") == true)
            let after = try await web.get("/api/v1/matters", as: nil, headers: headers)
            #expect(after.status == 401)
            #expect(after.code == "signed_out")
        }
    }

    @Test func `a wrong password and an account that nobody has are answered the same, and five lock`() async throws {
        try await WebDistrict.with { web in
            try await web.setPassword(Self.password, of: "desk")
            let wrong = try await web.signIn("desk", "wrong")
            let nobody = try await web.signIn("nobody", "wrong")
            #expect(wrong.status == 401)
            #expect(wrong.code == "bad_credentials")
            #expect(nobody.json["detail"] == wrong.json["detail"])
            for _ in 0..<4 { _ = try await web.signIn("desk", "wrong") }
            let locked = try await web.signIn("desk", Self.password)
            #expect(locked.status == 403)
            #expect(locked.code == "locked")
        }
    }

    @Test func `another site's page cannot act by a browser's cookie`() async throws {
        try await WebDistrict.with { web in
            try await web.setPassword(Self.password, of: "desk")
            let cookie = try #require(try await web.signIn("desk", Self.password).header("Set-Cookie"))
            let pair = String(cookie.prefix { $0 != ";" })
            func filed(_ more: [String: String]) async throws -> Answer {
                let headers = more.merging(["Cookie": pair]) { $1 }
                return try await web.post("/api/v1/matters", WebDistrict.filing(), as: nil, headers: headers)
            }
            for foreign in [
                ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"], ["Origin": "https://evil.example"],
                ["Origin": "null"], ["Origin": "http://127.0.0.1:1"],
            ] {
                let answer = try await filed(foreign)
                #expect(answer.status == 403, "\(foreign)")
                #expect(answer.code == "foreign_page")
            }
            for own in [["Sec-Fetch-Site": "same-origin"], ["Origin": "http://127.0.0.1:\(web.port)"], [:]] {
                #expect(try await filed(own).status == 201, "\(own)")
            }
            // Reading is not acting; and nobody is signed in by a cookie that is none.
            let read = try await web.get(
                "/api/v1/matters",
                as: nil,
                headers: ["Cookie": pair, "Sec-Fetch-Site": "cross-site"]
            )
            #expect(read.status == 200)
            let forged = try await web.get("/api/v1/matters", as: nil, headers: ["Cookie": "whistle=x; a=b"])
            #expect(forged.status == 401)
        }
    }

    @Test func `a password is changed, and the other sessions end with it`() async throws {
        try await WebDistrict.with { web in
            try await web.setPassword(Self.password, of: "desk")
            let first = try await web.cookie("desk", Self.password)
            let second = try await web.cookie("desk", Self.password)
            let weak = try await web.send(
                .PUT,
                "/api/v1/password",
                as: nil,
                headers: first,
                json: ["old": .string(Self.password), "new": "desk"]
            )
            #expect(weak.status == 422)
            let changed = try await web.send(
                .PUT,
                "/api/v1/password",
                as: nil,
                headers: first,
                json: ["old": .string(Self.password), "new": "another long 密码"]
            )
            #expect(changed.status == 204)
            #expect(try await web.get("/api/v1/session", as: nil, headers: first).status == 200)
            #expect(try await web.get("/api/v1/session", as: nil, headers: second).code == "password_changed")
        }
    }

    @Test func `somebody sees where they have signed in, and signs out everywhere`() async throws {
        try await WebDistrict.with { web in
            try await web.setPassword(Self.password, of: "desk")
            let first = try await web.cookie("desk", Self.password)
            let second = try await web.cookie("desk", Self.password)
            let sessions = try await web.get("/api/v1/sessions", as: nil, headers: first).json["sessions"]?.array ?? []
            #expect(sessions.count == 2)
            #expect(sessions.filter { $0["is_this"] == true }.count == 1)
            #expect(sessions.allSatisfy { $0["address"] == "127.0.0.1" })
            let ended = try await web.send(.DELETE, "/api/v1/sessions?keep_this=true", as: nil, headers: first)
            #expect(ended.json["ended"] == 1)
            #expect(try await web.get("/api/v1/session", as: nil, headers: first).status == 200)
            #expect(try await web.get("/api/v1/session", as: nil, headers: second).status == 401)
        }
    }
}

extension WebDistrict {
    /// Sends JSON by any method.
    func send(
        _ method: HTTPMethod,
        _ path: String,
        as account: String?,
        headers: [String: String],
        json: JSONValue
    ) async throws -> Answer {
        let headers = ["Content-Type": "application/json"].merging(headers) { $1 }
        return try await send(method, path, as: account, headers: headers, bytes: json.canonicalBytes)
    }

    /// Gives somebody a password, as whoever runs the program does.
    func setPassword(_ password: String, of account: String) async throws {
        guard let person = city.party(account).person else { return }
        try await accounts.setPassword(
            of: person,
            account: account,
            in: city.id,
            to: password,
            mustChange: false,
            by: .program,
            from: .program
        )
    }

    /// Signs somebody in.
    func signIn(_ account: String, _ password: String) async throws -> Answer {
        try await post("/api/v1/session", ["account": .string(account), "password": .string(password)], as: nil)
    }

    /// Signs somebody in and gives the header that shows it.
    func cookie(_ account: String, _ password: String) async throws -> [String: String] {
        let answer = try await signIn(account, password)
        guard let cookie = answer.header("Set-Cookie") else { throw Refused(answer) }
        return ["Cookie": String(cookie.prefix { $0 != ";" })]
    }
}
