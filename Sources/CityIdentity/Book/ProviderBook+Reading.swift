package import Outward
import Shipped
package import Workflow

extension ProviderBook {
    /// Reads a file of providers.
    ///
    /// - Parameters:
    ///   - yaml: the file.
    ///   - source: where its secrets come from.
    /// - Throws: `Problems` with all that is wrong with it, each with its line, its place and a code: `bad_yaml`,
    ///   `unknown_key`, `missing_key`, `wrong_type`, `bad_number`, `unknown_word`, `bad_address`, `plain_address`, `bad_name`,
    ///   `unknown_place`, `unknown_secret`, `unused_secret`, `bad_secret`, `secret_missing`, `secret_open`, `secret_inside`,
    ///   `bad_filter`, `no_provider`.
    package init(yaml: String, secrets source: BookSecrets) throws(Problems) {
        let document: JSONValue
        do {
            document = try JSONValue(yaml: yaml)
        } catch {
            let message = Bilingual(zh: "不是 YAML：\(error)", en: "not YAML: \(error)")
            throw Problems([Problem(code: "bad_yaml", path: "", message: message)])
        }
        let problems = BookProblems()
        let book = ProviderBook(BookNode(value: document, path: "", problems: problems), source)
        guard problems.all.isEmpty, let book else { throw Self.placed(problems.all, YAMLLines(yaml)) }
        self = book
    }

    /// Problems with their lines, in the order of the file.
    private static func placed(_ problems: [Problem], _ lines: YAMLLines) -> Problems {
        let placed = problems.map { (line: lines[$0.path] ?? 1, problem: $0) }
        return Problems(
            placed.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map { entry in
                let (line, problem) = entry.element
                return Problem(code: problem.code, path: "\(line): \(problem.path)", message: problem.message)
            }
        )
    }

    private init?(_ node: BookNode, _ source: BookSecrets) {
        node.allow(["address", "plain", "authorities", "secrets", "providers"])
        let reading = ProviderReading(node, source)
        let isPlain = reading.isPlain(node)
        let address = node.required("address").flatMap { reading.address($0, ["https", "http"], isPlain: isPlain) }
        if address?.hasSuffix("/") == true {
            node["address"]?.fault("bad_address", zh: "末尾不要斜杠", en: "no slash at the end")
        }
        let members = node.required("providers")?.members ?? []
        if members.isEmpty {
            node.fault("no_provider", zh: "providers 里没有登录方式", en: "there is no provider under providers")
        }
        self.address = address ?? ""
        authorities = node["authorities"]?.text
        providers = members.compactMap { reading.provider($0.key, $0.node) }
        reading.checkSecrets(node)
    }
}
