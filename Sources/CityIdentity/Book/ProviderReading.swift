import Outward
import Workflow

/// Reads the parts of a file of providers.
final class ProviderReading {
    private let secrets: [String: String]
    private let secretNames: Set<String>
    private var used: Set<String> = []

    init(_ node: BookNode, _ source: BookSecrets) {
        var secrets: [String: String] = [:]
        let members = node["secrets"]?.members ?? []
        for (name, secret) in members { secrets[name] = source.read(secret) }
        self.secrets = secrets
        secretNames = Set(members.map(\.key))
    }

    /// A provider of any kind.
    func provider(_ name: String, _ node: BookNode) -> ProviderPlan? {
        let isNamed = isName(name, node)
        let title = node.required("title").flatMap { self.title($0) }
        let rules = rules(node)
        guard let word = node.required("kind")?.choice(Word.self) else { return nil }
        let kind: ProviderPlan.Kind? =
            switch word {
            case .oidc: openID(node).map { .openID($0) }
            case .oauth2: oauth(node).map { .oauth($0) }
            case .cas: cas(node).map { .cas($0) }
            case .ldap: ldap(node, rules).map { .ldap($0) }
            }
        if word != .oidc, !rules.methods.isEmpty {
            node["methods"]?.fault("unknown_key", zh: "只有 oidc 有 methods", en: "only oidc has methods")
        }
        guard isNamed, let title, let kind else { return nil }
        return ProviderPlan(name: name, title: title, kind: kind, rules: rules)
    }

    /// Notes secrets that nothing uses: one of them is misspelt.
    func checkSecrets(_ node: BookNode) {
        for (name, secret) in node["secrets"]?.members ?? [] where !used.contains(name) {
            secret.fault("unused_secret", zh: "没有哪里用到“\(name)”", en: "nothing uses “\(name)”")
        }
    }

    private enum Word: String, CaseIterable {
        case oidc, oauth2, cas, ldap
    }

    private func isName(_ name: String, _ node: BookNode) -> Bool {
        let isName =
            (1...40).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            }
        if !isName {
            node.fault(
                "bad_name",
                zh: "名称应为小写字母、数字和 -",
                en: "a provider's name has small letters, digits and -"
            )
        }
        return isName
    }

    private func title(_ node: BookNode) -> Bilingual? {
        node.allow(["zh", "en"])
        guard let zh = node.required("zh")?.text, let en = node.required("en")?.text else { return nil }
        return Bilingual(zh: zh, en: en)
    }

    /// A secret that a member names.
    func secret(_ node: BookNode?) -> String? {
        guard let node, let name = node.text else { return nil }
        used.insert(name)
        if !secretNames.contains(name) {
            node.fault("unknown_secret", zh: "secrets 里没有“\(name)”", en: "there is no secret “\(name)”")
        }
        return secrets[name]
    }

    /// An address; without TLS only where that is allowed by name.
    func address(_ node: BookNode, _ schemes: [String], isPlain: Bool) -> String? {
        guard let text = node.text else { return nil }
        guard let address = Address(text), schemes.contains(address.scheme) else {
            let all = schemes.map { $0 + "://" }.joined(separator: ", ")
            node.fault("bad_address", zh: "应为 \(all) 开头的地址", en: "an address with \(all) is wanted")
            return nil
        }
        guard address.isSecure || isPlain || address.scheme == "ldap" else {
            node.fault(
                "plain_address",
                zh: "口令和令牌不能明文传输：用 https://，或写 plain: true",
                en: "passwords and tokens do not go without TLS: https://, or say plain: true"
            )
            return nil
        }
        return text
    }

    func isPlain(_ node: BookNode) -> Bool { node["plain"]?.flag ?? false }
}

extension ProviderReading {
    // MARK: - What counts

    private func rules(_ node: BookNode) -> ClaimRules {
        let methods = (node["methods"]?.elements ?? []).compactMap(\.text)
        return ClaimRules(
            account: node["account"]?.text,
            posts: node["posts"].flatMap { posts($0) },
            vouches: node["second_factor"]?.flag ?? false,
            methods: Set(methods),
            hours: node["hours"]?.number(1...720)
        )
    }

    private func posts(_ node: BookNode) -> ClaimRules.PostRules? {
        node.allow(["claim", "roles", "values", "each"])
        var values: [String: [ClaimRules.NamedPost]] = [:]
        for (value, posts) in node["values"]?.members ?? [] { values[value] = posts.elements.compactMap { post($0) } }
        let each = (node["each"]?.elements ?? []).compactMap(\.text)
        if values.isEmpty, each.isEmpty {
            node.fault("missing_key", zh: "要有 values 或 each", en: "values or each is wanted")
        }
        guard let claim = node.required("claim")?.text else { return nil }
        let roles = Set((node["roles"]?.elements ?? []).compactMap(\.text))
        return ClaimRules.PostRules(claim: claim, roles: roles, values: values, each: Set(each))
    }

    private func post(_ node: BookNode) -> ClaimRules.NamedPost? {
        node.allow(["role", "unit", "below"])
        let isBelow = node["below"]?.flag ?? false
        guard let role = node.required("role")?.text, let unit = node.required("unit")?.text else { return nil }
        return ClaimRules.NamedPost(role: role, unit: unit, isBelow: isBelow)
    }

    /// Keys that all kinds have.
    static let common = ["kind", "title", "account", "posts", "second_factor", "methods", "hours", "plain"]
}
