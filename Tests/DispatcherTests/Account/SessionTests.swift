import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// How long sessions last, who ends them, and that a secret opens its own district only.
@Suite struct SessionTests {
    /// Moves a session's times back.
    private static func age(_ city: TestDistrict, seen: String = "0", made: String = "0") async throws {
        try await city.tamper(
            """
            UPDATE session SET seen_at = seen_at - \(seen)::text::interval, made_at = made_at - \(made)::text::interval,
                expires_at = expires_at - \(made)::text::interval
            WHERE district_id = \(city.id.rawValue)
            """
        )
    }

    @Test(arguments: [
        (SessionKind.desk, "29 minutes 50 seconds", "30 minutes"), (.phone, "29 days", "30 days"),
        (.duty, "11 hours 59 minutes", "12 hours"),
    ])
    func `a session that is not used ends`(_ kind: SessionKind, _ still: String, _ over: String) async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk")
            let unit = kind == .duty ? city.unit("C1") : nil
            let secret = try await accounts.enter("desk", kind: kind, unit: unit, in: city).secret
            try await Self.age(city, seen: still)
            // It is seen now: the same again is not too long.
            _ = try await accounts.authenticate(session: secret)
            try await Self.age(city, seen: still)
            _ = try await accounts.authenticate(session: secret)
            #expect(try await accounts.sessions(of: city.person("desk"), in: city.id).count == 1)
            try await Self.age(city, seen: over)
            #expect(try await refusal(of: { try await accounts.authenticate(session: secret) }) == "signed_out")
            #expect(try await accounts.sessions(of: city.person("desk"), in: city.id).isEmpty)
        }
    }

    @Test func `however much it is used, a desk's session ends after twelve hours`() async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk")
            let secret = try await accounts.enter("desk", in: city).secret
            try await Self.age(city, made: "11 hours 59 minutes")
            _ = try await accounts.authenticate(session: secret)
            try await Self.age(city, made: "1 minute")
            #expect(try await refusal(of: { try await accounts.authenticate(session: secret) }) == "signed_out")
        }
    }

    @Test func `being used is written once a minute`() async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk")
            let secret = try await accounts.enter("desk", in: city).secret
            let seen: Query = "SELECT seen_at, xmin::text FROM session WHERE district_id = \(city.id.rawValue)"
            func row() async throws -> (Timestamp, String) { try await city.engine.pool.query(seen).only().decode() }
            let before = try await row()
            for _ in 0..<3 { _ = try await accounts.authenticate(session: secret) }
            #expect(try await row() == before)
            try await Self.age(city, seen: "61 seconds")
            let aged = try await row()
            _ = try await accounts.authenticate(session: secret)
            #expect(try await row().0 > aged.0)
        }
    }

    @Test func `signing out ends it at once, here and everywhere`() async throws {
        try await TestDistrict.with { city in
            // This process keeps what it saw.
            let accounts = try await city.accounts(of: "desk") { $0.cacheTime = .seconds(5) }
            let first = try await accounts.enter("desk", in: city)
            let others = [
                try await accounts.enter("desk", in: city), try await accounts.enter("desk", kind: .phone, in: city),
            ]
            for one in [first] + others { _ = try await accounts.authenticate(session: one.secret) }
            try await accounts.signOut(first.secret, from: .program)
            try await accounts.signOut(first.secret, from: .program)
            #expect(try await refusal(of: { try await accounts.authenticate(session: first.secret) }) == "signed_out")
            #expect(try await accounts.signOutEverywhere(others[0].identity, keepsThis: true, from: .program) == 1)
            _ = try await accounts.authenticate(session: others[0].secret)
            #expect(
                try await refusal(of: { try await accounts.authenticate(session: others[1].secret) }) == "signed_out"
            )
            #expect(try await city.kinds(of: "desk").count { $0 == "signed_out" } == 2)
        }
    }

    @Test func `what another process ends is felt when its time is over, not before`() async throws {
        try await TestDistrict.with { city in
            let here = try await city.accounts(of: "desk") { $0.cacheTime = .milliseconds(300) }
            let secret = try await here.enter("desk", in: city).secret
            _ = try await here.authenticate(session: secret)
            let kept = ContinuousClock.now
            try await city.accounts().signOut(secret, from: .program)
            let known = try await refusal(of: { try await here.authenticate(session: secret) })
            // A slow machine may have taken longer than that.
            #expect(known == nil || ContinuousClock.now - kept > .milliseconds(250))
            try await eventually("the session is over") {
                try await refusal(of: { try await here.authenticate(session: secret) }) == "signed_out"
            }
        }
    }

    @Test func `one's own are listed and ended by number; nobody else's are`() async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk")
            try await accounts.give("desk2", in: city)
            let mine = try await accounts.enter("desk", in: city)
            let phone = try await accounts.enter("desk", kind: .phone, in: city)
            let theirs = try await accounts.enter("desk2", in: city)
            let rows = try await accounts.sessions(of: mine.identity.person, in: city.id)
            #expect(rows.map(\.kind) == [.phone, .desk] && rows[0].agent == "test" && rows[0].address == "192.0.2.7")
            let other = try #require(theirs.identity.session)
            #expect(
                try await refusal(of: { try await accounts.endSession(other, by: mine.identity, from: .program) })
                    == "unknown_session"
            )
            try await accounts.endSession(try #require(phone.identity.session), by: mine.identity, from: .program)
            #expect(try await refusal(of: { try await accounts.authenticate(session: phone.secret) }) == "signed_out")
            _ = try await accounts.authenticate(session: theirs.secret)
        }
    }

    @Test func `a secret opens its own district only, and a damaged one nothing`() async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk")
            let secret = try await accounts.enter("desk", in: city).secret
            try await TestDistrict.with { other in
                let bytes = try #require(Base64.bytes(secret, .url))
                let moved = Base64.text(other.id.rawValue.bytes + bytes.dropFirst(8), .url)
                let spelt = String(secret.dropLast()) + (secret.hasSuffix("A") ? "B" : "A")
                for text in [moved, spelt, "", "wst_", secret + "A", String(secret.reversed())] {
                    #expect(try await refusal(of: { try await accounts.authenticate(session: text) }) == "signed_out")
                }
            }
            _ = try await accounts.authenticate(session: secret)
        }
    }

    @Test func `what is long over is swept, a bounded number at a time`() async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk")
            for _ in 0..<3 { _ = try await accounts.enter("desk", in: city) }
            try await Self.age(city, made: "7 days 13 hours")
            let fresh = try await accounts.enter("desk", in: city)
            _ = try await refusal(of: { try await accounts.enter("nobody", in: city) })
            try await city.tamper(
                "UPDATE attempt SET last_at = last_at - interval '3 days' WHERE district_id = \(city.id.rawValue)"
            )
            _ = try await refusal(of: { try await accounts.enter("water", in: city) })
            func sweep() async throws -> [Int] {
                try await city.engine.pool.flight(AccountCleaning.sweep(city.id, limit: 2)).map(\.affectedRows)
            }
            #expect(try await sweep() == [2, 1])
            #expect(try await sweep() == [1, 0])
            #expect(try await sweep() == [0, 0])
            _ = try await accounts.authenticate(session: fresh.secret)
        }
    }
}
