import Dispatcher
import HTTPTypes
import PGStore
import Postgres
import TestSupport
import Testing
import Web
import Workflow

/// Whoever had no answer sends the same write again, under the same key: it is done once and answered alike.
@Suite(.timeLimit(.minutes(5))) struct RepetitionTests {
    private static let password = "三件事情 cold-lake 9"

    private static func people(_ account: String) -> JSONValue {
        ["rows": [["账号": .string(account), "姓名": "新人", "岗位": "网格员", "单位编码": "G"]]]
    }

    private static func send(
        _ web: WebDistrict,
        _ body: JSONValue,
        key: String,
        as account: String = "system",
        _ query: String = ""
    ) async throws -> Answer {
        try await web.post("/api/v1/imports/people\(query)", body, as: account, headers: ["Idempotency-Key": key])
    }

    private static func changes(_ web: WebDistrict) async throws -> Int {
        try await web.accounts.log(web.city.id).count { $0.kind == "configuration_changed" }
    }

    private static func keys(_ web: WebDistrict) async throws -> Int {
        try await web.city.count("SELECT count(*) FROM request_key WHERE district_id = \(web.city.id.rawValue)")
    }

    @Test func `every write takes a key, and says what becomes of it`() {
        var harmless: Set<String> = []
        for endpoint in Endpoints.all {
            let keys = endpoint.parameters.filter { $0.name == "Idempotency-Key" && $0.place == .header }
            guard endpoint.method != .get, endpoint.method != .head else {
                #expect(endpoint.repetition == nil && keys.isEmpty, "\(endpoint.id) changes nothing")
                continue
            }
            #expect(keys.count == 1, "\(endpoint.id) takes no key")
            switch endpoint.repetition {
            case nil: Issue.record("\(endpoint.id) does not say what becomes of the same again")
            case .command?: break
            case .harmless?: harmless.insert(endpoint.id)
            case .kept(let secrets)?:
                #expect(endpoint.access != .anybody && endpoint.access != .open, "whose key is it at \(endpoint.id)?")
                // What is not kept may be null in the answer.
                for secret in secrets {
                    guard case .object(let members)? = endpoint.answers.first?.body else {
                        Issue.record("\(endpoint.id) answers no object")
                        continue
                    }
                    let shape = members.first { $0.key == secret }?.shape
                    #expect(shape?.faults(in: .null).isEmpty == true, "\(secret) of \(endpoint.id)")
                }
            }
        }
        // Before anybody is known by a session, what its own nature does once, and what changes nothing.
        #expect(
            harmless == [
                "signIn", "signOut", "useSlip", "switchDesk", "lockDesk", "receiveReceipts", "receiveSignedReceipts",
                "simulateDirectory", "readHolidayNotice", "findByTelephone", "proveSecondFactor",
            ]
        )
        // What shows a secret once does not keep it.
        for id in ["makeToken", "makeSlip", "beginSecondFactor", "confirmSecondFactor"] {
            let endpoint = Endpoints.all.first { $0.id == id }
            if case .kept(let secrets)? = endpoint?.repetition, !secrets.isEmpty { continue }
            Issue.record("\(id) keeps what it shows once")
        }
    }

    @Test func `the same again is answered alike and done once; another request under the key is refused`() async throws
    {
        try await WebDistrict.with(also: .property + .keepers + .local) { web in
            let first = try await Self.send(web, Self.people("new1"), key: "k")
            #expect(first.status == 200 && first.header("Idempotency-Replayed") == nil, "\(first)")
            #expect(first.json["loaded"] == 1)
            let again = try await Self.send(web, Self.people("new1"), key: "k")
            #expect(again.status == 200 && again.json == first.json, "\(again)")
            #expect(again.header("Idempotency-Replayed") == "true" && again.header("ETag") == first.header("ETag"))
            #expect(again.header("Content-Type") == "application/json")
            // In the language of the first, and it says so.
            let english = try await web.post(
                "/api/v1/imports/people",
                Self.people("new1"),
                as: "system",
                headers: ["Idempotency-Key": "k", "Accept-Language": "en"]
            )
            #expect(
                english.json == first.json && english.header("Content-Language") == first.header("Content-Language")
            )
            #expect(first.header("Content-Language")?.hasPrefix("zh") == true)
            #expect(try await Self.changes(web) == 1)
            for (body, query) in [(Self.people("new2"), ""), (Self.people("new1"), "?dry_run=true")] {
                let other = try await Self.send(web, body, key: "k", query)
                #expect(other.status == 422 && other.code == "key_reused", "\(other)")
            }
            let path = "/api/v1/definitions"
            let elsewhere = try await web.post(path, ["lines": ["x"]], as: "system", headers: ["Idempotency-Key": "k"])
            #expect(elsewhere.code == "key_reused")
            // Another's key is another key; and whoever may not, may not with one.
            #expect(try await Self.send(web, Self.people("new1"), key: "k", as: "local").json["already_there"] == 1)
            #expect(try await Self.send(web, Self.people("new1"), key: "k", as: "desk").status == 403)
            #expect(try await Self.changes(web) == 2)
            #expect(try await Self.keys(web) == 2)
            // Without a key it is done again.
            _ = try await web.post("/api/v1/imports/people", Self.people("new1"), as: "system")
            #expect(try await Self.changes(web) == 3)
        }
    }

    @Test func `under a key that was refused something else may be sent`() async throws {
        try await WebDistrict.with(also: .keepers) { web in
            let bad: JSONValue = ["rows": [["账号": "new1", "姓名": "新人", "岗位": "宇航员", "单位编码": "G"]]]
            let refused = try await Self.send(web, bad, key: "k")
            #expect(refused.code == "bad_rows")
            #expect(try await Self.keys(web) == 0)
            #expect(try await Self.send(web, Self.people("new1"), key: "k").status == 200)
        }
    }

    @Test func `of two at once one is told to wait, and then hears what the other heard`() async throws {
        try await WebDistrict.with(also: .keepers) { web in
            let (taken, held, city) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream(), web.city)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    // Somebody else writes the configuration: the first one waits.
                    try await city.asSuperuser { connection in
                        try await connection.withTransaction { connection in
                            _ = try await connection.query(ConfigurationWrite.lock(city.id))
                            taken.continuation.finish()
                            for await _ in held.stream { break }
                        }
                    }
                }
                for await _ in taken.stream { break }
                group.addTask {
                    let first = try await Self.send(web, Self.people("new1"), key: "k")
                    #expect(first.status == 200 && first.json["loaded"] == 1, "\(first)")
                }
                try await eventually("the first has taken the key") { try await Self.keys(web) == 1 }
                let second = try await Self.send(web, Self.people("new1"), key: "k")
                #expect(second.status == 409 && second.code == "key_in_use", "\(second)")
                #expect(second.header("Retry-After") == "2")
                let other = try await Self.send(web, Self.people("new2"), key: "k")
                #expect(other.status == 422 && other.code == "key_reused", "\(other)")
                held.continuation.finish()
                try await group.waitForAll()
            }
            let third = try await Self.send(web, Self.people("new1"), key: "k")
            #expect(third.json["loaded"] == 1 && third.header("Idempotency-Replayed") == "true", "\(third)")
            #expect(try await Self.changes(web) == 1)
        }
    }

    @Test func `what broke off is carried out by whoever sends the same again`() async throws {
        try await WebDistrict.with(also: .keepers) { web in
            _ = try await Self.send(web, Self.people("new1"), key: "k")
            let id = web.city.id.rawValue
            func breakOff(_ ago: String) async throws {
                _ = try await web.city.tamper(
                    """
                    UPDATE request_key SET status = NULL, answer = NULL,
                        held_until = clock_timestamp() - \(ago)::interval
                    WHERE district_id = \(id)
                    """
                )
            }
            try await breakOff("-30 s")
            #expect(try await Self.send(web, Self.people("new1"), key: "k").status == 409)
            try await breakOff("1 s")
            #expect(try await Self.send(web, Self.people("new2"), key: "k").code == "key_reused")
            let again = try await Self.send(web, Self.people("new1"), key: "k")
            #expect(again.status == 200 && again.json["already_there"] == 1, "\(again)")
            #expect(again.header("Idempotency-Replayed") == nil)
            #expect(try await Self.send(web, Self.people("new1"), key: "k").header("Idempotency-Replayed") == "true")
        }
    }

    @Test func `what is shown once is nowhere in the database, and null the second time`() async throws {
        try await WebDistrict.with { web in
            try await web.setPassword(Self.password, of: "desk")
            let session = try await web.cookie("desk", Self.password)
            let headers = session.merging(["Idempotency-Key": "once"]) { $1 }
            let body: JSONValue = [
                "title": "nightly", "scopes": ["matters:read"], "days": 7, "password": .string(Self.password),
            ]
            let made = try await web.post("/api/v1/tokens", body, as: nil, headers: headers)
            let token = try #require(made.json["token"]?.string)
            let again = try await web.post("/api/v1/tokens", body, as: nil, headers: headers)
            #expect(again.status == 201 && again.json["token"] == .null && again.json["id"] == made.json["id"])
            #expect(again.header("Idempotency-Replayed") == "true")
            let listed = try await web.get("/api/v1/tokens", as: nil, headers: session).json["tokens"]?.array ?? []
            #expect(listed.count { $0["title"] == "nightly" } == 1)
            let rows = try await web.city.engine.pool.query(
                "SELECT request_key::text, digest FROM request_key WHERE district_id = \(web.city.id.rawValue)"
            )
            let row: String = try rows.only()[0]
            #expect(!row.contains(token) && !row.contains(token.dropFirst(4)) && !row.contains(Self.password))
            // Nor is the password found by trying: without the session's own secret the digest is another.
            let request: JSONValue = ["endpoint": "makeToken", "values": [:], "body": body]
            let guess = RequestKey(
                "once",
                of: try #require(web.city.party("desk").person),
                in: web.city.id,
                for: request.canonicalBytes,
                under: web.city.engine.keys
            )
            let digest: [UInt8] = try rows.only()[1]
            #expect(!guess.digests.contains(digest))
        }
    }
}
