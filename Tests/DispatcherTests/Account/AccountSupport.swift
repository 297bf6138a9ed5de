import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// A password that will do.
let goodPassword = "correct horse 电池"

extension AccountPolicy {
    /// The usual policy with passwords that cost nothing, and nothing kept in the process.
    static func quick(_ change: (inout AccountPolicy) -> Void = { _ in }) -> AccountPolicy {
        var policy = AccountPolicy()
        policy.passwordCost = PasswordCost(logN: 2)
        policy.cacheTime = .zero
        change(&policy)
        return policy
    }
}

extension TestDistrict {
    /// Accounts as one process has them.
    func accounts(
        sealer: SecretSealer? = nil,
        _ change: (inout AccountPolicy) -> Void = { _ in }
    ) -> Accounts {
        Accounts(pool: engine.pool, policy: .quick(change), sealer: sealer, logger: MigratedDatabase.quiet)
    }

    /// Accounts, and a person who has a password.
    func accounts(
        of account: String,
        sealer: SecretSealer? = nil,
        _ change: (inout AccountPolicy) -> Void = { _ in }
    ) async throws -> Accounts {
        let accounts = accounts(sealer: sealer, change)
        try await accounts.give(account, in: self)
        return accounts
    }

    func person(_ account: String) throws -> PersonID { try #require(configuration.person(called: account)) }

    /// What the log says happened, the oldest first.
    func log(of account: String? = nil) async throws -> [SecurityEvent] {
        let about = try account.map { try self.person($0) }
        return try await accounts().log(id, of: about, limit: 1_000).reversed()
    }

    func kinds(of account: String? = nil) async throws -> [String] { try await log(of: account).map(\.kind) }

    /// Lets a person's posts have ended.
    func endPosts(of account: String) async throws {
        let person = try person(account)
        try await tamper(
            """
            UPDATE post SET since = '2001-01-01', until = '2001-12-31'
            WHERE district_id = \(id.rawValue) AND person_id = \(person.rawValue)
            """
        )
    }
}

extension Accounts {
    /// Gives a person a password that need not be changed.
    func give(_ account: String, _ password: String = goodPassword, in city: TestDistrict) async throws {
        try await setPassword(
            of: try city.person(account),
            account: account,
            in: city.id,
            to: password,
            mustChange: false,
            by: .program,
            from: .program
        )
    }

    func enter(
        _ account: String,
        _ password: String = goodPassword,
        code: String? = nil,
        kind: SessionKind = .desk,
        unit: UnitID? = nil,
        in city: TestDistrict
    ) async throws -> SignedIn {
        try await signIn(
            in: city.id,
            account: account,
            password: password,
            code: code,
            kind: kind,
            unit: unit,
            from: Origin(address: "192.0.2.7", agent: "test")
        )
    }
}

/// The stable code of the refusal that something ends with; nil: it goes through.
func refusal<Value>(of body: () async throws -> Value) async throws -> String? {
    do {
        _ = try await body()
        return nil
    } catch let refusal as AccountRefusal {
        return refusal.code
    }
}
