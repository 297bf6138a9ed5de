import Outward
import Workflow

extension ProviderReading {
    // MARK: - OpenID Connect

    func openID(_ node: BookNode) -> OpenIDPlan? {
        node.allow(
            Self.common + [
                "issuer", "client", "secret", "authentication", "scopes", "algorithms", "userinfo", "hosts", "sign_out",
            ]
        )
        let isPlain = isPlain(node)
        let issuer = node.required("issuer").flatMap { address($0, ["https", "http"], isPlain: isPlain) }
        if issuer?.contains("?") == true {
            node["issuer"]?.fault("bad_address", zh: "issuer 不能带参数", en: "an issuer has no question mark")
        }
        let client = node.required("client")?.text
        let secret = secret(node["secret"])
        let authentication = node["authentication"].map { $0.choice(OpenIDPlan.Authentication.self) } ?? .basic
        var scopes = (node["scopes"]?.elements ?? []).compactMap(\.text)
        if !scopes.contains("openid") { scopes.insert("openid", at: 0) }
        var algorithms: Set<String> = []
        for element in node["algorithms"]?.elements ?? [] {
            guard let name = element.text else { continue }
            if OpenIDPlan.known[name] == nil {
                let all = OpenIDPlan.known.keys.sorted().joined(separator: ", ")
                element.fault("unknown_word", zh: "“\(name)”不在其列：\(all)", en: "“\(name)” is none of \(all)")
            }
            algorithms.insert(name)
        }
        guard let issuer, let client, let authentication else { return nil }
        return OpenIDPlan(
            issuer: issuer,
            client: client,
            secret: secret,
            authentication: authentication,
            scopes: scopes,
            algorithms: algorithms.isEmpty ? ["RS256", "ES256"] : algorithms,
            asksForPerson: node["userinfo"]?.flag ?? false,
            hosts: Set((node["hosts"]?.elements ?? []).compactMap(\.text).map { $0.lowercased() }),
            isPlain: isPlain,
            signsOut: node["sign_out"]?.flag ?? false
        )
    }

    // MARK: - CAS

    func cas(_ node: BookNode) -> CASPlan? {
        node.allow(Self.common + ["url", "renew", "sign_out"])
        let isPlain = isPlain(node)
        guard let url = node.required("url").flatMap({ address($0, ["https", "http"], isPlain: isPlain) }) else {
            return nil
        }
        if url.hasSuffix("/") || url.contains("?") {
            node["url"]?.fault("bad_address", zh: "末尾不要斜杠和参数", en: "no slash at the end, no question mark")
        }
        return CASPlan(url: url, renews: node["renew"]?.flag ?? false, signsOut: node["sign_out"]?.flag ?? false)
    }

    // MARK: - LDAP

    func ldap(_ node: BookNode, _ rules: ClaimRules) -> LDAPPlan? {
        node.allow(
            Self.common + ["url", "authorities", "bind", "password", "base", "filter", "subject", "timeout"]
        )
        let url = node.required("url").flatMap { address($0, ["ldaps", "ldap"], isPlain: true) }
        if let url, url.hasSuffix("/") || url.contains("?") {
            node["url"]?.fault("bad_address", zh: "末尾不要斜杠和参数", en: "no slash at the end, no question mark")
        }
        let base = node.required("base")?.text
        let subject = node["subject"].map { $0.text } ?? "entryUUID"
        let filter = node["filter"].map { $0.text } ?? "(uid=${account})"
        if let filter, let place = node["filter"] { check(filter: filter, place) }
        let name = node["bind"]?.text
        let password = secret(node["password"])
        if (node["bind"] == nil) != (node["password"] == nil) {
            node.fault("missing_key", zh: "bind 和 password 要一起写", en: "bind and password go together")
        }
        guard let url, let base, let subject, let filter else { return nil }
        return LDAPPlan(
            url: url,
            authorities: node["authorities"]?.text,
            isPlain: isPlain(node),
            binder: name.flatMap { name in password.map { LDAPPlan.Binder(name: name, password: $0) } },
            base: base,
            filter: filter,
            subject: subject,
            attributes: rules.names,
            seconds: node["timeout"]?.number(1...30) ?? 5
        )
    }

    /// What was typed stands in a filter once at the least, as a value only.
    private func check(filter: String, _ node: BookNode) {
        let places = Pattern(filter).places
        let isWhole =
            !places.isEmpty && places.allSatisfy { $0 == "account" } && filter.hasPrefix("(") && filter.hasSuffix(")")
            && filter.filter { $0 == "(" }.count == filter.filter { $0 == ")" }.count
            && !filter.contains("=${account}*") && !filter.contains("*${account}")
        if !isWhole {
            node.fault(
                "bad_filter",
                zh: "过滤器要用括号括起，含 ${account}，旁边不能有星号",
                en: "a filter stands in brackets and has ${account}, with no star beside it"
            )
        }
    }
}

extension ProviderReading {
    // MARK: - OAuth 2

