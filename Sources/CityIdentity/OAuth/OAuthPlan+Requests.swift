import Outward
import Workflow

extension OAuthPlan {
    /// What is filled into its requests.
    struct Filling: Sendable {
        var values: [String: String]
    }

    /// Where people are sent to sign in.
    func address(_ flow: SignInFlow, callback: String) -> String {
        var pairs = [
            ("response_type", "code"), ("client_id", client), ("redirect_uri", callback), ("state", flow.state),
        ]
        if !scope.isEmpty { pairs.append(("scope", scope)) }
        if usesProofKey {
            pairs += [("code_challenge", flow.challenge), ("code_challenge_method", "S256")]
        }
        // What the file names goes before what is usual; an empty one takes that away.
        pairs = pairs.filter { parameters[$0.0] == nil }
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
            pairs.append((name, Pattern(value).filled { ["client": client, "callback": callback][$0] ?? "" }))
        }
        return Address.with(authorize, pairs)
    }

    /// What is known before a token is.
    func filling(code: String, _ flow: SignInFlow, callback: String) -> Filling {
        Filling(values: [
            "client": client, "secret": secret ?? "", "code": code, "callback": callback,
            "verifier": usesProofKey ? flow.verifier : "",
        ])
    }
}

extension OAuthPlan.Request {
    /// The request with its places filled: each value stays one value, whatever characters it has.
    func filled(_ filling: OAuthPlan.Filling) -> HTTPCaller.Request {
        let raw: (String) -> String = { filling.values[$0] ?? "" }
        var body: [UInt8] = []
        let values = self.body.mapValues { $0.filled(raw) }.filter { !$0.value.isEmpty }
        if !values.isEmpty {
            let sorted = values.sorted { $0.key < $1.key }
            body =
                isJSON
                ? JSONValue.object(JSONObject(sorted.map { ($0.key, .string($0.value)) })).canonicalBytes
                : Array(Address.form(sorted.map { ($0.key, $0.value) }).utf8)
        }
        var request = HTTPCaller.Request(url: url.filled { Address.encoded(raw($0)) }, body: body)
        request.method = method
        request.headers = [("Accept", "application/json")]
        if !body.isEmpty {
            request.headers.append(("Content-Type", isJSON ? "application/json" : "application/x-www-form-urlencoded"))
        }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            // What a provider answered ends no header.
            let text = value.filled(raw).filter { $0.isASCII && !$0.isNewline && $0 != "\0" }
            request.headers.append((name, text))
        }
        return request
    }
}
