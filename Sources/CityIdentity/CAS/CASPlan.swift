/// A CAS server, as the file says (CAS Protocol 3.0).
package struct CASPlan: Hashable, Sendable {
    /// Its address, before `/login`; without a slash at the end.
    package let url: String
    /// Whether a person must show the password again, whatever session runs there.
    package let renews: Bool
    /// Whether who signs out here is sent there to sign out, too.
    package var signsOut = false

    /// Where people sign in.
    func login(service: String) -> String {
        Address.with(url + "/login", [("service", service)] + (renews ? [("renew", "true")] : []))
    }

    /// Where people sign out, and are sent back from.
    func logout(back: String) -> String { Address.with(url + "/logout", [("service", back)]) }

    /// Where a ticket is looked at.
    func validation(ticket: String, service: String) -> String {
        Address.with(
            url + "/p3/serviceValidate",
            [("service", service), ("ticket", ticket)] + (renews ? [("renew", "true")] : [])
        )
    }
}
