extension ProviderDesk {
    /// Where to send somebody who signed out here, so that the provider's own session ends, too.
    ///
    /// - Parameter name: the provider by which they had signed in.
    /// - Returns: an address of the provider's; nil where the file does not say so, the provider has none, or cannot be asked: who signs
    ///   out here has signed out here.
    package func signOut(_ name: String) async -> String? {
        guard let plan = book[name] else { return nil }
        let back = book.address + "/"
        switch plan.kind {
        case .openID(let openID) where openID.signsOut:
            do throws(IdentityFault) {
                try memory.enter()
                defer { memory.leave() }
                return try await metadata(of: plan, openID).endSession.map { endSession in
                    Address.with(endSession, [("client_id", openID.client), ("post_logout_redirect_uri", back)])
                }
            } catch {
                _ = told(error, plan)
                return nil
            }
        case .cas(let cas) where cas.signsOut: return cas.logout(back: back)
        case .openID, .oauth, .cas, .ldap: return nil
        }
    }
}
