import Outward
import PGStore
import Workflow

/// Reads the parts of a file of channels.
struct BookReading {
    /// Secrets by name.
    let secrets: [String: String]
    /// The names that the file gives secrets: those that cannot be read, too.
    let secretNames: Set<String>

    init(_ node: BookNode, _ source: BookSecrets) {
        var secrets: [String: String] = [:]
        let members = node["secrets"]?.members ?? []
        for (name, secret) in members { secrets[name] = source.read(secret) }
        self.secrets = secrets
        secretNames = Set(members.map(\.key))
    }

    private func isName(_ name: String, _ node: BookNode) -> Bool {
        let isName =
            (1...40).contains(name.utf8.count) && name != ChannelBook.mailName && !name.hasPrefix("webhook")
            && name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D
            }
        if !isName {
            node.fault(
                "bad_name",
                zh: "通道名应为小写字母、数字、- 和 _，且不是 mail、webhook…",
                en: "a channel's name has small letters, digits, - and _, and is not mail or webhook…"
            )
        }
        return isName
    }

    /// A secret that a member names.
    func secret(_ node: BookNode?) -> String? {
        guard let node, let name = node.text else { return nil }
        if !secretNames.contains(name) {
            node.fault("unknown_secret", zh: "secrets 里没有“\(name)”", en: "there is no secret “\(name)”")
        }
        return secrets[name]
    }

    /// A text whose places may be secrets only, filled.
    private func filled(_ node: BookNode?) -> String? {
        guard let node, let text = node.text else { return nil }
        check(text, node, allowsAll: false)
        return Pattern(text).filled { secrets[String($0.dropFirst(7))] ?? "" }
    }

    /// Notes places that mean nothing.
    private func check(_ text: String, _ node: BookNode, allowsAll: Bool) {
        for place in Pattern(text).places {
            if place.hasPrefix("secret.") {
                let name = String(place.dropFirst(7))
                guard !secretNames.contains(name) else { continue }
                node.fault("unknown_secret", zh: "secrets 里没有“\(name)”", en: "there is no secret “\(name)”")
            } else {
                let isKnown =
                    Filling.places.contains(place) || MessageFact(rawValue: place) != nil || Int(place) != nil
                guard !allowsAll || !isKnown else { continue }
                node.fault("unknown_place", zh: "“${\(place)}”没有意义", en: "“${\(place)}” means nothing here")
            }
        }
    }
}

extension BookReading {
    // MARK: - Gateways

    func gateway(_ name: String, _ node: BookNode) -> GatewayPlan? {
        node.allow([
            "form", "url", "method", "headers", "body", "templates", "accepted", "limited", "refused", "receipt",
            "delivery", "per_minute", "timeout",
        ])
        let form = node["form"].map { $0.choice(Gateway.Form.self) } ?? .sms
        let url = node.required("url")?.address(["https", "http"])
        if let url, let place = node["url"] { check(url, place, allowsAll: true) }
        let headers = node["headers"]?.texts ?? [:]
        for (_, header) in node["headers"]?.members ?? [] {
            if let text = header.value.string { check(text, header, allowsAll: true) }
        }
        let body = node.required("body").flatMap { self.body($0) }
        let templates = node.required("templates").map { self.templates($0) }
        let (accepted, limited, refused) = (sign(node["accepted"]), sign(node["limited"]), sign(node["refused"]))
        let delivery = node["delivery"].flatMap { receipts($0, of: name) }
        // Without its number of a message nobody knows what a gateway speaks of.
        if node["delivery"] != nil { _ = node.required("receipt") }
        guard isName(name, node), let form, let url, let body, let templates else { return nil }
        return GatewayPlan(
            name: name,
            form: form,
            url: url,
            method: node["method"]?.choice(Method.self)?.rawValue ?? Method.post.rawValue,
            headers: headers,
            body: body,
            templates: templates,
            accepted: accepted,
            limited: limited,
            refused: refused,
            receipt: node["receipt"]?.text,
            delivery: delivery,
            perMinute: node["per_minute"]?.number(1...1_000_000),
            timeout: .seconds(node["timeout"]?.number(1...60) ?? 10),
            secrets: secrets
        )
    }

    private enum Method: String, CaseIterable {
        case post = "POST"
        case put = "PUT"
        case get = "GET"
    }

    private func body(_ node: BookNode) -> GatewayPlan.Body? {
        node.allow(["json", "form"])
        switch (node["json"], node["form"]) {
        case (let json?, nil):
            checkTexts(json)
            return .json(json.value)
        case (nil, let form?):
            checkTexts(form)
            return .form(form.texts)
        case (nil, nil), (.some, .some):
            node.fault("wrong_type", zh: "应为 {json: …} 或 {form: …}", en: "{json: …} or {form: …} is wanted")
            return nil
        }
    }

    /// Looks through all texts of a body.
    private func checkTexts(_ node: BookNode) {
        switch node.value {
        case .string("${parameters}"): break
        case .string(let text): check(text, node, allowsAll: true)
        case .array: for element in node.elements { checkTexts(element) }
        case .object: for (_, member) in node.members { checkTexts(member) }
        case .int, .bool, .null: break
        }
    }