    func oauth(_ node: BookNode) -> OAuthPlan? {
        node.allow(Self.common + ["client", "secret", "scope", "pkce", "authorize", "token", "user", "success"])
        let isPlain = isPlain(node)
        let client = node.required("client")?.text
        let secret = secret(node["secret"])
        let usesProofKey = node["pkce"]?.flag ?? true
        let authorize = node.required("authorize")
        authorize?.allow(["url", "parameters"])
        let page = authorize?.required("url").flatMap { address($0, ["https", "http"], isPlain: isPlain) }
        for (_, parameter) in authorize?["parameters"]?.members ?? [] { check(parameter, ["client", "callback"]) }
        let token = node.required("token")
        let person = node.required("user")
        let exchange = token.flatMap { request($0, more: ["answer"], proofKey: usesProofKey, isPlain: isPlain) }
        let look = person.flatMap { request($0, more: ["subject", "claims"], proofKey: false, isPlain: isPlain) }
        let subject = person?.required("subject")?.text
        guard let client, let page, let exchange, let look, let subject else { return nil }
        return OAuthPlan(
            authorize: page,
            parameters: texts(authorize?["parameters"]),
            scope: node["scope"]?.text ?? "",
            client: client,
            secret: secret,
            usesProofKey: usesProofKey,
            token: exchange,
            tokenPath: token?["answer"]?.text ?? "access_token",
            person: look,
            subjectPath: subject,
            claimsPath: person?["claims"]?.text,
            success: success(node["success"]),
            authority: String(page.prefix { $0 != "?" }) + " " + client
        )
    }

    private enum Method: String, CaseIterable {
        case get = "GET"
        case post = "POST"
    }

    private func request(
        _ node: BookNode,
        more: [String],
        proofKey: Bool,
        isPlain: Bool
    ) -> OAuthPlan.Request? {
        node.allow(["url", "method", "headers", "form", "json"] + more)
        let isLook = more.contains("subject")
        let method = node["method"].map { $0.choice(Method.self) } ?? (isLook ? .get : .post)
        guard let place = node.required("url"), let url = place.text, let method else { return nil }
        check(place, OAuthPlan.places)
        // What is filled in must not choose the host.
        let bare = Pattern(url).filled { _ in "x" }
        let isFixed = Address(bare) != nil && Address(bare)?.host == Address(Pattern(url).filled { _ in "y" })?.host
        guard isFixed,
            address(
                BookNode(value: .string(bare), path: place.path, problems: place.problems),
                ["https", "http"],
                isPlain: isPlain
            ) != nil
        else {
            if !isFixed { place.fault("bad_address", zh: "不是固定主机的地址", en: "no address of a fixed host") }
            return nil
        }
        if node["form"] != nil, node["json"] != nil {
            node.fault("wrong_type", zh: "form 和 json 只写一个", en: "form or json, not both")
        }
        let fields = node["json"] ?? node["form"]
        for (_, field) in (fields?.members ?? []) + (node["headers"]?.members ?? []) { check(field, OAuthPlan.places) }
        var body = texts(fields)
        if fields == nil, method == .post { body = Self.usualBody }
        if proofKey, method == .post, body["code_verifier"] == nil { body["code_verifier"] = "${verifier}" }
        let usualHeaders = isLook && node["headers"] == nil && !url.contains("${token}")
        let headers = usualHeaders ? ["Authorization": "Bearer ${token}"] : texts(node["headers"])
        return OAuthPlan.Request(
            method: method.rawValue,
            url: Pattern(url),
            headers: headers.mapValues { Pattern($0) },
            body: method == .get ? [:] : body.mapValues { Pattern($0) },
            isJSON: node["json"] != nil
        )
    }

    /// What RFC 6749 §4.1.3 sends.
    private static let usualBody = [
        "grant_type": "authorization_code", "code": "${code}", "redirect_uri": "${callback}",
        "client_id": "${client}", "client_secret": "${secret}",
    ]

    private func success(_ node: BookNode?) -> OAuthPlan.Sign? {
        guard let node else { return nil }
        node.allow(["at", "is"])
        guard let path = node.required("at")?.text, let value = node.required("is")?.text else { return nil }
        return OAuthPlan.Sign(path: path, value: value)
    }

    /// Texts by name, the empty ones too.
    private func texts(_ node: BookNode?) -> [String: String] {
        (node?.members ?? []).reduce(into: [:]) { texts, member in
            texts[member.key] = member.node.value == .string("") ? "" : member.node.text
        }
    }

    /// Notes places that mean nothing, and secrets that stand there openly.
    private func check(_ node: BookNode, _ known: Set<String>) {
        guard let text = node.value.string else { return }
        for place in Pattern(text).places where !known.contains(place) {
            node.fault("unknown_place", zh: "“${\(place)}”没有意义", en: "“${\(place)}” means nothing here")
        }
        let name = node.path.split(separator: ".").last?.lowercased() ?? ""
        if name.contains("secret"), Pattern(text).places.isEmpty, !text.isEmpty {
            node.fault(
                "secret_inside",
                zh: "密钥不写在这里：放进 secrets，写作 ${secret}",
                en: "no secret stands here: put it under secrets and write ${secret}"
            )
        }
    }
}
