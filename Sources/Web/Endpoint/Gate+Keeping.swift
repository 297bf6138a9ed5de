import Dispatcher
import HTTPTypes
import Hummingbird
import NIOCore
import PGStore
import Workflow

extension Endpoint {
    /// Carries out a call; a write under a key at most once, where no ticket's command bears the key.
    func carryOut(_ call: Call) async throws -> Response {
        guard case .kept(let secrets) = repetition, let key = call.text(HTTPField.Name.idempotencyKey.rawName) else {
            return try await respond(call)
        }
        let identity = try call.person().identity
        let request = RequestKey(
            key,
            of: identity.person,
            in: identity.district,
            for: call.fingerprint,
            under: call.engine.keys
        )
        do {
            let done = try await call.engine.once(request) {
                let (response, body) = try await self.respond(call).read()
                return (response, try KeptAnswer(response, body, but: secrets))
            }
            switch done {
            case .now(let response): return response
            case .before(let kept): return call.again(kept)
            }
        } catch is RequestInHand {
            throw Fault.keyInUse(key)
        }
    }
}

extension Call {
    /// What is asked for, whoever asks and however often.
    ///
    /// What one does with one's own account is said with a password or a code: those are known again by the same session or token
    /// alone, so that nobody who reads the database finds them by trying.
    fileprivate var fingerprint: [UInt8] {
        let others = values.filter { $0.key != HTTPField.Name.idempotencyKey.rawName }
        let request: JSONValue = [
            "endpoint": .string(endpoint.id), "values": .object(JSONObject(others.map { ($0, $1) }) { $1 }),
            "body": body,
        ]
        guard [.halfSignedIn, .signedIn].contains(endpoint.access), let credential else {
            return request.canonicalBytes
        }
        return request.canonicalBytes + Array(credential.secret.utf8)
    }

    /// What was answered the first time, in its language, without what was shown once.
    fileprivate func again(_ kept: KeptAnswer) -> Response {
        let status = HTTPResponse.Status(code: kept.status)
        var response = kept.answer["body"].map { json($0, status: status) } ?? Response(status: status)
        for (name, value) in kept.answer["headers"]?.object ?? [:] {
            if let name = HTTPField.Name(name), let text = value.string { response.headers[name] = text }
        }
        response.headers[.idempotencyReplayed] = "true"
        return response
    }
}

extension KeptAnswer {
    /// Headers that are a part of what was answered; a cookie never is.
    private static let headers: [HTTPField.Name] = [.contentLanguage, .eTag, .location, .link]

    fileprivate init(_ response: Response, _ body: ByteBuffer, but secrets: [String]) throws {
        let named = Self.headers.compactMap { name in
            response.headers[name].map { (name.canonicalName, JSONValue.string($0)) }
        }
        var answer: JSONObject = ["headers": .object(JSONObject(named) { $1 })]
        if body.readableBytes > 0 {
            var members = try JSONValue(parsing: body.readableBytesView)
            if var object = members.object {
                for secret in secrets { object[secret] = .null }
                members = .object(object)
            }
            answer["body"] = members
        }
        self.init(status: response.status.code, answer: .object(answer))
    }
}

extension Fault {
    /// The same request runs under the same key.
    fileprivate static func keyInUse(_ key: String) -> Fault {
        Fault(
            .conflict,
            "key_in_use",
            zh: "幂等键“\(key)”的请求正在办理，请稍后用同一键再试",
            en: "the request under the key “\(key)” is being carried out: try again with the same key"
        ).with(.retryAfter, "2")
    }
}
