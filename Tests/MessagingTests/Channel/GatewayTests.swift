import Foundation
import Messaging
import Testing
import Workflow

/// Gateways on loopback: what the file says is what is sent, and what they answer is understood.
@Suite struct GatewayTests {
    private static let words = MessageWords(
        title: "题",
        lines: ["行 & 列"],
        facts: [.number: "20261121-000007", .category: "水务/漏水", .deadline: "14:30（还剩 5 分钟）"]
    )
    private static let call = OutgoingCall(
        id: "610902-17",
        address: .telephone("13800005678"),
        templates: ["resident/accept", "letter"],
        words: words,
        at: Instant(seconds: 1)
    )

    private static func book(_ port: Int, _ gateway: String) throws -> ChannelBook {
        let text = """
            secrets: {token: {env: TOKEN}}
            gateways:
              sms:
                url: http://127.0.0.1:\(port)/send?t=${secret.token}
            \(gateway)
            """
        return try ChannelBook(yaml: text, secrets: .test(["TOKEN": "a b&c"]))
    }

    private static func send(
        _ gateway: String,
        _ reply: HTTPReceiver.Reply
    ) async throws -> ChannelAnswer {
        try await HTTPReceiver.with(reply: { _, _ in reply }) { _, port in
            try await TestClient.with { caller in
                let gateway = try #require(try book(port, gateway).gateways.first)
                return await Gateway(gateway, caller: caller).send(call)
            }
        }
    }

    private static let json = """
            headers: {x-token: "${secret.token}"}
            body:
              json:
                mobile: "${phone}"
                tpl: "${template}"
                list: "${parameters}"
                named: "${named:json}"
                second: "${2}"
                whole: "<${text}>"
                times: 1
            templates: {letter: {id: SMS_1, parameters: [number, category]}}
            accepted: {at: Code, is: [OK, true]}
            limited: {at: Code, is: [LIMIT]}
            refused: {at: Code, is: [BAD]}
            receipt: data.0.id
        """

    @Test func `JSON is filled as the file says`() async throws {
        try await HTTPReceiver.with(reply: { _, _ in .init(#"{"Code":"OK","data":[{"id":9007199254740993}],"x":1.5}"#) }
        ) { receiver, port in
            let answer = try await TestClient.with { caller in
                let plan = try #require(try Self.book(port, Self.json).gateways.first)
                return await Gateway(plan, caller: caller).send(Self.call)
            }
            let request = try #require(receiver.received.first)
            #expect(request.query("t") == "a b&c" && request.headers["x-token"] == "a b&c")
            let body = request.json
            #expect(body["mobile"]?.string == "13800005678" && body["tpl"]?.string == "SMS_1")
            #expect(body["list"] == ["20261121-000007", "水务/漏水"] && body["second"]?.string == "水务/漏水")
            #expect(body["named"]?.string == #"{"category":"水务/漏水","number":"20261121-000007"}"#)
            #expect(body["whole"]?.string == "<题\n行 & 列>" && body["times"]?.int == 1)
            guard case .accepted(let receipt, _) = answer else { return #expect(Bool(false), "\(answer)") }
            #expect(receipt == "9007199254740993")
        }
    }

    @Test func `a form is escaped, and a template's own text is filled`() async throws {
        let gateway = """
                body: {form: {to: "${phone}", text: "${text}"}}
                templates: {resident/accept: {text: "编号${number}已受理&登记"}}
            """
        try await HTTPReceiver.with { receiver, port in
            let answer = try await TestClient.with { caller in
                let plan = try #require(try Self.book(port, gateway).gateways.first)
                return await Gateway(plan, caller: caller).send(Self.call)
            }
            let request = try #require(receiver.received.first)
            #expect(request.headers["content-type"] == "application/x-www-form-urlencoded")
            let fields = request.text.split(separator: "&").map { $0.removingPercentEncoding ?? "" }
            #expect(fields == ["text=编号20261121-000007已受理&登记", "to=13800005678"])
            guard case .accepted = answer else { return #expect(Bool(false), "\(answer)") }
        }
    }

    @Test(arguments: [
        (#"{"Code":"LIMIT"}"#, 200, "limited"), (#"{"Code":"BAD"}"#, 400, "refused"), (#"{"Code":"?"}"#, 200, "failed"),
        (#"{"Code":"OK"}"#, 500, "failed"), ("", 302, "failed"), (#"{"Code":"OK"}"#, 200, "accepted"),
        ("", 429, "limited"), (#"{"Code":true}"#, 200, "accepted"), (#"{"Code":1}"#, 200, "failed"),
    ])
    func `an answer means what the file says`(_ body: String, _ status: Int, _ meaning: String) async throws {
        let reply = HTTPReceiver.Reply(body, status: status, headers: ["location": "http://127.0.0.1:1/"])
        let answer = try await Self.send(Self.json, reply)
        let said =
            switch answer {
            case .accepted: "accepted"
            case .limited: "limited"
            case .refused: "refused"
            case .failed: "failed"
            }
        #expect(said == meaning, "\(answer)")
    }

    @Test func `an answer without an end is not read on`() async throws {
        let long = HTTPReceiver.Reply(String(repeating: "x", count: 100_000))
        #expect(try await Self.send(Self.json, long) == .failed(words: "the answer is too long"))
    }
}
