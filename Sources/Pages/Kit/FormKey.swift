import HTTPTypes
import PGStore
import Web
import Workflow

/// Keys of forms: sent twice, a form is carried out once.
enum FormKey {
    /// What forms send it as.
    static let parameter = Parameter(
        "key",
        in: .form,
        .words(max: 100),
        zh: "同一键只办一次",
        en: "carried out once under the same key"
    )

    /// A new one.
    static func new() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36) + "-" + String(UInt64.random(in: .min ... .max), radix: 36)
    }
}

extension Call {
    /// The key of the form that was sent, as the API takes it.
    var sentKey: [String: JSONValue] { text("key").map { ["Idempotency-Key": .string($0)] } ?? [:] }

    /// The key of one of several things that a form does.
    func sentKey(for part: String) -> [String: JSONValue] {
        text("key").map { ["Idempotency-Key": .string("\($0)\(part)")] } ?? [:]
    }

    /// The key of a form that is shown, perhaps anew.
    ///
    /// What failed within may have been done all the same: sent again under the same key it is not done twice.
    ///
    /// - Parameter fault: why it is shown anew; nil: for the first time.
    /// - Returns: the key that was sent, where it may have done something; else a new one.
    func formKey(after fault: Fault?) -> String {
        guard fault?.status.kind == .serverError, let sent = text("key") else { return FormKey.new() }
        return sent
    }
}
