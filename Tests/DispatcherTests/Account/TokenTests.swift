import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// Tokens of programs.
@Suite struct TokenTests {
    private static func make(
        _ accounts: Accounts,
        _ city: TestDistrict,
        title: String = "12345 平台",
        scopes: Set<TokenScope> = [.readMatters, .exports],
        days: Int? = nil
    ) async throws -> NewToken {
        try await accounts.makeToken(
            of: try city.person("desk"),
            in: city.id,
            title: title,
            scopes: scopes,
            days: days,
            by: try city.person("street"),
            from: .program
        )
    }

    @Test func `a token acts for its person within its scopes`() async throws {
        try await TestDistrict.with { city in
            let accounts = city.accounts()
            let token = try await Self.make(accounts, city)
            #expect(token.text.hasPrefix("wst_"))
            let identity = try await accounts.authenticate(token: token.text)
            #expect(identity.person == (try city.person("desk")) && identity.session == nil)
            #expect(identity.scopes == [.readMatters, .exports])
            try identity.check(.exports)
            #expect(throws: AccountRefusal.scopeMissing(.writeMatters)) { try identity.check(.writeMatters) }
            let row = try #require(try await accounts.tokens(of: city.person("desk"), in: city.id).first)
            let now = try await city.engine.now()
            #expect(row.id == token.id && row.title == "12345 平台" && row.scopes == ["exports", "matters:read"])
            #expect(row.lastUsedOn == city.configuration.calendars.standard.local(now).date)
            let days = (row.expiresAt.microseconds - row.madeAt.microseconds) / 86_400_000_000
            #expect(days == 90)
            #expect(try await city.kinds(of: "desk") == ["token_made"])
            let stored = try await city.count(
                "SELECT count(*) FROM api_token WHERE district_id = \(city.id.rawValue) AND hash = \(DistrictSecret(token: token.text)?.hash)"
            )
            #expect(stored == 1)
        }
    }

    @Test func `expired, revoked, strange, damaged, of another district: all refused`() async throws {
        try await TestDistrict.with { city in
            let accounts = city.accounts { $0.cacheTime = .seconds(5) }
            let tokens = [try await Self.make(accounts, city), try await Self.make(accounts, city)]
            for token in tokens { _ = try await accounts.authenticate(token: token.text) }
            try await accounts.revokeToken(tokens[0].id, of: nil, in: city.id, by: nil, from: .program)
            #expect(
                try await refusal(of: { try await accounts.authenticate(token: tokens[0].text) }) == "token_revoked"
            )
            #expect(
                try await refusal(of: {
                    try await accounts.revokeToken(tokens[0].id, of: nil, in: city.id, by: nil, from: .program)
                }) == "unknown_token"
            )
            let water = try city.person("water")
            #expect(
                try await refusal(of: {
                    try await accounts.revokeToken(tokens[1].id, of: water, in: city.id, by: water, from: .program)
                }) == "unknown_token"
            )
            try await city.tamper(
                """
                UPDATE api_token SET made_at = made_at - interval '90 days', expires_at = expires_at - interval '90 days'
                WHERE district_id = \(city.id.rawValue)
                """
            )
            #expect(
                try await refusal(of: { try await city.accounts().authenticate(token: tokens[1].text) })
                    == "token_expired"
            )
            try await TestDistrict.with { (other) async throws in
                let strange = DistrictSecret.make(.token, in: city.id).tokenText
                let foreign = DistrictSecret.make(.token, in: other.id).tokenText
                for text in [strange, foreign, "", "wst_", tokens[1].text + "A", String(tokens[1].text.dropLast())] {
                    #expect(try await refusal(of: { try await accounts.authenticate(token: text) }) == "bad_token")
                }
                #expect(
                    try await refusal(of: {
                        try await accounts.revokeToken(tokens[1].id, of: nil, in: other.id, by: nil, from: .program)
                    }) == "unknown_token"
                )
            }
        }
    }

    @Test func `a token is no session, and the check finds a slip of the pen`() async throws {
        let secret = DistrictSecret.make(.token, in: DistrictID(7))
        let session = DistrictSecret.make(.session, in: DistrictID(7))
        #expect(DistrictSecret(token: secret.tokenText) == secret)
        #expect(DistrictSecret(session: session.sessionText) == session)
        #expect(DistrictSecret(session: secret.tokenText) == nil && DistrictSecret(token: secret.sessionText) == nil)
        // The same bits spelt as the other kind are another secret.
        #expect(DistrictSecret(session: secret.sessionText)?.hash != secret.hash)
        #expect(DistrictSecret(token: session.tokenText)?.hash != session.hash)
        for index in 4..<secret.tokenText.count {
            var letters = Array(secret.tokenText)
            letters[index] = letters[index] == "x" ? "y" : "x"
            #expect(DistrictSecret(token: String(letters)) == nil, "\(index)")
        }
    }

    @Test func `it needs a title, scopes and an end within the year`() async throws {
        try await TestDistrict.with { city in
            let accounts = city.accounts()
            for (title, scopes, days) in [
                ("", [TokenScope.open311], 90), ("t", [], 90), ("t", [.open311], 0), ("t", [.open311], 366),
            ] {
                #expect(
                    try await refusal(of: {
                        try await Self.make(accounts, city, title: title, scopes: Set(scopes), days: days)
                    }) == "bad_token_request"
                )
            }
            _ = try await Self.make(accounts, city, days: 365)
        }
    }

    @Test func `who is locked has no tokens either`() async throws {
        try await TestDistrict.with { city in
            let accounts = city.accounts { $0.cacheTime = .seconds(5) }
            let token = try await Self.make(accounts, city)
            _ = try await accounts.authenticate(token: token.text)
            let desk = try city.person("desk")
            try await accounts.setBlocked(true, desk, account: "desk", in: city.id, by: .program, from: .program)
            #expect(try await refusal(of: { try await accounts.authenticate(token: token.text) }) == "locked")
        }
    }
}
