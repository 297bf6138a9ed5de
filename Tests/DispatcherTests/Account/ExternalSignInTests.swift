import Crypto
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// Who comes in by a provider of the city's: whom its name means, and what that opens.
@Suite struct ExternalSignInTests {
    private static func name(_ subject: String, _ authority: String = "https://id.example") -> ExternalName {
        ExternalName(provider: "city", authority: authority, subject: subject)
    }

    private static let origin = Origin(address: "192.0.2.8", agent: "test")

    private static func enter(
        _ accounts: Accounts,
        _ subject: String,
        claims account: String? = nil,
        vouched: Bool = false,
        hours: Int? = nil,
        code: String? = nil,
        authority: String = "https://id.example",
        in city: TestDistrict,
        confirms: @escaping @Sendable ([Post]) -> Bool = { _ in true }
    ) async throws -> SignedIn {
        let person = ExternalPerson(
            name: name(subject, authority),
            account: account,
            hasSecondFactor: vouched,
            hours: hours,
            confirms: confirms
        )
        let way = ExternalSignIn(configuration: try await city.now(), kind: .desk, code: code, origin: origin)
        return try await accounts.signIn(person, way)
    }

    private func bind(_ accounts: Accounts, _ subject: String, to account: String, in city: TestDistrict) async throws {
        try await accounts.bind(
            Self.name(subject),
            to: try city.person(account),
            in: city.id,
            by: .program,
            from: .program
        )
    }

