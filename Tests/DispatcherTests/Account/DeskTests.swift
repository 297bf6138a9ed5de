import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// Desks that the people of a unit share.
@Suite struct DeskTests {
    /// A desk of the community C1 that `desk` has signed in to, where `desk2` has a PIN.
    private static func prepared(
        _ body: @Sendable (TestDistrict, Accounts, SignedIn) async throws -> Void
    ) async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk") { $0.cacheTime = .seconds(5) }
            for (account, pin) in [("desk2", "402913"), ("water", "402914"), ("desk", "402915")] {
                try await accounts.give(account, in: city)
                let own = try await accounts.enter(account, in: city)
                try await accounts.setPIN(own.identity, to: pin, password: goodPassword, from: .program)
            }
            let desk = try await accounts.enter("desk", kind: .duty, unit: city.unit("C1"), in: city)
            try await body(city, accounts, desk)
        }
    }

    @Test func `who gives a PIN acts from then on`() async throws {
        try await Self.prepared { city, accounts, desk in
            #expect(desk.identity.desk == city.unit("C1"))
            _ = try await accounts.authenticate(session: desk.secret)
            let switched = try await accounts.switchPerson(
                session: desk.secret,
                to: "desk2",
                pin: "402913",
                from: .program
            )
            #expect(switched.account == "desk2" && switched.session == desk.identity.session)
            #expect(try await accounts.authenticate(session: desk.secret) == switched)
            let event = try #require(try await city.log(of: "desk2").last)
            #expect(event.kind == "desk_switched" && event.session == desk.identity.session)
            #expect(event.detail["from"]?.int == desk.identity.person.rawValue)
            // At a desk that others use nobody sets a PIN.
            #expect(
                try await refusal(of: {
                    try await accounts.setPIN(switched, to: "402916", password: goodPassword, from: .program)
                })
                    == "wrong_session_kind"
            )
            try await accounts.lockDesk(session: desk.secret, from: .program)
            let locked = try await accounts.authenticate(session: desk.secret)
            #expect(locked.restrictions == [.deskLocked])
            #expect(throws: AccountRefusal.restricted(.deskLocked)) { try locked.check(.readMatters) }
            _ = try await accounts.switchPerson(session: desk.secret, to: "desk", pin: "402915", from: .program)
            #expect(try await accounts.authenticate(session: desk.secret).restrictions.isEmpty)
        }
    }

    @Test func `a PIN of another unit's person, a wrong one, or none opens nothing, and wrong ones lock`() async throws
    {
        try await Self.prepared { city, accounts, desk in
            func code(_ account: String, _ pin: String) async throws -> String? {
                try await refusal(of: {
                    try await accounts.switchPerson(session: desk.secret, to: account, pin: pin, from: .program)
                })
            }
            #expect(try await code("water", "402914") == "no_post")
            #expect(try await code("nobody", "402914") == "bad_pin")
            #expect(try await code("street", "402914") == "bad_pin")
            for _ in 0..<5 { #expect(try await code("desk2", "000000") == "bad_pin") }
            #expect(try await code("desk2", "402913") == "locked")
            #expect(try await code("desk", "402915") == nil)
            // Its password is not locked by that.
            _ = try await accounts.enter("desk2", in: city)
            #expect(try await city.kinds(of: "desk2").count { $0 == "pin_failed" } == 5)
        }
    }

    @Test func `who may not act there any more leaves the desk, and the next may`() async throws {
        try await Self.prepared { city, accounts, desk in
            _ = try await accounts.switchPerson(session: desk.secret, to: "desk2", pin: "402913", from: .program)
            try await city.endPosts(of: "desk2")
            #expect(try await city.accounts().authenticate(session: desk.secret).restrictions == [.deskLocked])
            #expect(
                try await refusal(of: {
                    try await accounts.switchPerson(session: desk.secret, to: "desk2", pin: "402913", from: .program)
                }) == "no_post"
            )
            _ = try await accounts.switchPerson(session: desk.secret, to: "desk", pin: "402915", from: .program)
            let own = try await accounts.enter("desk", in: city)
            #expect(
                try await refusal(of: {
                    try await accounts.switchPerson(session: own.secret, to: "desk", pin: "402915", from: .program)
                }) == "wrong_session_kind"
            )
            #expect(
                try await refusal(of: { try await accounts.enter("desk", kind: .duty, in: city) })
                    == "wrong_session_kind"
            )
            #expect(
                try await refusal(of: { try await accounts.enter("desk", kind: .duty, unit: city.unit("W"), in: city) })
                    == "no_post"
            )
        }
    }
}
