package import Outward
import Shipped
package import Workflow

extension ChannelBook {
    /// Reads a file of channels.
    ///
    /// - Parameters:
    ///   - yaml: the file.
    ///   - source: where its secrets come from.
    /// - Throws: `Problems` with all that is wrong with it, each with its place and a code: `bad_yaml`, `unknown_key`,
    ///   `missing_key`, `wrong_type`, `bad_number`, `unknown_word`, `bad_address`, `bad_name`, `unknown_place`,
    ///   `unknown_parameter`, `unknown_secret`, `unknown_gateway`, `missing_template`, `bad_secret`, `secret_missing`,
    ///   `secret_open`, `secret_inside`.
    package init(yaml: String, secrets source: BookSecrets) throws(Problems) {
        let problems = BookProblems()
        let document: JSONValue
        do {
            document = try JSONValue(yaml: yaml)
        } catch {
            let message = Bilingual(zh: "不是 YAML：\(error)", en: "not YAML: \(error)")
            throw Problems([Problem(code: "bad_yaml", path: "", message: message)])
        }
        let node = BookNode(value: document, path: "", problems: problems)
        let book = ChannelBook(node, BookReading(node, source))
        guard problems.all.isEmpty else { throw Problems(problems.all) }
        self = book
    }

    private init(_ node: BookNode, _ reading: BookReading) {
        node.allow(["language", "link", "keep_days", "secrets", "gateways", "robots", "mail", "duty_phone"])
        language = node["language"]?.choice(Language.self) ?? .zh
        link = node["link"]?.address(["https", "http"])
        keepDays = node["keep_days"]?.number(180...36_500) ?? 400
        gateways = (node["gateways"]?.members ?? []).compactMap { reading.gateway($0.key, $0.node) }
        robots = (node["robots"]?.members ?? []).compactMap { reading.robot($0.key, $0.node) }
        mail = node["mail"].flatMap { reading.mail($0) }
        duty = node["duty_phone"].flatMap { reading.duty($0) }
        check(node)
    }

    /// What parts say of each other.
    private func check(_ node: BookNode) {
        let gatewayNames = Set((node["gateways"]?.value.object ?? [:]).keys)
        for (name, robot) in node["robots"]?.members ?? [] where gatewayNames.contains(name) {
            robot.fault("bad_name", zh: "名称“\(name)”已用于网关", en: "“\(name)” is the name of a gateway")
        }
        guard let duty, let place = node["duty_phone"]?["gateway"] else { return }
        guard gatewayNames.contains(duty.gateway) else {
            return place.fault(
                "unknown_gateway",
                zh: "没有网关“\(duty.gateway)”",
                en: "there is no gateway “\(duty.gateway)”"
            )
        }
        guard let gateway = gateways.first(where: { $0.name == duty.gateway }) else { return }
        if gateway.templates["duty"] == nil {
            place.fault(
                "missing_template",
                zh: "网关“\(duty.gateway)”没有模板 duty",
                en: "the gateway “\(duty.gateway)” has no template “duty”"
            )
        }
    }
}
