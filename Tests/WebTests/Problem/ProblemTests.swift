import NIOHTTP1
import TestSupport
import Testing
import Web
import Workflow

/// What goes wrong is told as RFC 9457 says, in the language asked for.
@Suite struct ProblemTests {
    @Test func `whoever has not signed in is told so`() async throws {
        try await WebDistrict.with { web in
            let nobody = try await web.get("/api/v1/matters", as: nil)
            #expect(nobody.status == 401)
            #expect(nobody.code == "not_signed_in")
            #expect(nobody.header("WWW-Authenticate") == "Bearer")
            #expect(nobody.header("Content-Type") == "application/problem+json")
            #expect(try await web.get("/api/v1/matters", as: "nobody").code == "bad_token")
            let basic = try await web.get("/api/v1/matters", as: nil, headers: ["Authorization": "Basic ZGVzazp4"])
            #expect(basic.status == 401)
        }
    }

    @Test func `a token that may only read cannot write`() async throws {
        try await WebDistrict.with { web in
            #expect(try await web.get("/api/v1/matters", as: "desk@read").status == 200)
            let answer = try await web.post("/api/v1/matters", WebDistrict.filing(), as: "desk@read")
            #expect(answer.status == 403)
            #expect(answer.code == "scope_missing")
        }
    }

    @Test func `all that is wrong with a body is told at once, with its place`() async throws {
        try await WebDistrict.with { web in
            let answer = try await web.post("/api/v1/matters", ["definition": 7, "feilds": [:]])
            #expect(answer.status == 400)
            #expect(answer.code == "bad_request")
            let errors = answer.json["errors"]?.array ?? []
            #expect(Set(errors.compactMap { $0["place"]?.string }) == ["/definition", "/fields", "/feilds"])
            #expect(Set(errors.compactMap { $0["code"]?.string }) == ["wrong_type", "missing", "unexpected"])
        }
    }

    @Test func `a strange name of the client's own is told as far as a text can hold it`() async throws {
        try await WebDistrict.with { web in
            for (name, told) in [
                ("a%00b", "ab"), (String(repeating: "n", count: 900), String(repeating: "n", count: 500)),
            ] {
                let answer = try await web.get("/api/v1/matters?\(name)=1")
                #expect(
                    answer.status == 400 && answer.json["errors"]?.array?.first?["place"]?.string == told,
                    "\(answer)"
                )
            }
        }
    }

    @Test(arguments: [
        ("{\"fields\":", "json_ends_early", 400), ("{\"a\":1,\"a\":2}", "json_key_twice", 400),
        ("{\"fields\":{\"x\":1.5}}", "json_number_not_whole", 400), ("[]", "bad_request", 400),
        ("\u{FEFF}{}", "json_unexpected", 400), ("", "json_ends_early", 400),
    ])
    func `what is no JSON is refused`(_ text: String, _ code: String, _ status: Int) async throws {
        try await WebDistrict.with { web in
            let answer = try await web.send(
                .POST,
                "/api/v1/matters",
                headers: ["Content-Type": "application/json"],
                bytes: Array(text.utf8)
            )
            #expect(answer.status == status)
            #expect(answer.code == code)
        }
    }

    @Test func `kind, size and method of a request are looked at`() async throws {
        var limits = ServiceLimits()
        limits.body = 1_000
        limits.sheet = 10_000
        try await WebDistrict.with(limits: limits, also: .keepers) { web in
            let kind = try await web.send(.POST, "/api/v1/matters", headers: ["Content-Type": "text/plain"], bytes: [1])
            #expect(kind.status == 415)
            let large = try await web.post(
                "/api/v1/matters",
                WebDistrict.filing(text: String(repeating: "长", count: 400))
            )
            #expect(large.status == 413)
            #expect(large.code == "too_large")
            // The rows of a sheet may be as large as a page's sheet; what is larger is told its own limit.
            for (count, status) in [(100, 422), (400, 413)] {
                let rows = (0..<count).map { ["单位编码": JSONValue.string("N\($0)"), "名称": "网格"] as JSONValue }
                let answer = try await web.post("/api/v1/imports/units", ["rows": .array(rows)], as: "system")
                #expect(answer.status == status, "\(count): \(answer.text)")
                if status == 413 { #expect(answer.json["detail"]?.string?.contains("10000") == true, "\(answer.text)") }
            }
            let method = try await web.send(.DELETE, "/api/v1/matters")
            #expect(method.status == 405)
            #expect(method.header("Allow") == "GET, POST")
            let path = try await web.get("/api/v2/matters")
            #expect(path.status == 404)
            #expect(path.code == "no_such_path")
            // The connection is still good for the next one.
            #expect(try await web.get("/api/v1/matters").status == 200)
        }
    }

    @Test func `a slip in a filter does not show everything`() async throws {
        try await WebDistrict.with { web in
            let answer = try await web.get("/api/v1/matters?stat=reported&limit=0&closed=yes&lamp=blue")
            #expect(answer.status == 400)
            let errors = answer.json["errors"]?.array ?? []
            #expect(Set(errors.compactMap { $0["place"]?.string }) == ["stat", "limit", "closed", "lamp/0"])
            #expect(try await web.get("/api/v1/matters?words=%C3%28").status == 400)
            #expect(try await web.get("/api/v1/matters?limit=5&limit=6").status == 400)
        }
    }

    @Test func `percent signs in a path are read, and plus signs are not blanks`()
        async throws
    {
        try await WebDistrict.with { web in
            let known = try await web.get("/api/v1/units/%43%31")
            #expect(known.json["code"] == "C1")
            let unknown = try await web.get("/api/v1/units/C+1")
            #expect(unknown.json["detail"]?.string?.contains("C+1") == true)
        }
    }

    @Test func `a refusal by the rules keeps its code, in the language asked for`() async throws {
        try await WebDistrict.with { web in
            let filing: JSONValue = ["fields": ["category": "没有的", "place": "C1", "text": "x"]]
            let zh = try await web.post("/api/v1/matters", filing)
            let en = try await web.post("/api/v1/matters", filing, headers: ["Accept-Language": "en"])
            #expect(zh.status == 422)
            #expect(zh.code == "unknown_category")
            #expect(en.code == "unknown_category")
            #expect(zh.json["detail"] != en.json["detail"])
            #expect(zh.header("Content-Language") == "zh-CN")
            #expect(zh.json["instance"]?.string == "urn:whistle:request:" + (zh.header("X-Request-Id") ?? ""))
        }
    }
}
