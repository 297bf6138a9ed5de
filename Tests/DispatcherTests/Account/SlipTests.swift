import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// One-time slips: who may make them, and that each opens once.
@Suite struct SlipTests {
    private static let people = """
        账号,姓名,岗位,单位编码
        admin,街道管理员,系统管理员,S
        admin2,社区管理员,系统管理员,C1
        security,安全员,安全管理员,C1
        both,两处任职,经办人,C1
        both,两处任职,经办人,W
        """

    private static func prepared(
        _ body: @Sendable (TestDistrict, DistrictConfiguration, Accounts) async throws -> Void
    ) async throws {
        try await TestDistrict.with { city in
            #expect(try await city.load(.people, csv: people).bad.isEmpty)
            try await body(city, try await city.now(), try await city.accounts(of: "grid"))
        }
    }

    private static func make(
        _ accounts: Accounts,
        _ now: DistrictConfiguration,
        by: String,
        for account: String
    ) async throws -> String {
        try await accounts.makeSlip(
            for: try #require(now.person(called: account)),
            in: now.id,
            by: .person(try #require(now.person(called: by)), now),
            from: .program
        ).code
    }

    private static func use(
        _ code: String,
        _ accounts: Accounts,
        _ city: TestDistrict,
        account: String = "grid",
        password: String = "a new horse 电池"
    ) async throws -> String? {
        try await refusal(of: {
            try await accounts.useSlip(
                in: city.id,
                account: account,
                code: code,
                newPassword: password,
                from: .program
            )
        })
    }

    @Test func `a slip sets a password once, ends what ran, and is void then`() async throws {
        try await Self.prepared { city, now, accounts in
            let before = try await accounts.enter("grid", in: city)
            let (void, code) = (
                try await Self.make(accounts, now, by: "admin", for: "grid"),
                try await Self.make(accounts, now, by: "admin", for: "grid")
            )
            _ = try await accounts.authenticate(session: before.secret)
            #expect(try await Self.use(void, accounts, city) == "bad_slip")
            #expect(try await Self.use(code, accounts, city, account: "desk") == "bad_slip")
            #expect(try await Self.use(code, accounts, city, password: "short") == "password_too_short")
            #expect(try await Self.use(code.uppercased().replacing("-", with: " "), accounts, city) == nil)
            #expect(try await Self.use(code, accounts, city) == "bad_slip")
            #expect(
                try await refusal(of: { try await accounts.authenticate(session: before.secret) }) == "password_changed"
            )
            #expect(try await refusal(of: { try await accounts.enter("grid", in: city) }) == "bad_credentials")
            #expect(try await accounts.enter("grid", "a new horse 电池", in: city).identity.restrictions.isEmpty)
            let kinds = try await city.kinds(of: "grid")
            #expect(kinds.count { $0 == "slip_made" } == 2 && kinds.count { $0 == "slip_used" } == 1)
            #expect(kinds.count { $0 == "slip_failed" } == 2)
            #expect(try await city.log(of: "grid").first { $0.kind == "slip_made" }?.by == now.person(called: "admin"))
        }
    }

    @Test func `it is good for a day, and guesses at it are counted`() async throws {
        try await Self.prepared { city, now, accounts in
            let code = try await Self.make(accounts, now, by: "admin", for: "grid")
            for _ in 0..<5 { #expect(try await Self.use("aaaa-bbbb-cccc", accounts, city) == "bad_slip") }
            #expect(try await Self.use(code, accounts, city) == "locked")
            // Guesses at the slip do not lock the password.
            _ = try await accounts.enter("grid", in: city)
            try await city.tamper("DELETE FROM attempt WHERE district_id = \(city.id.rawValue)")
            try await city.tamper(
                "UPDATE credential SET slip_until = slip_until - interval '24 hours' WHERE district_id = \(city.id.rawValue)"
            )
            #expect(try await Self.use(code, accounts, city) == "bad_slip")
        }
    }

    @Test func `two who use the same slip at once: one of them`() async throws {
        try await Self.prepared { city, now, accounts in
            let code = try await Self.make(accounts, now, by: "admin", for: "grid")
            let codes = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<4 { group.addTask { try await Self.use(code, accounts, city) } }
                return try await group.reduce(into: []) { $0.append($1 ?? "in") }
            }
            #expect(codes.count { $0 == "in" } == 1 && codes.count { $0 == "bad_slip" } == 3)
        }
    }

    @Test(
        arguments: [
            ("admin", "grid", nil), ("admin", "desk", nil), ("admin2", "grid", nil), ("admin", "admin2", nil),
            ("admin2", "street", "not_below"), ("admin", "water", "not_below"), ("admin", "both", "not_below"),
            ("admin", "security", "not_below"), ("admin2", "admin", "not_below"), ("admin", "admin", "not_below"),
            ("desk", "grid", "not_below"), ("street", "desk", "not_below"), ("security", "grid", "not_below"),
        ] as [(String, String, String?)]
    )
    func `slips, sessions and locks are for people below`(_ by: String, _ account: String, _ code: String?) async throws
    {
        try await Self.prepared { city, now, accounts in
            #expect(try await refusal(of: { try await Self.make(accounts, now, by: by, for: account) }) == code)
            let other = try #require(now.person(called: account))
            let authority = Accounts.Authority.person(try #require(now.person(called: by)), now)
            let ended = try await refusal(of: {
                try await accounts.endSessions(of: other, in: city.id, by: authority, from: .program)
            })
            let locked = try await refusal(of: {
                try await accounts.setBlocked(true, other, account: account, in: city.id, by: authority, from: .program)
            })
            let removed = try await refusal(of: {
                try await accounts.removeSecondFactor(of: other, in: city.id, by: authority, from: .program)
            })
            #expect([ended, locked, removed] == [code, code, code])
        }
    }
}
