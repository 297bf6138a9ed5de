import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// What gateways tell us: what became of messages that they took.
enum ReceiptEndpoints {
    static let all = [receive, receiveSigned]

    static let receive = Endpoint(
        .post,
        "/api/v1/receipts/{channel}",
        id: "receiveReceipts",
        tag: .service,
        summary: Bilingual(
            zh: "网关的送达回执，密钥在约定的请求头里",
            en: "A gateway's delivery receipts; its secret stands in the header agreed on"
        ),
        access: .anybody,
        parameters: [channel],
        body: .document(inside: 8),
        answers: [.init(.ok, taken, body: .anything)],
        refusals: [.forbidden, .notFound, .unprocessableContent],
        repetition: .harmless(Bilingual(zh: "同一回执只记一次", en: "each receipt is put down once"))
    ) { call in
        try await call.takeReceipts()
    }

    static let receiveSigned = Endpoint(
        .post,
        "/api/v1/receipts/{channel}/{token}",
        id: "receiveSignedReceipts",
        tag: .service,
        summary: Bilingual(
            zh: "同上，给不能加请求头的网关：地址由 whistle channels check 给出",
            en: "The same for a gateway that sends no header: “whistle channels check” tells its address"
        ),
        access: .anybody,
        parameters: [
            channel, Parameter("token", in: .path, .text(max: 100), zh: "由密钥算出", en: "made of the secret"),
        ],
        body: .document(inside: 8),
        answers: [.init(.ok, taken, body: .anything)],
        refusals: [.forbidden, .notFound, .unprocessableContent],
        repetition: .harmless(Bilingual(zh: "同一回执只记一次", en: "each receipt is put down once"))
    ) { call in
        try await call.takeReceipts()
    }

    private static let taken = Bilingual(zh: "已收到；内容由通道文件规定", en: "taken; the file of channels says what is answered")

    private static let channel = Parameter("channel", in: .path, .text(max: 40), zh: "网关的名称", en: "the gateway's name")
}

extension Call {
    /// Takes what a gateway tells, where it shows its secret.
    ///
    /// - Throws: `Fault` where nothing is set up for it, the secret is wrong, or there are no receipts.
    fileprivate func takeReceipts() async throws -> Response {
        let name = text("channel") ?? ""
        guard let plan = parts.receipts[name] else {
            throw Fault(.notFound, "unknown_channel", zh: "没有网关“\(name)”的回执", en: "no receipts of “\(name)” are taken")
        }
        let header = HTTPField.Name(plan.header).flatMap { head.headerFields[$0] }
        guard plan.isShown(header: header, path: text("token")) else {
            throw Fault(.forbidden, "bad_receipt_secret", zh: "回执的密钥不对", en: "the secret of the receipts is wrong")
        }
        // A gateway that tells of each message by itself is no stranger any more.
        parts.bounds.leave(NetworkName.of(address))
        guard let receipts = plan.receipts(in: body) else {
            let most = ReceiptPlan.most
            throw Fault(
                .unprocessableContent,
                "bad_receipts",
                zh: "约定的位置没有回执，或超过 \(most) 条",
                en: "there are no receipts where they were agreed on, or more than \(most)"
            )
        }
        try await engine.take(receipts, of: name, in: configuration.id)
        return json(plan.answer)
    }
}
