import Dispatcher
import Outward
import Workflow

extension BookReading {
    // MARK: - Receipts

    /// How a gateway tells what became of what it took; nil: it does not, or it is written wrongly.
    func receipts(_ node: BookNode, of gateway: String) -> ReceiptPlan? {
        node.allow(["secret", "header", "list", "id", "status", "delivered", "undelivered", "answer"])
        let secret = secret(node.required("secret"))
        let id = node.required("id")?.text
        let status = node.required("status")?.text
        let delivered = node.required("delivered")?.elements.compactMap(\.text)
        let undelivered = node.required("undelivered")?.elements.compactMap(\.text)
        let header = node["header"]?.text?.lowercased() ?? "whistle-secret"
        if let place = node["header"], !Self.isHeader(header) {
            place.fault("bad_name", zh: "“\(header)”不是请求头的名称", en: "“\(header)” is no name of a header")
        }
        if let secret, secret.utf8.count < 16, let place = node["secret"] {
            place.fault("bad_secret", zh: "回执的密钥至少 16 个字符", en: "a secret of receipts has 16 characters at the least")
        }
        if let both = delivered.map({ Set($0).intersection(undelivered ?? []) })?.sorted().first {
            node.fault(
                "unknown_word",
                zh: "“\(both)”不能既是送达又是未送达",
                en: "“\(both)” cannot mean both delivered and undelivered"
            )
        }
        guard let secret, let id, let status, let delivered, let undelivered else { return nil }
        return ReceiptPlan(
            channel: gateway,
            secret: secret,
            header: header,
            list: node["list"]?.text,
            id: id,
            status: status,
            delivered: Set(delivered),
            undelivered: Set(undelivered),
            answer: node["answer"]?.value ?? [:]
        )
    }

    private static func isHeader(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}