    private func templates(_ node: BookNode) -> [String: GatewayPlan.Template] {
        var templates: [String: GatewayPlan.Template] = [:]
        for (name, template) in node.members {
            let base = name.split(separator: "/", maxSplits: 1).first.map(String.init) ?? ""
            if !["letter", "digest", "duty", "resident"].contains(base) {
                template.fault(
                    "unknown_word",
                    zh: "模板应为 letter、digest、duty、resident，或 resident/动作",
                    en: "a template is letter, digest, duty, resident, or resident/ACT"
                )
            }
            template.allow(["id", "parameters", "text"])
            if let text = template["text"], let words = text.text {
                for place in Pattern(words).places where MessageFact(rawValue: place) == nil {
                    text.fault("unknown_place", zh: "“${\(place)}”没有意义", en: "“${\(place)}” means nothing here")
                }
            }
            templates[name] = GatewayPlan.Template(
                id: template["id"]?.text ?? "",
                parameters: (template["parameters"]?.elements ?? []).compactMap { parameter($0) },
                text: template["text"]?.text
            )
        }
        return templates
    }

    private func parameter(_ node: BookNode) -> MessageFact? {
        guard let name = node.text else { return nil }
        if let fact = MessageFact(rawValue: name) { return fact }
        let all = MessageFact.allCases.map(\.rawValue).joined(separator: ", ")
        node.fault("unknown_parameter", zh: "“\(name)”不在其列：\(all)", en: "“\(name)” is none of \(all)")
        return nil
    }

    private func sign(_ node: BookNode?) -> GatewayPlan.Sign? {
        guard let node else { return nil }
        node.allow(["at", "is"])
        guard let path = node.required("at")?.text, let values = node.required("is")?.elements else { return nil }
        return GatewayPlan.Sign(path: path, values: values.compactMap(\.text))
    }
}

extension BookReading {
    // MARK: - Robots, mail, the duty phone

    func robot(_ name: String, _ node: BookNode) -> ChannelBook.RobotPlan? {
        node.allow(["kind", "url", "secret", "units", "per_minute"])
        let kind = node.required("kind")?.choice(Robot.Kind.self)
        let secret = secret(node["secret"])
        let units = (node.required("units")?.elements ?? []).compactMap(\.text)
        let place = node.required("url")
        guard let url = filled(place), let place else { return nil }
        // The address of a robot is all that keeps others from speaking to its group.
        if Pattern(place.text ?? "").places.isEmpty {
            place.fault(
                "secret_inside",
                zh: "机器人的地址本身是秘密：放进 secrets，写作 ${secret.名称}",
                en: "a robot's address is a secret: put it under secrets and write ${secret.NAME}"
            )
        }
        guard isName(name, node), let kind else { return nil }
        return ChannelBook.RobotPlan(
            name: name,
            kind: kind,
            url: url,
            secret: secret,
            units: Set(units),
            perMinute: node["per_minute"]?.number(1...10_000)
        )
    }

    func mail(_ node: BookNode) -> ChannelBook.MailPlan? {
        node.allow(["server", "encrypt", "authorities", "user", "password", "from", "units", "people", "per_minute"])
        let server = node.required("server")?.address(["smtps", "smtp"])
        let from = node.required("from").flatMap { mailbox($0) }
        let password = secret(node["password"])
        var units: [String: [String]] = [:]
        for (code, boxes) in node.required("units")?.members ?? [] {
            units[code] = boxes.elements.compactMap { mailbox($0) }
        }
        guard let server, let from else { return nil }
        return ChannelBook.MailPlan(
            server: server,
            mustEncrypt: node["encrypt"].map { $0.flag ?? true } ?? true,
            authorities: node["authorities"]?.text,
            user: node["user"]?.text,
            password: password,
            from: from,
            units: units,
            tellsPeople: node["people"].map { $0.flag ?? false } ?? false,
            perMinute: node["per_minute"]?.number(1...10_000)
        )
    }

    /// A mailbox: what would end a header or an address in the protocol is none.
    private func mailbox(_ node: BookNode) -> String? {
        guard let text = node.text else { return nil }
        if StaffMailbox.isOne(text) { return text }
        node.fault("bad_address", zh: "“\(text)”不是邮箱", en: "“\(text)” is no mailbox")
        return nil
    }

    func duty(_ node: BookNode) -> ChannelBook.DutyPhone? {
        node.allow(["gateway", "clocks", "units", "every", "times"])
        let clocks = node["clocks"]?.elements.compactMap(\.text) ?? ["sign", "answer"]
        guard let gateway = node.required("gateway")?.text else { return nil }
        var units: [String: String] = [:]
        for (code, phone) in node["units"]?.members ?? [] {
            guard let digits = phone.text.flatMap({ Telephone.digits(of: $0) }) else {
                phone.fault("bad_address", zh: "不是电话号码", en: "no telephone")
                continue
            }
            units[code] = digits
        }
        return ChannelBook.DutyPhone(
            gateway: gateway,
            clocks: Set(clocks),
            units: units,
            every: .seconds(60 * (node["every"]?.number(1...120) ?? 5)),
            times: node["times"]?.number(1...20) ?? 3
        )
    }
}