    @Test func `a name that an administrator bound opens a session without any password`() async throws {
        try await TestDistrict.with { city in
            let accounts = city.accounts()
            try await bind(accounts, "u1", to: "desk", in: city)
            let signedIn = try await Self.enter(accounts, "u1", in: city)
            #expect(signedIn.identity.account == "desk" && signedIn.identity.restrictions.isEmpty)
            #expect(try await accounts.authenticate(session: signedIn.secret) == signedIn.identity)
            let log = try await city.log(of: "desk")
            #expect(log.map(\.kind) == ["identity_bound", "signed_in"])
            #expect(log.last?.detail["provider"] == "city" && log.last?.address == "192.0.2.8")
            #expect(
                log.allSatisfy { !$0.detail.canonicalText.contains("u1") },
                "no name of a person's stands in the log"
            )
            let row = try #require(try await accounts.bindings(in: city.id).first)
            #expect(row.account == "desk" && row.name == Self.name("u1") && !row.isOwn && row.lastUsedOn != nil)
        }
    }

    @Test func `who is bound to nobody stays out, and the log names nobody`() async throws {
        try await TestDistrict.with { city in
            let accounts = city.accounts()
            for claimed in [nil, "nobody", "", "\0", "~"] {
                let found = try await refusal(of: { try await Self.enter(accounts, "u9", claims: claimed, in: city) })
                #expect(found == "identity_not_bound")
            }
            let log = try await city.log()
            #expect(log.map(\.kind) == Array(repeating: "sign_in_refused", count: 5))
            #expect(
                log.allSatisfy { $0.person == nil && $0.detail == ["code": "identity_not_bound", "provider": "city"] }
            )
            #expect(try await accounts.bindings(in: city.id).isEmpty)
        }
    }

    @Test func `the first sign-in binds to the account that a claim names, once and for one name`() async throws {
        try await TestDistrict.with { city in
            let accounts = city.accounts()
            #expect(try await Self.enter(accounts, "u1", claims: "desk", in: city).identity.account == "desk")
            // Bound: the claim is not looked at any more.
            #expect(try await Self.enter(accounts, "u1", claims: "street", in: city).identity.account == "desk")
            // Another name that claims to be the same person is nobody's.
            let second = try await refusal(of: { try await Self.enter(accounts, "u2", claims: "desk", in: city) })
            #expect(second == "identity_not_bound")
            // Nor does the same name of another authority mean anybody, though the provider is called the same.
            let other = try await refusal(of: {
                try await Self.enter(accounts, "u1", claims: "desk", authority: "https://new.example", in: city)
            })
            #expect(other == "identity_not_bound")
            let rows = try await accounts.bindings(of: try city.person("desk"), in: city.id)
            #expect(rows.count == 1 && rows.first?.isOwn == true)
        }
    }

    @Test func `of many first sign-ins at once by two names one binds`() async throws {
        try await TestDistrict.with { city in
            let accounts = city.accounts()
            let configuration = try await city.now()
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<12 {
                    group.addTask {
                        let person = ExternalPerson(name: Self.name("u\(index % 2)"), account: "desk")
                        let way = ExternalSignIn(configuration: configuration, kind: .desk, origin: Self.origin)
                        return (try? await accounts.signIn(person, way)) != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(outcomes >= 1)
            #expect(try await accounts.bindings(in: city.id).count == 1)
        }
    }

    @Test func `who keeps the system is bound by an administrator only`() async throws {
        try await TestDistrict.with(also: .keepers) { city in
            let accounts = city.accounts()
            let first = try await refusal(of: { try await Self.enter(accounts, "u1", claims: "security", in: city) })
            #expect(first == "identity_not_bound")
            try await bind(accounts, "u1", to: "security", in: city)
            // Their second factor is asked for all the same, unless the provider answers for it.
            let plain = try await Self.enter(accounts, "u1", in: city)
            #expect(plain.identity.restrictions == [.secondFactorMissing])
            #expect(try await accounts.authenticate(session: plain.secret).restrictions == [.secondFactorMissing])
            let vouched = try await Self.enter(accounts, "u1", vouched: true, in: city)
            #expect(vouched.identity.restrictions.isEmpty)
            #expect(try await accounts.authenticate(session: vouched.secret).restrictions.isEmpty)
        }
    }

    @Test func `a second factor of ours is asked for, unless the provider answers for one`() async throws {
        try await TestDistrict.with { city in
            let sealer = SecretSealer.aesGCM(SymmetricKey(size: .bits256))
            let accounts = try await city.accounts(of: "desk", sealer: sealer)
            let own = try await accounts.enter("desk", in: city).identity
            _ = try await accounts.beginSecondFactor(own, password: goodPassword, from: .program)
            let pending = try await accounts.credential(of: "desk", in: city.id).pendingFactor
            let purpose = SecretSealer.secondFactor(of: try city.person("desk"), in: city.id)
            let secret = try sealer.open(try #require(pending), purpose)
            let step = TimeCode.step(at: try await city.engine.now())
            _ = try await accounts.confirmSecondFactor(own, code: TimeCode.code(secret, step: step), from: .program)
            try await bind(accounts, "u1", to: "desk", in: city)
            // On the way back from a provider nobody can be asked: the session opens nothing before it is proved.
            #expect(try await Self.enter(accounts, "u1", in: city).identity.restrictions == [.secondFactorOwed])
            let wrong = try await refusal(of: { try await Self.enter(accounts, "u1", code: "000000", in: city) })
            #expect(wrong == "bad_second_factor")
            let code = TimeCode.code(secret, step: step + 1)
            #expect(try await Self.enter(accounts, "u1", code: code, in: city).identity.account == "desk")
            #expect(try await Self.enter(accounts, "u1", vouched: true, in: city).identity.account == "desk")
        }
    }

    @Test func `a password that must be changed holds back no session that came without one`() async throws {
        try await TestDistrict.with { city in
            let accounts = city.accounts()
            let person = try city.person("desk")
            try await accounts.setPassword(
                of: person,
                account: "desk",
                in: city.id,
                to: goodPassword,
                by: .program,
                from: .program
            )
            try await bind(accounts, "u1", to: "desk", in: city)
            let external = try await Self.enter(accounts, "u1", in: city)
            #expect(try await accounts.authenticate(session: external.secret).restrictions.isEmpty)
            let own = try await accounts.enter("desk", in: city)
            #expect(try await accounts.authenticate(session: own.secret).restrictions == [.mustChange])
        }
    }

    @Test func `who is locked, holds no post, or whose posts are not confirmed stays out`() async throws {
        try await TestDistrict.with { city in
            let accounts = city.accounts()
            try await bind(accounts, "u1", to: "desk", in: city)
            let person = try city.person("desk")
            let unit = try #require(city.configuration.territory.unit(code: "C1")).id
            let role = RoleName("community_dispatcher")
            let signedIn = try await Self.enter(accounts, "u1", in: city) { $0 == [Post(role: role, unit: unit)] }
            let unconfirmed = try await refusal(of: { try await Self.enter(accounts, "u1", in: city) { _ in false } })
            #expect(unconfirmed == "posts_unconfirmed")
            func block(_ isBlocked: Bool) async throws {
                try await accounts.setBlocked(
                    isBlocked,
                    person,
                    account: "desk",
                    in: city.id,
                    by: .program,
                    from: .program
                )
            }
            try await block(true)
            #expect(try await refusal(of: { try await Self.enter(accounts, "u1", in: city) }) == "locked")
            #expect(
                try await refusal(of: { try await accounts.authenticate(session: signedIn.secret) }) == "session_ended"
            )
            try await block(false)
            try await city.endPosts(of: "desk")
            #expect(try await refusal(of: { try await Self.enter(accounts, "u1", in: city) }) == "no_post")
            let refused = try await city.log(of: "desk").filter { $0.kind == "sign_in_refused" }
            #expect(refused.map { $0.detail["code"] } == ["posts_unconfirmed", "locked", "no_post"])
            #expect(refused.allSatisfy { $0.detail["provider"] == "city" })
        }
    }

    @Test func `unbinding ends the sessions, and nothing comes in by that name again`() async throws {
        try await TestDistrict.with { city in
            let accounts = city.accounts()
            try await bind(accounts, "u1", to: "desk", in: city)
            let person = try city.person("desk")
            let signedIn = try await Self.enter(accounts, "u1", in: city)
            #expect(
                try await refusal(of: { try await bind(accounts, "u1", to: "street", in: city) }) == "already_bound"
            )
            #expect(try await refusal(of: { try await bind(accounts, "u2", to: "desk", in: city) }) == "already_bound")
            try await accounts.unbind(provider: "city", person, in: city.id, by: .program, from: .program)
            #expect(
                try await refusal(of: { try await accounts.authenticate(session: signedIn.secret) }) == "session_ended"
            )
            #expect(try await refusal(of: { try await Self.enter(accounts, "u1", in: city) }) == "identity_not_bound")
            let again = try await refusal(of: {
                try await accounts.unbind(provider: "city", person, in: city.id, by: .program, from: .program)
            })
            #expect(again == "not_bound")
            // Somebody of the same level binds nobody.
            let street = Accounts.Authority.person(try city.person("desk2"), try await city.now())
            let foreign = try await refusal(of: {
                try await accounts.bind(Self.name("u3"), to: person, in: city.id, by: street, from: .program)
            })
            #expect(foreign == "not_below")
        }
    }

    @Test func `a session lasts no longer than the provider's rule says`() async throws {
        try await TestDistrict.with { city in
            let accounts = city.accounts()
            try await bind(accounts, "u1", to: "desk", in: city)
            for (hours, wanted) in [(2, 2), (100, 12)] {
                let session = try await Self.enter(accounts, "u1", hours: hours, in: city).identity.session
                let rows = try await accounts.sessions(of: try city.person("desk"), in: city.id)
                let row = try #require(rows.first { $0.id == session })
                #expect((row.expiresAt.microseconds - row.madeAt.microseconds) / 3_600_000_000 == Int64(wanted))
            }
        }
    }

    @Test func `guesses at a directory are counted before it is asked, and lock`() async throws {
        try await TestDistrict.with { city in
            let accounts = city.accounts()
            let way = ExternalSignIn(configuration: try await city.now(), kind: .desk, origin: Self.origin)
            let asked = Counter()
            func guess(_ person: ExternalPerson?) async throws -> SignedIn {
                try await accounts.signIn(account: "wang", by: "city", way) {
                    asked.add()
                    return person
                }
            }
            struct Gone: Error {}
            // A directory that is not there is nobody's guess.
            for _ in 0..<8 {
                await #expect(throws: Gone.self) {
                    try await accounts.signIn(account: "wang", by: "city", way) { throw Gone() }
                }
            }
            for _ in 0..<5 { #expect(try await refusal(of: { try await guess(nil) }) == "bad_credentials") }
            let right = ExternalPerson(name: Self.name("u1"), account: "desk")
            #expect(try await refusal(of: { try await guess(right) }) == "locked")
            #expect(asked.count == 5, "a locked account is not asked for")
            // Another's account is not locked by that.
            let other = try await accounts.signIn(account: "li", by: "city", way) { right }
            #expect(other.identity.account == "desk")
            let failed = try await city.log().filter { $0.kind == "sign_in_failed" }
            #expect(failed.count == 5 && failed.last?.detail["locked"] == true)
            #expect(failed.allSatisfy { $0.detail["provider"] == "city" && $0.person == nil })
        }
    }
}
