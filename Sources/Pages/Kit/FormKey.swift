import HTTPTypes
import Web

/// Keys of forms: sent twice, a form is carried out once.
enum FormKey {
    /// A new one.
    static func new() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36) + "-" + String(UInt64.random(in: .min ... .max), radix: 36)
    }
}

extension Call {
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
