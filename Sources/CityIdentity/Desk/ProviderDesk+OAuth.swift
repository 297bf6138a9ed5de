import Outward
import Workflow

extension ProviderDesk {
    // MARK: - OAuth 2 without discovery

    /// Who somebody is: a token for the code, and an answer for the token.
    func person(
        _ plan: OAuthPlan,
        _ answer: ProviderAnswer,
        _ flow: SignInFlow,
        callback: String
    ) async throws(IdentityFault) -> (String, ClaimSet) {
        guard let code = answer.code, !code.isEmpty, code.utf8.count <= 4_096 else { throw .unproven(.code) }
        var filling = plan.filling(code: code, flow, callback: callback)
        let tokens = try await said(plan, plan.token.filled(filling), "the answer to a code")
        guard let token = tokens.text(plan.tokenPath) else { throw .unproven(.code) }
        filling.values["token"] = token
        let person = try await said(plan, plan.person.filled(filling), "the answer about the person")
        guard let subject = person.text(plan.subjectPath), (1...255).contains(subject.utf8.count) else {
            throw .unproven(.subject)
        }
        let claims = plan.claimsPath.map { person[$0] ?? .null }.map { ClaimSet($0) }
        return (subject, claims ?? person)
    }

    private func said(
        _ plan: OAuthPlan,
        _ request: HTTPCaller.Request,
        _ what: String
    ) async throws(IdentityFault) -> ClaimSet {
        let answer = try await sent(request)
        let said = ClaimSet(json: answer.body)
        // A code that is no good is answered by 400 or 401, or by 200 with a number of its own.
        if answer.status == 400 || answer.status == 401 { throw .unproven(.code) }
        guard answer.status == 200, let said else { throw .unavailable("\(what): status \(answer.status)") }
        if let success = plan.success, let word = said.text(success.path), word != success.value {
            throw .unproven(.code)
        }
        return said
    }
}

extension ProviderDesk {
    // MARK: - CAS

    /// Whose a ticket is.
    func person(
        _ plan: CASPlan,
        _ answer: ProviderAnswer,
        service: String
    ) async throws(IdentityFault) -> (String, ClaimSet) {
        guard let ticket = answer.ticket, !ticket.isEmpty, ticket.utf8.count <= 512 else { throw .unproven(.code) }
        var request = HTTPCaller.Request(url: plan.validation(ticket: ticket, service: service), body: [])
        request.method = "GET"
        let bytes = try await answered(request, "the answer to a ticket")
        guard let answer = CASAnswer(xml: bytes) else { throw .unavailable("the answer to a ticket is none of CAS") }
        switch answer {
        case .success(let user, let attributes):
            return (user, ClaimSet(attributes: attributes.merging(["user": [user]]) { _, user in user }))
        case .failure(let code):
            // Ours to look at: the server does not know this service. All else is about the ticket, one of another sign-in's
            // among it (`INVALID_SERVICE`).
            if code == "UNAUTHORIZED_SERVICE" { throw .unavailable(code) }
            throw .unproven(.code)
        }
    }
}
