import CityIdentity
import Outward
import Testing
import Workflow

@Suite struct ProviderBookTests {
    private static let whole = """
        address: https://whistle.example
        secrets:
          city: {env: CITY}
          bind: {file: /secrets/bind}
        providers:
          city:
            kind: oidc
            title: {zh: 市统一身份, en: City account}
            issuer: https://id.example
            client: whistle
            secret: city
            algorithms: [ES256]
            account: employee_number
            second_factor: true
            methods: [otp]
            hours: 8
            posts:
              claim: groups
              values:
                liaisons: {role: liaison, unit: C1, below: true}
          platform:
            kind: oauth2
            title: {zh: 政务微信, en: Platform}
            client: corp
            secret: city
            pkce: false
            authorize: {url: "https://open.example/authorize", parameters: {appid: "${client}", client_id: ""}}
            token: {url: "https://api.example/gettoken?corpid=${client}&corpsecret=${secret}", method: GET}
            user: {url: "https://api.example/me?access_token=${token}&code=${code}", subject: userid, claims: data}
            success: {at: errcode, is: 0}
          cas:
            kind: cas
            title: {zh: 单点登录, en: CAS}
            url: https://cas.example/cas
            account: user
          staff:
            kind: ldap
            title: {zh: 域账号, en: Directory}
            url: ldap://dc.example
            base: dc=city
            bind: cn=reader,dc=city
            password: bind
            filter: (&(objectClass=person)(sAMAccountName=${account}))
            subject: objectGUID
        """

    private static let secrets = BookSecrets(environment: ["CITY": "s1"]) { path in
        path == "/secrets/bind" ? .success("s2\n") : path == "/open" ? .failure(.open) : .failure(.unreadable)
    }

    private func problems(_ yaml: String) -> [String] {
        do throws(Problems) {
            _ = try ProviderBook(yaml: yaml, secrets: Self.secrets)
            return []
        } catch {
            return error.all.map { "\($0.path) \($0.code)" }
        }
    }

    @Test func `a file of all four kinds is read`() throws {
        let book = try ProviderBook(yaml: Self.whole, secrets: Self.secrets)
        #expect(book.providers.map(\.name) == ["cas", "city", "platform", "staff"])
        #expect(book.callback(of: "city") == "https://whistle.example/api/v1/session/sign-in/city/callback")
        let city = try #require(book["city"])
        guard case .openID(let openID) = city.kind else { return #expect(Bool(false)) }
        #expect(openID.secret == "s1" && openID.algorithms == ["ES256"] && openID.scopes == ["openid"])
        #expect(city.rules.hours == 8 && city.rules.account == "employee_number" && city.rules.methods == ["otp"])
        #expect(city.authority == "https://id.example")
        guard case .ldap(let ldap)? = book["staff"]?.kind else { return #expect(Bool(false)) }
        #expect(ldap.startsTLS && ldap.binder?.password == "s2")
        #expect(ldap.filter(for: "a*)(b") == "(&(objectClass=person)(sAMAccountName=a\\2a\\29\\28b))")
        guard case .oauth(let oauth)? = book["platform"]?.kind else { return #expect(Bool(false)) }
        #expect(!oauth.usesProofKey && oauth.success?.value == "0" && oauth.token.method == "GET")
    }

    /// One change of the file each: what is refused, on which line, by which code.
    @Test(arguments: [
        ("address: https://whistle.example", "address: http://whistle.example", "1: address plain_address"),
        ("address: https://whistle.example", "address: https://whistle.example/", "1: address bad_address"),
        ("issuer: https://id.example", "issuer: http://id.example", "9: providers.city.issuer plain_address"),
        ("issuer: https://id.example", "issuer: https://me@id.example", "9: providers.city.issuer bad_address"),
        ("issuer: https://id.example", "isuer: https://id.example", "6: providers.city.issuer missing_key"),
        ("algorithms: [ES256]", "algorithms: [ES256, HS256]", "12: providers.city.algorithms[1] unknown_word"),
        ("algorithms: [ES256]", "algorithms: none", "12: providers.city.algorithms unknown_word"),
        ("secret: city\n    alg", "secret: town\n    alg", "11: providers.city.secret unknown_secret"),
        ("{env: CITY}", "s1", "3: secrets.city wrong_type"),
        ("{env: CITY}", "{env: TOWN}", "3: secrets.city secret_missing"),
        ("{file: /secrets/bind}", "{file: /open}", "4: secrets.bind secret_open"),
        ("password: bind", "timeout: 5", "4: secrets.bind unused_secret"),
        ("password: bind", "timeout: 5", "36: providers.staff missing_key"),
        ("kind: cas", "kind: saml", "32: providers.cas.kind unknown_word"),
        ("hours: 8", "hours: 0", "16: providers.city.hours bad_number"),
        ("  cas:\n", "  CAS:\n", "31: providers.CAS bad_name"),
        ("${account}))", "${account}*))", "43: providers.staff.filter bad_filter"),
        ("=${account}))", "=${name}))", "43: providers.staff.filter bad_filter"),
        ("&code=${code}", "&code=${cod}", "29: providers.platform.user.url unknown_place"),
        ("https://api.example/me", "https://${code}.example/me", "29: providers.platform.user.url bad_address"),
        ("url: https://cas.example/cas", "url: https://cas.example/cas/", "34: providers.cas.url bad_address"),
        ("account: user", "methods: [otp]", "35: providers.cas.methods unknown_key"),
        ("title: {zh: 单点登录, en: CAS}", "title: CAS", "33: providers.cas.title wrong_type"),
    ])
    func `what is wrong is refused, with line, place and code`(_ old: String, _ new: String, _ wanted: String) {
        // As it stands in the file, four blanks further to the left.
        let yaml = Self.whole.replacing(old, with: new)
        #expect(yaml != Self.whole, "\(old)")
        let found = problems(yaml)
        #expect(found.contains(wanted), "\(found)")
    }

    @Test func `all that is wrong is said at once, in the order of the file`() {
        let found = problems("address: ftp://x\nproviders:\n  a: {kind: oidc}\n  b: {kind: ldap, url: x}\n")
        #expect(found.count > 5)
        let lines = found.compactMap { Int($0.prefix { $0 != ":" }) }
        #expect(lines == lines.sorted())
        #expect(
            problems("") == ["1:  wrong_type", "1: address missing_key", "1: providers missing_key", "1:  no_provider"]
        )
        #expect(problems("a: [") == [" bad_yaml"])
    }
}
