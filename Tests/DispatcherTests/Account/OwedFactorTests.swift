import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// A second factor that is owed: a provider said who it is, and does not answer for one.
@Suite struct OwedFactorTests {
    private static let origin = Origin(address: "192.0.2.9", agent: "test")

    /// Somebody with a second factor here and a name at a provider.
    private static func bound(
        _ change: @Sendable (inout AccountPolicy) -> Void = { _ in },
        _ body: @Sendable (TestDistrict, Accounts, _ secret: [UInt8], _ codes: [String]) async throws -> Void
    ) async throws {
        try await SecondFactorTests.enrolled(change) { city, accounts, secret, codes in
            let name = ExternalName(provider: "city", authority: "https://id.example", subject: "u1")
            try await accounts.bind(name, to: try city.person("desk"), in: city.id, by: .program, from: .program)
            try await body(city, accounts, secret, codes)
        }
    }

    private static func come(_ accounts: Accounts, in city: TestDistrict) async throws -> SignedIn {
        let name = ExternalName(provider: "city", authority: "https://id.example", subject: "u1")
        let way = ExternalSignIn(configuration: try await city.now(), kind: .desk, origin: origin)
        return try await accounts.signIn(ExternalPerson(name: name, account: nil), way)
    }

    private static func prove(_ accounts: Accounts, _ signedIn: SignedIn, _ code: String) async throws -> String? {
        try await refusal(of: { try await accounts.proveSecondFactor(signedIn.identity, code: code, from: origin) })
    }

    @Test func `the session opens nothing until it is proved, and then everything`() async throws {
        try await Self.bound { city, accounts, secret, _ in
            let signedIn = try await Self.come(accounts, in: city)
            #expect(try await accounts.authenticate(session: signedIn.secret).restrictions == [.secondFactorOwed])
            for scope in TokenScope.allCases {
                #expect(throws: AccountRefusal.restricted(.secondFactorOwed)) { try signedIn.identity.check(scope) }
            }
            // Not even another second factor, which would need no code of this one.
            let another = try await refusal(of: {
                try await accounts.confirmSecondFactor(signedIn.identity, code: "000000", from: .program)
            })
            #expect(another == "second_factor_owed")
            #expect(try await Self.prove(accounts, signedIn, "") == "second_factor_needed")
            #expect(try await Self.prove(accounts, signedIn, "000000") == "bad_second_factor")
            let code = TimeCode.code(secret, step: TimeCode.step(at: try await city.engine.now()) + 1)
            let proved = try await accounts.proveSecondFactor(signedIn.identity, code: code, from: Self.origin)
            #expect(proved.restrictions.isEmpty)
            #expect(try await accounts.authenticate(session: signedIn.secret) == proved)
            // What is proved is not asked for again.
            #expect(try await accounts.proveSecondFactor(proved, code: "", from: Self.origin) == proved)
            let kinds = try await city.kinds(of: "desk")
            #expect(kinds.suffix(3) == ["sign_in_refused", "second_factor_failed", "second_factor_proved"])
            // A code is good once, also for another session.
            let second = try await Self.come(accounts, in: city)
            #expect(try await Self.prove(accounts, second, code) == "bad_second_factor")
        }
    }

    @Test func `wrong codes of all sessions together lock, and coming once more forgives none`() async throws {
        try await Self.bound { city, accounts, _, codes in
            for _ in 0..<5 {
                let signedIn = try await Self.come(accounts, in: city)
                #expect(try await Self.prove(accounts, signedIn, "123456") == "bad_second_factor")
            }
            let signedIn = try await Self.come(accounts, in: city)
            #expect(try await Self.prove(accounts, signedIn, codes[0]) == "locked")
            #expect(try await accounts.authenticate(session: signedIn.secret).restrictions == [.secondFactorOwed])
            // Passwords are counted apart: who knows theirs is not kept out by a stranger at the provider.
            #expect(try await accounts.enter("desk", code: codes[0], in: city).identity.restrictions.isEmpty)
        }
    }

    @Test func `a recovery code proves it once`() async throws {
        try await Self.bound { city, accounts, _, codes in
            for expected in [nil, "bad_second_factor"] {
                let signedIn = try await Self.come(accounts, in: city)
                #expect(try await Self.prove(accounts, signedIn, codes[0]) == expected)
            }
        }
    }

    @Test func `half a sign-in ends nobody's session; the proved one does, where each has one alone`() async throws {
        try await Self.bound({ $0.hasOneSessionEach = true }) { city, accounts, _, codes in
            let own = try await accounts.enter("desk", code: codes[0], in: city)
            let signedIn = try await Self.come(accounts, in: city)
            #expect(try await accounts.authenticate(session: own.secret) == own.identity)
            #expect(try await Self.prove(accounts, signedIn, codes[1]) == nil)
            let ended = try await refusal(of: { try await accounts.authenticate(session: own.secret) })
            #expect(ended == "signed_in_elsewhere")
        }
    }

    @Test func `an ended session proves nothing, and where the factor was removed nothing is left to prove`()
        async throws
    {
        try await Self.bound { city, accounts, _, codes in
            let signedIn = try await Self.come(accounts, in: city)
            _ = try await accounts.signOut(signedIn.secret, from: Self.origin)
            #expect(try await Self.prove(accounts, signedIn, codes[0]) == "signed_out")
            // What it was tried with is still good.
            let other = try await Self.come(accounts, in: city)
            #expect(try await Self.prove(accounts, other, codes[0]) == nil)
            let third = try await Self.come(accounts, in: city)
            let person = try city.person("desk")
            #expect(try await accounts.removeSecondFactor(of: person, in: city.id, by: .program, from: .program))
            #expect(try await Self.prove(accounts, third, "000000") == nil)
        }
    }
}
