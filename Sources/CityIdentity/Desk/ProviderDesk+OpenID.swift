import Foundation
import Outward

extension OpenIDPlan {
    /// Where people are sent to sign in.
    func address(_ flow: SignInFlow, at authorization: String, callback: String) -> String {
        Address.with(
            authorization,
            [
                ("response_type", "code"), ("client_id", client), ("redirect_uri", callback),
                ("scope", scopes.joined(separator: " ")), ("state", flow.state), ("nonce", flow.nonce),
                ("code_challenge", flow.challenge), ("code_challenge_method", "S256"),
            ]
        )
    }

    /// What exchanges a code for tokens.
    func exchange(_ code: String, _ flow: SignInFlow, at token: String, callback: String) -> HTTPCaller.Request {
        var pairs = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", callback),
            ("code_verifier", flow.verifier),
        ]
        var headers = [
            ("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded"),
        ]
        switch (secret, authentication) {
        case (nil, _): pairs.append(("client_id", client))
        case (let secret?, .post): pairs += [("client_id", client), ("client_secret", secret)]
        case (let secret?, .basic):
            // Both as a form has them, before they are joined (RFC 6749 §2.3.1).
            let pair = Address.encoded(client) + ":" + Address.encoded(secret)
            headers.append(("Authorization", "Basic " + Data(pair.utf8).base64EncodedString()))
        }
        var request = HTTPCaller.Request(url: token, body: Array(Address.form(pairs).utf8))
        request.headers = headers
        return request
    }
}

extension ProviderDesk {
    // MARK: - OpenID Connect

    /// Who somebody is: the code is exchanged, the id token checked, and where the file says so the person asked for.
    func person(
        _ plan: ProviderPlan,
        _ openID: OpenIDPlan,
        _ answer: ProviderAnswer,
        _ flow: SignInFlow,
        callback: String
    ) async throws(IdentityFault) -> (String, ClaimSet) {
        let metadata = try await metadata(of: plan, openID)
        if answer.issuer != nil || metadata.namesItself {
            guard answer.issuer == openID.issuer else { throw .unproven(.issuer) }
        }
        guard let code = answer.code, !code.isEmpty else { throw .unproven(.code) }
        let tokens = try await exchanged(openID.exchange(code, flow, at: metadata.token, callback: callback))
        guard let text = tokens.text("id_token") else { throw .unproven(.malformed) }
        let token = try IDToken(text, allowed: openID.algorithms)
        try await verify(token, plan, metadata)
        let subject = try token.subject(openID, nonce: flow.nonce, now: now())
        guard openID.asksForPerson, let address = metadata.person else { return (subject, token.claims) }
        guard let access = tokens.text("access_token") else { throw .unproven(.malformed) }
        var request = HTTPCaller.Request(url: address, body: [])
        request.method = "GET"
        request.headers = [("Accept", "application/json"), ("Authorization", "Bearer " + Self.headerSafe(access))]
        guard let person = ClaimSet(json: try await answered(request, "the answer about the person")) else {
            throw .unavailable("the answer about the person is no JSON object")
        }
        guard person.text("sub") == subject else { throw .unproven(.otherSubject) }
        return (subject, token.claims.joined(person))
    }

    /// What a provider says of itself: kept for an hour.
    func metadata(of plan: ProviderPlan, _ openID: OpenIDPlan) async throws(IdentityFault) -> OpenIDMetadata {
        if let known = try memory.metadata(of: plan.name, now: now()) { return known }
        do throws(IdentityFault) {
            var request = HTTPCaller.Request(url: OpenIDMetadata.address(of: openID.issuer), body: [])
            request.method = "GET"
            let metadata = try OpenIDMetadata(try await answered(request, "the discovery document"), openID)
            memory.keep(metadata, of: plan.name, now: now())
            return metadata
        } catch {
            memory.keep(error, of: plan.name, now: now())
            throw error
        }
    }

    /// Checks a signature: by a key that is known, or by one that is asked for, since keys change.
    private func verify(_ token: IDToken, _ plan: ProviderPlan, _ metadata: OpenIDMetadata) async throws(IdentityFault)
    {
        if let known = memory.keys(of: plan.name, now: now()) {
            var fault = IdentityFault.unproven(.unknownKey)
            if let key = known.set.key(token.keyID, token.algorithm) {
                do throws(IdentityFault) {
                    return try await token.verify(by: key)
                } catch {
                    fault = error
                }
            }
            // Keys without names change, too. But whoever brings wrong tokens does not make us ask each time.
            guard known.mayBeNewer else { throw fault }
        }
        var request = HTTPCaller.Request(url: metadata.keys, body: [])
        request.method = "GET"
        let keys = try KeySet(try await answered(request, "the set of keys"))
        memory.keep(keys, of: plan.name, now: now())
        guard let key = keys.key(token.keyID, token.algorithm) else { throw .unproven(.unknownKey) }
        try await token.verify(by: key)
    }

    /// The answer to a code: what is wrong with the code is the person's to try again, all else ours to look at.
    private func exchanged(_ request: HTTPCaller.Request) async throws(IdentityFault) -> ClaimSet {
        let answer = try await sent(request)
        let said = ClaimSet(json: answer.body)
        if answer.status == 200, let said { return said }
        let error = said?.text("error").map {
            String($0.filter { $0.isASCII && ($0.isLetter || $0 == "_") }.prefix(40))
        }
        if error == "invalid_grant" { throw .unproven(.code) }
        throw .unavailable("a code was answered by \(answer.status) \(error ?? "")")
    }
}

extension ProviderDesk {
    // MARK: - Requests

    /// The body of an answer of status 200.
    func answered(_ request: HTTPCaller.Request, _ what: String) async throws(IdentityFault) -> [UInt8] {
        let answer = try await sent(request)
        guard answer.status == 200 else { throw .unavailable("\(what): status \(answer.status)") }
        return answer.body
    }

    /// Whatever answer there is.
    func sent(_ request: HTTPCaller.Request) async throws(IdentityFault) -> HTTPCaller.Answer {
        do throws(HTTPCaller.Failure) {
            return try await caller.send(request)
        } catch {
            throw .unavailable(error.words)
        }
    }

    /// What a provider gave us, as it can stand in a header.
    static func headerSafe(_ text: String) -> String { text.filter { $0.isASCII && !$0.isWhitespace && $0 != "\0" } }
}
