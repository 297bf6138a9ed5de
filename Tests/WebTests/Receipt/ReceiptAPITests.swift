import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Web
import Workflow

/// Gateways tell what became of messages, each by its own secret.
@Suite struct ReceiptAPITests {
    private static let plan = ReceiptPlan(
        channel: "sms",
        secret: "0123456789abcdef",
        header: "x-secret",
        list: "items",
        id: "id",
        status: "state",
        delivered: ["ok"],
        undelivered: ["gone"],
        answer: ["code": 0]
    )

    @Test func `receipts are taken of a gateway that shows its secret, in a header or signed in the path`() async throws
    {
        try await WebDistrict.with(receipts: ["sms": Self.plan]) { web in
            let path = "/api/v1/receipts/sms"
            let secret = ["X-Secret": "0123456789abcdef"]
            let body: JSONValue = ["items": [["id": "a", "state": "ok"], ["id": "b", "state": "gone"]]]
            let taken = try await web.post(path, body, as: nil, headers: secret)
            #expect(taken.status == 200 && taken.json == ["code": 0], "\(taken.text)")
            let again = try await web.post("\(path)/\(Self.plan.pathToken)", body, as: nil)
            #expect(again.status == 200)
            let rows: Query = """
                SELECT channel || ' ' || receipt || ' ' || outcome || ' ' || status FROM delivery_receipt
                WHERE district_id = \(web.city.id.rawValue) ORDER BY receipt
                """
            let kept = try await web.city.engine.pool.query(rows).map { try $0[0, as: String.self] }
            #expect(kept == ["sms a delivered ok", "sms b undelivered gone"])
        }
    }

    @Test func `anybody else, and what holds no receipts, is refused`() async throws {
        try await WebDistrict.with(receipts: ["sms": Self.plan]) { web in
            let body: JSONValue = ["items": [["id": "a", "state": "ok"]]]
            let (path, secret) = ("/api/v1/receipts/sms", ["X-Secret": "0123456789abcdef"])
            for (answer, status, code) in [
                (try await web.post(path, body, as: nil), 403, "bad_receipt_secret"),
                (try await web.post(path, body, as: "desk"), 403, "bad_receipt_secret"),
                (try await web.post(path, body, as: nil, headers: ["X-Secret": "x"]), 403, "bad_receipt_secret"),
                (try await web.post("\(path)/0123456789abcdef", body, as: nil), 403, "bad_receipt_secret"),
                (try await web.post("/api/v1/receipts/voice", body, as: nil, headers: secret), 404, "unknown_channel"),
                (try await web.post(path, ["other": []], as: nil, headers: secret), 422, "bad_receipts"),
            ] {
                #expect(answer.status == status && answer.code == code, "\(code): \(answer.text)")
            }
            let rows: Query = "SELECT count(*) FROM delivery_receipt WHERE district_id = \(web.city.id.rawValue)"
            #expect(try await web.city.count(rows) == 0)
        }
    }
}
