import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// Who comes in, who does not, and what is counted and written of it.
@Suite struct SignInTests {
    @Test func `the right password opens a session, of which only a hash is stored`() async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk")
            let signedIn = try await accounts.enter("desk", in: city)
            let identity = try await accounts.authenticate(session: signedIn.secret)
            #expect(identity == signedIn.identity)
            #expect(identity.district == city.id && identity.account == "desk")
            #expect(identity.person == (try city.person("desk")) && identity.kind == .desk)
            #expect(identity.restrictions.isEmpty && identity.scopes == nil)
            let row = try await city.engine.pool.query(
                "SELECT hash, address, agent FROM session WHERE district_id = \(city.id.rawValue)"
            ).only()
            #expect(try row[0, as: [UInt8].self] == DistrictSecret(session: signedIn.secret)?.hash)
            #expect(try row.decode(([UInt8], String, String).self).1 == "192.0.2.7")
            let log = try await city.log(of: "desk")
            #expect(log.map(\.kind) == ["password_set", "signed_in"])
            #expect(log.last?.session == identity.session && log.last?.address == "192.0.2.7")
        }
    }

    @Test func `an unknown account, a wrong password and none at all are answered and cost the same`() async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk")
            let calls = [("desk", "wrong password"), ("nobody", goodPassword), ("water", goodPassword), ("~", "")]
            for (account, password) in calls {
                let before = accounts.hasher.count
                #expect(
                    try await refusal(of: { try await accounts.enter(account, password, in: city) })
                        == "bad_credentials"
                )
                #expect(accounts.hasher.count == before + 1, "\(account)")
            }
            let failed = try await city.log().filter { $0.kind == "sign_in_failed" }
            #expect(failed.map(\.person) == [try city.person("desk"), nil, try city.person("water"), nil])
            #expect(failed.allSatisfy { $0.detail == ["failures": 1] }, "nothing that was typed is written")
        }
    }

    @Test(arguments: ["", "\0", String(repeating: "x", count: 2_000_000), "e\u{301}", "\u{FFFD}'\"\\"])
    func `whatever is typed is answered`(_ text: String) async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk")
            for (account, password) in [(text, text), ("desk", text)] {
                #expect(
                    try await refusal(of: { try await accounts.enter(account, password, in: city) })
                        == "bad_credentials"
                )
            }
        }
    }

    @Test func `a password fits however the keyboard puts its letters together`() async throws {
        try await TestDistrict.with { city in
            let accounts = city.accounts()
            try await accounts.give("desk", "cafe\u{301} au lait", in: city)
            #expect(try await !accounts.enter("desk", "caf\u{E9} au lait", in: city).secret.isEmpty)
        }
    }

    @Test func `twenty failures at once count exactly, from two processes`() async throws {
        try await TestDistrict.with { city in
            let accounts = [
                try await city.accounts(of: "desk") { $0.failuresToLock = 100 },
                city.accounts { $0.failuresToLock = 100 },
            ]
            let codes = try await Self.flood(accounts, city)
            #expect(codes == Array(repeating: "bad_credentials", count: 20))
            #expect(
                try await city.count("SELECT failures::bigint FROM attempt WHERE district_id = \(city.id.rawValue)")
                    == 20
            )
            let counted = try await city.log().filter { $0.kind == "sign_in_failed" }.compactMap {
                $0.detail["failures"]?.int
            }
            #expect(counted.sorted() == Array(1...20))
            _ = try await accounts[1].enter("desk", in: city)
            #expect(try await city.count("SELECT count(*) FROM attempt WHERE district_id = \(city.id.rawValue)") == 0)
        }
    }

    @Test func `of twenty guesses at once five are looked at, then the account is locked for its time`() async throws {
        try await TestDistrict.with { city in
            let accounts = [try await city.accounts(of: "desk"), city.accounts()]
            let codes = try await Self.flood(accounts, city)
            #expect(codes.count { $0 == "bad_credentials" } == 5)
            #expect(codes.count { $0 == "locked" } == 15)
            #expect(accounts.map(\.hasher.count).reduce(0, +) == 5 + 1, "and one for setting it")
            #expect(try await refusal(of: { try await accounts[0].enter("desk", in: city) }) == "locked")
            let locked = try await city.log().filter { $0.detail["locked"] == true }
            #expect(locked.count == 1)
            // Nobody else is locked, and the account again is free when its time is over.
            #expect(try await refusal(of: { try await accounts[0].enter("water", in: city) }) == "bad_credentials")
            try await Self.letTimePass(city, "14 minutes 50 seconds")
            #expect(try await refusal(of: { try await accounts[0].enter("desk", in: city) }) == "locked")
            try await Self.letTimePass(city, "11 seconds")
            #expect(
                try await refusal(of: { try await accounts[0].enter("desk", "wrong", in: city) }) == "bad_credentials"
            )
            _ = try await accounts[0].enter("desk", in: city)
        }
    }

    @Test func `until when is said`() async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk") { $0.failuresToLock = 1 }
            #expect(try await refusal(of: { try await accounts.enter("desk", "wrong", in: city) }) == "bad_credentials")
            let now = try await city.engine.now()
            let refusal = await #expect(throws: AccountRefusal.self) { try await accounts.enter("desk", in: city) }
            guard case .locked(let until?) = refusal else {
                Issue.record("\(String(describing: refusal))")
                return
            }
            #expect((now.microseconds + 800_000_000...now.microseconds + 901_000_000).contains(until.microseconds))
        }
    }

    /// Twenty wrong passwords at once.
    private static func flood(_ accounts: [Accounts], _ city: TestDistrict) async throws -> [String] {
        try await withThrowingTaskGroup(of: String?.self) { group in
            for index in 0..<20 {
                group.addTask {
                    try await refusal(of: { try await accounts[index % 2].enter("desk", "guess \(index)", in: city) })
                }
            }
            return try await group.reduce(into: []) { $0.append($1 ?? "in") }
        }
    }

    private static func letTimePass(_ city: TestDistrict, _ time: String) async throws {
        try await city.tamper(
            """
            UPDATE attempt SET last_at = last_at - \(time)::text::interval,
                locked_until = locked_until - \(time)::text::interval
            WHERE district_id = \(city.id.rawValue)
            """
        )
    }
}

