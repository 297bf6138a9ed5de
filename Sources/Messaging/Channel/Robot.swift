import Crypto
import Foundation
package import Outward
import Workflow

/// A group's robot of WeCom (企业微信), DingTalk (钉钉) or Feishu (飞书).
package struct Robot: Channel {
    /// Whose robot it is.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// 企业微信.
        case wecom
        /// 钉钉.
        case dingtalk
        /// 飞书.
        case feishu

        /// What each takes a minute, by its own documentation.
        package var usualLimit: Int {
            switch self {
            case .wecom, .dingtalk: 20
            case .feishu: 100
            }
        }
    }

    /// Its name.
    package let name: String
    /// Whose.
    package let kind: Kind
    /// How many messages a minute.
    package let perMinute: Int?
    /// The usual.
    package var patience: Patience { Patience() }

    private let url: String
    private let secret: String?
    private let caller: HTTPCaller

    /// Makes a robot.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - kind: whose.
    ///   - url: the address that its group gave; it is a secret.
    ///   - secret: what its messages are signed with; nil: they are not.
    ///   - perMinute: how many a minute at the most.
    ///   - caller: what sends.
    package init(name: String, kind: Kind, url: String, secret: String?, perMinute: Int?, caller: HTTPCaller) {
        self.name = name
        self.kind = kind
        self.url = url
        self.secret = secret
        self.perMinute = perMinute ?? kind.usualLimit
        self.caller = caller
    }

    /// Tells the group.
    package func send(_ call: OutgoingCall) async -> ChannelAnswer {
        do throws(HTTPCaller.Failure) {
            let answer = try await caller.send(request(call))
            if answer.status == 429 {
                return .limited(rest: .seconds(min(max(answer.retryAfter ?? 60, 1), 3_600)), words: answer.words)
            }
            guard (200..<300).contains(answer.status) || answer.status == 400 else {
                return .failed(words: answer.words)
            }
            return kind.meaning(of: answer)
        } catch {
            return .failed(words: error.words)
        }
    }

    private func request(_ call: OutgoingCall) -> HTTPCaller.Request {
        var url = url
        var body = kind.body(call.words)
        if let secret {
            switch kind {
            case .wecom: break
            case .dingtalk:
                let stamp = call.at.microseconds / 1_000
                let sign = Self.signature(of: "\(stamp)\n\(secret)", by: secret)
                url += (url.contains("?") ? "&" : "?") + "timestamp=\(stamp)&sign=\(Filling.escaped(sign))"
            case .feishu:
                let stamp = call.at.seconds
                body["timestamp"] = .string("\(stamp)")
                // Here the text to be signed is empty, and what DingTalk signs is the key.
                body["sign"] = .string(Self.signature(of: "", by: "\(stamp)\n\(secret)"))
            }
        }
        var request = HTTPCaller.Request(url: url, body: JSONValue.object(body).canonicalBytes)
        request.headers = [("content-type", "application/json; charset=utf-8")]
        return request
    }

    /// HMAC-SHA-256 in base64.
    private static func signature(of text: String, by key: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: Data(key.utf8)))
        return Data(code).base64EncodedString()
    }
}

extension Robot.Kind {
    // MARK: - Formats

    /// A message in the robot's own format.
    func body(_ words: MessageWords) -> JSONObject {
        switch self {
        case .wecom:
            let text = (["**\(words.title)**"] + words.lines.map { "> " + $0 }).joined(separator: "\n")
            return ["msgtype": "markdown", "markdown": ["content": .string(Self.cut(text, to: 4_096))]]
        case .dingtalk:
            let text = (["#### \(words.title)"] + words.lines.map { "- " + $0 }).joined(separator: "\n")
            return [
                "msgtype": "markdown",
                "markdown": ["title": .string(words.title), "text": .string(Self.cut(text, to: 18_000))],
            ]
        case .feishu:
            let lines = words.lines.map {
                JSONValue.array([["tag": "text", "text": .string(Self.cut($0, to: 4_096))]])
            }
            let post: JSONValue = ["title": .string(words.title), "content": .array(lines)]
            return ["msg_type": "post", "content": ["post": ["zh_cn": post]]]
        }
    }

    /// The beginning of a text that has so many bytes at the most, with no character torn.
    private static func cut(_ text: String, to bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        var short = ""
        var left = bytes - 3
        for character in text {
            left -= character.utf8.count
            guard left >= 0 else { break }
            short.append(character)
        }
        return short + "…"
    }

    // MARK: - Answers

    /// What a robot's answer means: all of them say in the body of a 200 what went wrong.
    func meaning(of answer: HTTPCaller.Answer) -> ChannelAnswer {
        let fields = AnswerFields(answer.body)
        let words = answer.words
        guard let code = (fields["errcode"] ?? fields["code"] ?? fields["StatusCode"]).flatMap({ Int($0) }) else {
            return .failed(words: words)
        }
        if code == 0 { return .accepted(receipt: nil, words: words) }
        if let rest = rest(code, says: fields["errmsg"] ?? fields["msg"] ?? "") {
            return .limited(rest: rest, words: words)
        }
        return permanent.contains(code) ? .refused(words: words) : .failed(words: words)
    }

    /// How long it wants to be left alone; nil: the code means something else.
    private func rest(_ code: Int, says words: String) -> Duration? {
        switch (self, code) {
        // 45009: calls of this robot; 45033: at the same time.
        case (.wecom, 45_009), (.wecom, 45_033): .seconds(60)
        // Over 20 in a minute silences it for ten.
        case (.dingtalk, 130_101), (.dingtalk, 410_100): .seconds(600)
        case (.feishu, 11_232): .seconds(60)
        // 9499 means a bad request as well.
        case (.feishu, 9_499) where words.lowercased().contains("too many"): .seconds(60)
        case (.wecom, _), (.dingtalk, _), (.feishu, _): nil
        }
    }

    /// Codes that no other try will mend: signature, key word, address, a robot that was taken away, a body that is none.
    private var permanent: Set<Int> {
        switch self {
        case .wecom: [93_000, 93_004, 93_008, 40_008, 40_058, 44_004, 45_002]
        case .dingtalk: [310_000, 300_001, 400_013, 400_101, 400_102, 400_105, 430_101, 430_102, 430_103, 430_104]
        case .feishu: [19_001, 19_021, 19_022, 19_024, 9_499, 10_208]
        }
    }
}
