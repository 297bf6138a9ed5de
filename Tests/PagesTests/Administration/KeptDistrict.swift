import Dispatcher
import PGStore
import TestSupport
import Testing
import Web
import Workflow

/// A district with those who keep its system: of all of it, and of the first community alone.
enum KeptDistrict {
    static let accounts = ["system", "security", "audit", "local", "desk"]

    /// Makes one in which nobody needs a second factor: that is walked apart.
    static func with<Value: Sendable>(
        limits: ServiceLimits = .endless,
        _ body: @Sendable (PageDistrict) async throws -> Value
    ) async throws -> Value {
        var policy = AccountPolicy()
        policy.rolesWithSecondFactor = []
        return try await PageDistrict.with(
            passwordsOf: accounts,
            also: .property + .keepers + .local,
            limits: limits,
            policy: policy,
            body
        )
    }
}

extension PageDistrict {
    /// Sends a form that a page showed, with its key.
    func send(
        _ path: String,
        from page: PageAnswer,
        _ form: [String: String],
        _ session: [String: String]
    ) async throws -> PageAnswer {
        let key = page.hidden("key").map { ["key": $0] } ?? [:]
        return try await post(path, key.merging(form) { $1 }, session)
    }
}
