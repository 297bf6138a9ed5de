import CLDAP
import Foundation

/// Asks a directory; every call blocks.
struct LDAPDirectory: Sendable {
    let plan: LDAPPlan

    /// Finds who bears an account, and binds as them with a password.
    ///
    /// Who is not there, or there twice, is answered as who typed a wrong password, and after as many requests.
    ///
    /// - Returns: the attributes, by the names that the file has for them.
    /// - Throws: `IdentityFault.badPassword`, `.unavailable`.
    func person(_ account: String, password: String) throws(IdentityFault) -> ClaimSet {
        // A bind with a name and no password succeeds and proves nothing (RFC 4513 §5.1.2).
        guard !password.isEmpty, !password.utf8.contains(0), !account.isEmpty, !account.utf8.contains(0) else {
            throw .badPassword
        }
        let found = try LDAPConnection.with(plan) { connection throws(IdentityFault) in
            if let binder = plan.binder {
                guard try connection.bind(binder.name, binder.password) else {
                    throw .unavailable("the directory does not take the name and password that people are searched by")
                }
            }
            let wanted = plan.attributes.union([plan.subject]).sorted()
            return try connection.search(plan.base, plan.filter(for: account), wanted)
        }
        let name = found.count == 1 ? found.first?.name : nil
        let isRight = try LDAPConnection.with(plan) { connection throws(IdentityFault) in
            try connection.bind(name ?? "cn=nobody,\(plan.base)", password)
        }
        guard isRight, let entry = found.first, found.count == 1 else { throw .badPassword }
        return ClaimSet(attributes: entry.attributes)
    }
}

/// A connection to a directory, for as long as one closure takes.
private struct LDAPConnection {
    private let handle: OpaquePointer
    private let plan: LDAPPlan

    /// An entry that was found.
    struct Entry: Sendable {
        let name: String
        let attributes: [String: [String]]
    }

    static func with<Value>(
        _ plan: LDAPPlan,
        _ body: (LDAPConnection) throws(IdentityFault) -> Value
    ) throws(IdentityFault) -> Value {
        var opened: OpaquePointer?
        let code = plan.url.withCString { url in
            withOptionalCString(plan.authorities) { authorities in
                var wanted = whistle_ldap(
                    url: url,
                    authorities: authorities,
                    starts_tls: plan.startsTLS ? 1 : 0,
                    seconds: plan.seconds
                )
                return whistle_ldap_open(&wanted, &opened)
            }
        }
        guard code == LDAP_SUCCESS, let opened else { throw unavailable(code) }
        defer { whistle_ldap_close(opened) }
        return try body(LDAPConnection(handle: opened, plan: plan))
    }

    /// Binds; false where name and password do not go together, or may not come in.
    func bind(_ name: String, _ password: String) throws(IdentityFault) -> Bool {
        let code = password.withCString { whistle_ldap_bind(handle, name, $0, password.utf8.count) }
        switch code {
        case LDAP_SUCCESS: return true
        // Wrong, locked, expired, not to be used: each is a no to this person.
        case LDAP_INVALID_CREDENTIALS, LDAP_INAPPROPRIATE_AUTH, LDAP_CONSTRAINT_VIOLATION, LDAP_UNWILLING_TO_PERFORM,
            LDAP_INSUFFICIENT_ACCESS, LDAP_NO_SUCH_OBJECT, LDAP_INVALID_DN_SYNTAX:
            return false
        default: throw unavailable(code)
        }
    }

    /// At most two entries: one is who is meant, two are nobody.
    func search(_ base: String, _ filter: String, _ attributes: [String]) throws(IdentityFault) -> [Entry] {
        var names = attributes.map { strdup($0) } + [nil]
        defer { for name in names { free(name) } }
        var answer: OpaquePointer?
        let code = whistle_ldap_search(handle, base, filter, &names, plan.seconds, 2, &answer)
        defer { if let answer { ldap_msgfree(answer) } }
        // More than two are as many as two.
        guard code == LDAP_SUCCESS || code == LDAP_SIZELIMIT_EXCEEDED else {
            if code == LDAP_NO_SUCH_OBJECT { return [] }
            throw unavailable(code)
        }
        var entries: [Entry] = []
        var next = answer.flatMap { ldap_first_entry(handle, $0) }
        while let entry = next {
            if let name = ldap_get_dn(handle, entry) {
                let values = attributes.map { ($0, self.values(of: $0, in: entry)) }
                entries.append(Entry(name: String(cString: name), attributes: Dictionary(uniqueKeysWithValues: values)))
                ldap_memfree(name)
            }
            next = ldap_next_entry(handle, entry)
        }
        return entries
    }

    private func values(of attribute: String, in entry: OpaquePointer) -> [String] {
        guard let values = ldap_get_values_len(handle, entry, attribute) else { return [] }
        defer { ldap_value_free_len(values) }
        var texts: [String] = []
        var index = 0
        while let value = values[index] {
            let bytes = UnsafeRawBufferPointer(start: value.pointee.bv_val, count: Int(value.pointee.bv_len))
            if let text = String(validating: bytes, as: UTF8.self), texts.count < 1_000 { texts.append(text) }
            index += 1
        }
        return texts
    }

    private static func unavailable(_ code: Int32) -> IdentityFault {
        .unavailable("ldap \(code): \(ldap_err2string(code).map { String(cString: $0) } ?? "")")
    }

    /// With what the library says of it, such as why a certificate is not taken.
    private func unavailable(_ code: Int32) -> IdentityFault {
        let words = whistle_ldap_words(handle)
        defer { ldap_memfree(words) }
        return .unavailable("\(Self.unavailable(code).detail) \(words.map { String(cString: $0) } ?? "")")
    }

    private static func withOptionalCString<Value>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Value) -> Value {
        guard let text else { return body(nil) }
        return text.withCString { body($0) }
    }
}
