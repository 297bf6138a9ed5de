import CityIdentity
import Foundation
import Logging
import Outward
import TestSupport
import Testing

/// Against a real slapd.
@Suite(.enabled(if: Slapd.isThere, "skipped: no slapd; dev/setup installs it"))
struct LDAPDirectoryTests {
    private func made(_ slapd: Slapd, _ lines: String, url: String? = nil) throws -> ProviderDesk {
        let yaml = """
            address: https://whistle.example
            secrets: {bind: {env: BIND}}
            providers:
              staff:
                kind: ldap
                title: {zh: 域账号, en: Directory}
                url: \(url ?? "ldap://127.0.0.1:\(slapd.port)")
                base: \(Slapd.base)
                bind: \(Slapd.reader)
                password: bind
                account: employeeNumber
                posts: {claim: departmentNumber, each: [liaison]}
            \(lines)
            """
        let secrets = BookSecrets(environment: ["BIND": Slapd.password]) { _ in .failure(.unreadable) }
        return TestDesk.make(try ProviderBook(yaml: yaml, secrets: secrets))
    }

    private func fault(_ body: () async throws -> Void) async -> IdentityFault? {
        do {
            try await body()
            return nil
        } catch {
            return error as? IdentityFault
        }
    }

    @Test func `who is there comes in by StartTLS or TLS, and attributes come along`() async throws {
        try await Slapd.with { slapd in
            let ways = ["ldap://127.0.0.1:\(slapd.port)", "ldaps://127.0.0.1:\(slapd.securePort)"]
            var subjects: Set<String> = []
            for url in ways {
                let desk = try made(slapd, "    authorities: \(slapd.certificate)", url: url)
                let proof = try await desk.proof(of: "desk", password: "right-desk", by: "staff")
                #expect(proof.account == "E0")
                #expect(proof.claims.texts("departmentNumber") == ["C1", "办事处"])
                subjects.insert(proof.subject)
            }
            // An entryUUID, whichever way it was asked.
            #expect(subjects.count == 1 && subjects.first?.utf8.count == 36)
        }
    }

    @Test func `passwords go nowhere without TLS, unless the file says so by name`() async throws {
        try await Slapd.with { slapd in
            let stranger = await fault {
                _ = try await made(slapd, "").proof(of: "desk", password: "right-desk", by: "staff")
            }
            guard case .unavailable? = stranger else { return #expect(Bool(false), "\(String(describing: stranger))") }
            let other = await fault {
                let desk = try made(
                    slapd,
                    "    authorities: \(slapd.certificate)",
                    url: "ldaps://localhost:\(slapd.securePort)"
                )
                _ = try await desk.proof(of: "desk", password: "right-desk", by: "staff")
            }
            guard case .unavailable? = other else { return #expect(Bool(false), "\(String(describing: other))") }
            let plain = try made(slapd, "    plain: true")
            #expect(try await plain.proof(of: "desk", password: "right-desk", by: "staff").account == "E0")
        }
    }

    @Test func `a wrong password, nobody, two of a name and no password at all are answered the same`() async throws {
        try await Slapd.with { slapd in
            let desk = try made(slapd, "    plain: true")
            for (account, password) in [
                ("desk", "wrong"), ("nobody", "right-nobody"), ("duplicate", "right-duplicate"), ("desk", ""),
                ("", "x"),
                ("desk\0", "right-desk"), ("desk", "right-desk\0x"),
                // What would be everybody, were it not escaped.
                ("*", "right-desk"), ("desk)(uid=*", "right-desk"), ("d*sk", "right-desk"),
            ] {
                let found = await fault { _ = try await desk.proof(of: account, password: password, by: "staff") }
                #expect(found == .badPassword, "\(account) \(password)")
            }
            // Whose account is made of such characters comes in all the same.
            #expect(try await desk.proof(of: "x(y)*z\\", password: "right-x(y)*z\\", by: "staff").account == "E5")
        }
    }

    @Test func `a directory that is not there, or lets nobody search, is no wrong password`() async throws {
        try await Slapd.with { slapd in
            let gone = await fault {
                let desk = try made(slapd, "    plain: true", url: "ldap://127.0.0.1:1")
                _ = try await desk.proof(of: "desk", password: "right-desk", by: "staff")
            }
            guard case .unavailable? = gone else { return #expect(Bool(false), "\(String(describing: gone))") }
            let secrets = BookSecrets(environment: ["BIND": "wrong"]) { _ in .failure(.unreadable) }
            let yaml = """
                address: https://whistle.example
                secrets: {bind: {env: BIND}}
                providers:
                  staff: {kind: ldap, title: {zh: 域, en: D}, url: "ldap://127.0.0.1:\(slapd.port)", plain: true,
                    base: "\(Slapd.base)", bind: "\(Slapd.reader)", password: bind}
                """
            let desk = TestDesk.make(try ProviderBook(yaml: yaml, secrets: secrets))
            let shut = await fault { _ = try await desk.proof(of: "desk", password: "right-desk", by: "staff") }
            guard case .unavailable? = shut else { return #expect(Bool(false), "\(String(describing: shut))") }
        }
    }
}