extension SignInTests {
    // MARK: - The right password, and yet

    @Test func `who holds no post today stays out, and is not counted`() async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk")
            let signedIn = try await accounts.enter("desk", in: city)
            let token = try await accounts.makeToken(
                of: try city.person("desk"),
                in: city.id,
                title: "t",
                scopes: [.readMatters],
                by: nil,
                from: .program
            )
            try await city.endPosts(of: "desk")
            #expect(try await refusal(of: { try await accounts.enter("desk", in: city) }) == "no_post")
            #expect(try await refusal(of: { try await accounts.authenticate(session: signedIn.secret) }) == "no_post")
            #expect(try await refusal(of: { try await accounts.authenticate(token: token.text) }) == "no_post")
            #expect(try await refusal(of: { try await accounts.enter("desk", "wrong", in: city) }) == "bad_credentials")
            #expect(try await city.log(of: "desk").last?.detail["failures"] == 1)
            #expect(try await city.log(of: "desk").contains { $0.detail == ["code": "no_post"] })
        }
    }

    @Test func `who is locked by an administrator stays out, whose sessions and tokens end`() async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk")
            let desk = try city.person("desk")
            let signedIn = try await accounts.enter("desk", in: city)
            try await accounts.setBlocked(true, desk, account: "desk", in: city.id, by: .program, from: .program)
            #expect(try await refusal(of: { try await accounts.enter("desk", in: city) }) == "locked")
            #expect(
                try await refusal(of: { try await accounts.authenticate(session: signedIn.secret) }) == "session_ended"
            )
            try await accounts.setBlocked(false, desk, account: "desk", in: city.id, by: .program, from: .program)
            _ = try await accounts.enter("desk", in: city)
            let kinds = [
                "password_set", "signed_in", "blocked", "session_ended", "sign_in_refused", "unblocked", "signed_in",
            ]
            #expect(try await city.kinds(of: "desk") == kinds)
        }
    }

    @Test func `a password that somebody else chose, or that is too old, opens a session that may only change it`()
        async throws
    {
        try await TestDistrict.with { city in
            let accounts = city.accounts { $0.passwordDays = 90 }
            let (desk, new) = (try city.person("desk"), "another horse 电池")
            try await accounts.setPassword(
                of: desk,
                account: "desk",
                in: city.id,
                to: goodPassword,
                by: .program,
                from: .program
            )
            let first = try await accounts.enter("desk", in: city)
            #expect(first.identity.restrictions == [.mustChange])
            #expect(throws: AccountRefusal.restricted(.mustChange)) { try first.identity.check(.readMatters) }
            #expect(
                try await refusal(of: {
                    try await accounts.changePassword(
                        first.identity,
                        from: goodPassword,
                        to: goodPassword,
                        from: .program
                    )
                }) == "password_unchanged"
            )
            try await accounts.changePassword(first.identity, from: goodPassword, to: new, from: .program)
            let freed = try await accounts.authenticate(session: first.secret)
            #expect(freed.restrictions.isEmpty)
            try freed.check(.readMatters)
            try await city.tamper(
                """
                UPDATE credential SET password_set_at = password_set_at - interval '91 days'
                WHERE district_id = \(city.id.rawValue)
                """
            )
            #expect(try await accounts.authenticate(session: first.secret).restrictions == [.passwordExpired])
            #expect(try await accounts.enter("desk", new, in: city).identity.restrictions == [.passwordExpired])
            #expect(try await refusal(of: { try await accounts.enter("desk", in: city) }) == "bad_credentials")
        }
    }

    @Test func `changing it ends all other sessions, and guessing the old one is counted`() async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk")
            let (mine, other) = (try await accounts.enter("desk", in: city), try await accounts.enter("desk", in: city))
            for code in [
                "bad_credentials", "bad_credentials", "bad_credentials", "bad_credentials", "bad_credentials", "locked",
            ] {
                #expect(
                    try await refusal(of: {
                        try await accounts.changePassword(
                            mine.identity,
                            from: "guess",
                            to: "another 电池 horse",
                            from: .program
                        )
                    }) == code
                )
            }
            let desk = try city.person("desk")
            try await accounts.setBlocked(false, desk, account: "desk", in: city.id, by: .program, from: .program)
            try await accounts.changePassword(mine.identity, from: goodPassword, to: "another 电池 horse", from: .program)
            _ = try await accounts.authenticate(session: mine.secret)
            #expect(
                try await refusal(of: { try await accounts.authenticate(session: other.secret) }) == "password_changed"
            )
        }
    }

    @Test func `where one session is allowed, the older one is told why it ended`() async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk") { $0.hasOneSessionEach = true }
            let first = try await accounts.enter("desk", in: city)
            let second = try await accounts.enter("desk", kind: .phone, in: city)
            #expect(
                try await refusal(of: { try await accounts.authenticate(session: first.secret) })
                    == "signed_in_elsewhere"
            )
            _ = try await accounts.authenticate(session: second.secret)
            #expect(try await accounts.sessions(of: first.identity.person, in: city.id).count == 1)
        }
    }

    @Test func `of several who sign in at once the last one is in`() async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk") { policy in
                policy.hasOneSessionEach = true
                // All of them are counted before the first is forgiven.
                policy.failuresToLock = 100
            }
            let secrets = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 { group.addTask { try await accounts.enter("desk", in: city).secret } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            var codes: [String?] = []
            for secret in secrets {
                codes.append(try await refusal(of: { try await accounts.authenticate(session: secret) }))
            }
            #expect(codes.count { $0 == nil } == 1 && codes.count { $0 == "signed_in_elsewhere" } == 7)
        }
    }

    @Test func `a session is not made on a password that was changed meanwhile`() async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk")
            let desk = try city.person("desk")
            let stored: Query = "SELECT password FROM credential WHERE district_id = \(city.id.rawValue)"
            let old: String = try await city.engine.pool.query(stored).only()[0]
            try await accounts.give("desk", "another horse 电池", in: city)
            let new: String = try await city.engine.pool.query(stored).only()[0]
            for (password, made) in [(old, 0), (new, 1)] {
                let session = NewSession(
                    hash: DistrictSecret.make(.session, in: city.id).hash,
                    kind: .desk,
                    person: desk,
                    unit: nil,
                    seconds: 60,
                    address: "",
                    agent: ""
                )
                let note = SecurityNote(.signedIn, by: desk)
                let rows = try await city.engine.pool.query(
                    SessionQueries.make(city.id, session, password: password, note)
                )
                #expect(rows.count == made)
                #expect(try await city.kinds(of: "desk").count { $0 == "signed_in" } == made, "nor an event")
            }
        }
    }

    @Test func `a password written at another cost is written anew, and keeps its age`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.accounts(of: "desk")
            let stored: Query =
                "SELECT password, password_set_at FROM credential WHERE district_id = \(city.id.rawValue)"
            let before = try await city.engine.pool.query(stored).only().decode((String, Timestamp).self)
            let dearer = city.accounts { $0.passwordCost = PasswordCost(logN: 3, r: 4, p: 2) }
            _ = try await dearer.enter("desk", in: city)
            let after = try await city.engine.pool.query(stored).only().decode((String, Timestamp).self)
            #expect(before.0.hasPrefix("$scrypt$ln=2,r=8,p=1$") && after.0.hasPrefix("$scrypt$ln=3,r=4,p=2$"))
            #expect(before.1 == after.1)
            _ = try await dearer.enter("desk", in: city)
        }
    }

    @Test func `a flood is refused before anything is counted`() async throws {
        let hasher = PasswordHasher(width: 1, waiting: 1)
        try await hasher.admitted { () async throws -> Void in
            try await hasher.admitted { () async throws -> Void in
                await #expect(throws: AccountRefusal.busy) { try await hasher.admitted {} }
            }
        }
        try await hasher.admitted {}
    }
}
