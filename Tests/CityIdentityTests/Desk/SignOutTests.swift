import CityIdentity
import Outward
import Testing
import Workflow

/// Where somebody is sent who signs out, by providers that nobody need ask.
@Suite struct SignOutTests {
    private static let yaml = """
        address: https://whistle.example
        secrets: {bind: {env: BIND}}
        providers:
          cas:
            kind: cas
            title: {zh: 单点登录, en: CAS}
            url: https://cas.example/cas
            sign_out: true
          quiet:
            kind: cas
            title: {zh: 单点登录, en: CAS}
            url: https://cas.example/cas
          away:
            kind: oidc
            title: {zh: 市统一身份, en: City}
            issuer: https://127.0.0.1:1
            client: whistle
            sign_out: true
          staff:
            kind: ldap
            title: {zh: 域账号, en: Directory}
            url: ldaps://dc.example
            base: dc=city
            bind: cn=reader,dc=city
            password: bind
        """

    private static let secrets = BookSecrets(environment: ["BIND": "s"]) { _ in .failure(.unreadable) }

    @Test func `to CAS where the file says so; nowhere where it does not, and where nobody answers`() async throws {
        let desk = TestDesk.make(try ProviderBook(yaml: Self.yaml, secrets: Self.secrets))
        #expect(await desk.signOut("cas") == "https://cas.example/cas/logout?service=https%3A%2F%2Fwhistle.example%2F")
        for name in ["quiet", "away", "staff", "none"] { #expect(await desk.signOut(name) == nil, "\(name)") }
    }

    @Test func `a directory has nothing to sign out of`() {
        let wrong = Self.yaml + "\n    sign_out: true"
        #expect(throws: Problems.self) { try ProviderBook(yaml: wrong, secrets: Self.secrets) }
    }
}
