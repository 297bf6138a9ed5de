import Dispatcher
import Messaging
import Outward
import PGStore
import Testing
import Workflow

/// How a gateway's receipts are described, and read by that.
@Suite struct ReceiptBookTests {
    private static let secrets = BookSecrets.test(["LONG": "0123456789abcdef", "SHORT": "0123456789abcde"])

    private static func book(_ delivery: String, receipt: String = "receipt: id") throws -> ChannelBook {
        let text = """
            secrets: {long: {env: LONG}, short: {env: SHORT}}
            gateways:
              sms:
                url: https://sms.example.cn/send
                body: {json: {to: "${phone}"}}
                templates: {letter: {id: L}}
                \(receipt)
                delivery: \(delivery)
            """
        return try ChannelBook(yaml: text, secrets: secrets)
    }

    private static let whole =
        "{secret: long, header: X-Secret, list: data.items, id: sid, status: state.code, "
        + "delivered: [DELIVRD, '0'], undelivered: [UNDELIV, '1'], answer: {code: 0}}"

    @Test func `receipts are read where they were agreed on; what is not decided yet is passed over`() throws {
        let plan = try #require(try Self.book(Self.whole).receipts["sms"])
        #expect(plan.header == "x-secret" && plan.answer == ["code": 0])
        let body: JSONValue = [
            "data": [
                "items": [
                    ["sid": "a", "state": ["code": "DELIVRD"]], ["sid": 17, "state": ["code": 1]],
                    ["sid": "c", "state": ["code": "QUEUED"]], ["sid": "d"], "x", ["state": ["code": "DELIVRD"]],
                    ["sid": .string(String(repeating: "9", count: 201)), "state": ["code": 0]],
                    ["sid": "n\u{0}", "state": ["code": 0]],
                ]
            ]
        ]
        #expect(
            plan.receipts(in: body) == [
                DeliveryReceipt(receipt: "a", isDelivered: true, status: "DELIVRD"),
                DeliveryReceipt(receipt: "17", isDelivered: false, status: "1"),
            ]
        )
        #expect(plan.receipts(in: ["data": [:]]) == nil && plan.receipts(in: "x") == nil)
        let many = JSONValue.array(Array(repeating: [:], count: ReceiptPlan.most + 1))
        #expect(plan.receipts(in: ["data": ["items": many]]) == nil)
    }

    @Test func `a body may be the list itself, or one receipt`() throws {
        let plain = "{secret: long, id: id, status: s, delivered: ['true'], undelivered: ['false']}"
        let plan = try #require(try Self.book(plain).receipts["sms"])
        let receipt: JSONValue = ["id": "a", "s": true]
        #expect(plan.receipts(in: receipt)?.count == 1 && plan.receipts(in: [receipt, receipt])?.count == 2)
        #expect(plan.header == "whistle-secret" && plan.answer == [:])
    }

    @Test func `the secret is shown in the header, or signed in the path, and nothing else opens`() throws {
        let plan = try #require(try Self.book(Self.whole).receipts["sms"])
        #expect(plan.isShown(header: "0123456789abcdef", path: nil))
        #expect(plan.isShown(header: nil, path: plan.pathToken))
        #expect(!plan.pathToken.contains("0123456789") && plan.pathToken.count == 32)
        for (header, path) in [(nil, nil), ("", ""), ("0123456789abcdeg", nil), (nil, "0123456789abcdef")] {
            #expect(!plan.isShown(header: header, path: path))
        }
        let other = ReceiptPlan(
            channel: "other",
            secret: "0123456789abcdef",
            id: "",
            status: "",
            delivered: [],
            undelivered: []
        )
        #expect(other.pathToken != plan.pathToken, "one gateway's path opens no other's")
    }

    @Test(arguments: [
        ("{secret: short, id: i, status: s, delivered: [a], undelivered: [b]}", "bad_secret"),
        ("{secret: none, id: i, status: s, delivered: [a], undelivered: [b]}", "unknown_secret"),
        ("{id: i, status: s, delivered: [a], undelivered: [b]}", "missing_key"),
        ("{secret: long, status: s, delivered: [a], undelivered: [b]}", "missing_key"),
        ("{secret: long, id: i, status: s, delivered: [a], undelivered: [a]}", "unknown_word"),
        ("{secret: long, id: i, status: s, delivered: [a], undelivered: [b], header: 'a b'}", "bad_name"),
        ("{secret: long, id: i, status: s, delivered: [a], undelivered: [b], list: [x]}", "wrong_type"),
        ("{secret: long, id: i, status: s, delivered: [a], undelivered: [b], more: 1}", "unknown_key"),
    ])
    func `what is written wrongly is told with its place`(delivery: String, code: String) {
        let found = codes { try Self.book(delivery) }
        #expect(found.contains { $0.hasPrefix("\(code) gateways.sms.delivery") }, "\(found)")
    }

    @Test func `without the gateway's number of a message no receipt means anything`() {
        #expect(codes { try Self.book(Self.whole, receipt: "") } == ["missing_key gateways.sms.receipt"])
    }

    private func codes(_ read: () throws -> ChannelBook) -> [String] {
        do {
            _ = try read()
            return []
        } catch {
            return (error as? Problems)?.all.map { "\($0.code) \($0.path)" } ?? ["\(error)"]
        }
    }
}
