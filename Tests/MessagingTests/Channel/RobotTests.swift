import Crypto
import Foundation
import Messaging
import Testing
import Workflow

/// Groups' robots on loopback: their own formats, signatures, and what their answers mean.
@Suite struct RobotTests {
    static let words = MessageWords(title: "【吹哨】20261121-000007 派单", lines: ["事项：水务/漏水", "责任单位：水务局"], facts: [:])
    private static let at = Instant(seconds: 1_763_700_000)
    private static let call = OutgoingCall(id: "1-2", address: .group, templates: ["letter"], words: words, at: at)

    private static func send(
        _ kind: Robot.Kind,
        secret: String? = "SECabc",
        reply: HTTPReceiver.Reply
    ) async throws -> (HTTPReceiver.Received, ChannelAnswer) {
        try await HTTPReceiver.with(reply: { _, _ in reply }) { receiver, port in
            try await TestClient.with { caller in
                let robot = Robot(
                    name: "r",
                    kind: kind,
                    url: "http://127.0.0.1:\(port)/send?key=1",
                    secret: secret,
                    perMinute: nil,
                    caller: caller
                )
                let answer = await robot.send(call)
                return (try #require(receiver.received.first), answer)
            }
        }
    }

    private static func hmac(_ text: String, _ key: String) -> String {
        Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: Data(key.utf8))))
            .base64EncodedString()
    }

    @Test func `WeCom is given markdown`() async throws {
        let (request, answer) = try await Self.send(.wecom, reply: .init(#"{"errcode":0,"errmsg":"ok"}"#))
        #expect(request.path == "/send?key=1" && request.method == "POST")
        #expect(request.headers["content-type"] == "application/json; charset=utf-8")
        #expect(request.json["msgtype"]?.string == "markdown")
        let text = "**【吹哨】20261121-000007 派单**\n> 事项：水务/漏水\n> 责任单位：水务局"
        #expect(request.json["markdown"]?["content"]?.string == text)
        #expect(answer == .accepted(receipt: nil, words: #"200 {"errcode":0,"errmsg":"ok"}"#))
    }

    @Test func `DingTalk's address is signed with the time in milliseconds`() async throws {
        let (request, answer) = try await Self.send(.dingtalk, reply: .init(#"{"errcode":0}"#))
        let stamp = "1763700000000"
        #expect(request.query("key") == "1" && request.query("timestamp") == stamp)
        #expect(request.query("sign") == Self.hmac("\(stamp)\nSECabc", "SECabc"))
        #expect(request.json["markdown"]?["title"]?.string == Self.words.title)
        #expect(request.json["markdown"]?["text"]?.string?.contains("- 责任单位：水务局") == true)
        guard case .accepted = answer else { return #expect(Bool(false), "\(answer)") }
    }

    @Test func `Feishu's body is signed with the time in seconds`() async throws {
        let (request, _) = try await Self.send(.feishu, reply: .init(#"{"code":0,"msg":"success","data":{}}"#))
        #expect(request.json["timestamp"]?.string == "1763700000")
        #expect(request.json["sign"]?.string == Self.hmac("", "1763700000\nSECabc"))
        let post = request.json["content"]?["post"]?["zh_cn"]
        #expect(request.json["msg_type"]?.string == "post" && post?["title"]?.string == Self.words.title)
        #expect(post?["content"]?.array?.count == 2)
        let (plain, _) = try await Self.send(.feishu, secret: nil, reply: .init(#"{"code":0}"#))
        #expect(plain.json["sign"] == nil)
    }

    @Test(arguments: [
        (Robot.Kind.wecom, 200, #"{"errcode":45009,"errmsg":"api freq out of limit"}"#, "limited 60"),
        (.wecom, 200, #"{"errcode":93000,"errmsg":"invalid webhook url"}"#, "refused"),
        (.wecom, 200, #"{"errcode":-1,"errmsg":"system busy"}"#, "failed"), (.wecom, 502, "", "failed"),
        (.dingtalk, 200, #"{"errcode":130101,"errmsg":"send too fast"}"#, "limited 600"),
        (.dingtalk, 200, #"{"errcode":310000,"errmsg":"sign not match"}"#, "refused"),
        (.dingtalk, 200, "not json", "failed"),
        (.feishu, 400, #"{"code":19021,"msg":"sign match fail or timestamp is not within one hour"}"#, "refused"),
        (.feishu, 200, #"{"code":11232,"msg":"frequency limited"}"#, "limited 60"),
        (.feishu, 400, #"{"code":9499,"msg":"too many request"}"#, "limited 60"),
        (.feishu, 400, #"{"code":9499,"msg":"Bad Request"}"#, "refused"),
        (.feishu, 200, #"{"StatusCode":0,"StatusMessage":"success"}"#, "accepted"),
        (.wecom, 429, "", "limited 60"),
    ])
    func `an answer means what its code says`(_ kind: Robot.Kind, _ status: Int, _ body: String, _ meaning: String)
        async throws
    {
        let (_, answer) = try await Self.send(kind, reply: .init(body, status: status))
        let said =
            switch answer {
            case .accepted: "accepted"
            case .limited(let rest, _): "limited \(rest.components.seconds)"
            case .refused: "refused"
            case .failed: "failed"
            }
        #expect(said == meaning, "\(answer)")
    }

    @Test func `a robot that is not there fails, and its address is not said`() async throws {
        try await TestClient.with { caller in
            let url = "http://127.0.0.1:1/send?key=geheim"
            let robot = Robot(name: "r", kind: .wecom, url: url, secret: nil, perMinute: nil, caller: caller)
            let answer = await robot.send(Self.call)
            guard case .failed(let words) = answer else { return #expect(Bool(false), "\(answer)") }
            #expect(!words.contains("geheim"))
        }
    }

    @Test func `a long text is cut where WeCom would refuse it, with no character torn`() async throws {
        let long = MessageWords(title: "长", lines: [String(repeating: "水", count: 3_000)], facts: [:])
        let call = OutgoingCall(id: "1-2", address: .group, templates: [], words: long, at: Self.at)
        try await HTTPReceiver.with { receiver, port in
            try await TestClient.with { caller in
                let url = "http://127.0.0.1:\(port)/"
                let robot = Robot(name: "r", kind: .wecom, url: url, secret: nil, perMinute: nil, caller: caller)
                _ = await robot.send(call)
            }
            let text = receiver.received.first?.json["markdown"]?["content"]?.string
            #expect(text.map { $0.utf8.count <= 4_096 && $0.hasSuffix("水…") } == true)
        }
    }
}
