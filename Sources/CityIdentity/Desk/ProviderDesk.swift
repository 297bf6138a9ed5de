import Foundation
package import Logging
package import Outward

/// Lets providers say who somebody is: begins a sign-in, and takes what comes of it.
///
/// What it believes it has from the provider itself, by a request of its own or by a signature; the browser brings codes only.
package final class ProviderDesk: Sendable {
    /// The providers.
    package let book: ProviderBook

    let caller: HTTPCaller
    let memory = ProviderMemory()
    let now: @Sendable () -> Int64
    private let seal: FlowSeal
    private let directories = LDAPWork()
    private let logger: Logger

    /// Makes it.
    ///
    /// - Parameters:
    ///   - book: the providers.
    ///   - caller: sends requests; its owner ends it.
    ///   - seal: seals sign-ins for the browsers that began them.
    ///   - logger: where it is logged what providers did wrong; no person is named there.
    ///   - now: seconds since 1970.
    package init(
        _ book: ProviderBook,
        caller: HTTPCaller,
        seal: FlowSeal,
        logger: Logger,
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }
    ) {
        self.book = book
        self.caller = caller
        self.seal = seal
        self.logger = logger
        self.now = now
    }

    /// Begins a sign-in at a provider's own address.
    ///
    /// - Parameters:
    ///   - name: the provider's.
    ///   - kind: what the session will be for.
    ///   - back: the page to go to then; a path of this site.
    /// - Returns: where to send the browser, and what it must bring back in its cookie.
    /// - Throws: `IdentityFault`: `.unknownProvider`, `.wrongWay`, `.unavailable`, `.busy`; `.flowLost` for a page elsewhere.
    package func begin(
        _ name: String,
        kind: String,
        back: String
    ) async throws(IdentityFault) -> (address: String, sealed: String) {
        guard let plan = book[name] else { throw .unknownProvider }
        guard SignInFlow.isOwnPath(back) else { throw .flowLost }
        let flow = SignInFlow(provider: name, kind: kind, back: back, now: now())
        let callback = book.callback(of: name)
        let address: String
        do throws(IdentityFault) {
            try memory.enter()
            defer { memory.leave() }
            switch plan.kind {
            case .openID(let openID):
                let metadata = try await metadata(of: plan, openID)
                address = openID.address(flow, at: metadata.authorization, callback: callback)
            case .oauth(let oauth): address = oauth.address(flow, callback: callback)
            case .cas(let cas): address = cas.login(service: Self.service(callback, flow))
            case .ldap: throw .wrongWay
            }
        } catch {
            throw told(error, plan)
        }
        return (address, try seal.text(flow))
    }

    /// Takes what a provider sends somebody back with.
    ///
    /// - Parameters:
    ///   - name: the provider to whose address they came back.
    ///   - answer: what they bring.
    ///   - sealed: what their cookie holds; nil: nothing.
    /// - Returns: who it is, and the sign-in that has ended.
    /// - Throws: `IdentityFault`.
    package func finish(
        _ name: String,
        _ answer: ProviderAnswer,
        sealed: String?
    ) async throws(IdentityFault) -> (proof: IdentityProof, flow: SignInFlow) {
        guard let plan = book[name] else { throw .unknownProvider }
        guard let flow = sealed.flatMap({ seal.flow($0) }), flow.provider == name, flow.until > now(),
            let state = answer.state, flow.hasState(state)
        else { throw .flowLost }
        try memory.end(flow, now: now())
        do throws(IdentityFault) {
            try memory.enter()
            defer { memory.leave() }
            if let error = answer.error {
                throw .refusedThere(String(error.filter { $0.isASCII && ($0.isLetter || $0 == "_") }.prefix(40)))
            }
            return (try await proof(plan, answer, flow), flow)
        } catch {
            throw told(error, plan)
        }
    }

    /// Asks a directory who somebody is, by account and password.
    ///
    /// - Throws: `IdentityFault`: `.unknownProvider`, `.wrongWay`, `.badPassword`, `.unavailable`, `.busy`.
    package func proof(
        of account: String,
        password: String,
        by name: String
    ) async throws(IdentityFault) -> IdentityProof {
        guard let plan = book[name] else { throw .unknownProvider }
        guard case .ldap(let ldap) = plan.kind else { throw .wrongWay }
        do throws(IdentityFault) {
            let directory = LDAPDirectory(plan: ldap)
            let claims = try await directories.run { () throws(IdentityFault) in
                try directory.person(account, password: password)
            }
            guard let subject = claims.text(ldap.subject) else { throw .unproven(.subject) }
            return IdentityProof(provider: plan, subject: subject, claims: claims)
        } catch {
            throw told(error, plan)
        }
    }

    private func proof(
        _ plan: ProviderPlan,
        _ answer: ProviderAnswer,
        _ flow: SignInFlow
    ) async throws(IdentityFault) -> IdentityProof {
        let callback = book.callback(of: plan.name)
        let (subject, claims): (String, ClaimSet) =
            switch plan.kind {
            case .openID(let openID): try await person(plan, openID, answer, flow, callback: callback)
            case .oauth(let oauth): try await person(oauth, answer, flow, callback: callback)
            case .cas(let cas): try await person(cas, answer, service: Self.service(callback, flow))
            case .ldap: throw .wrongWay
            }
        return IdentityProof(provider: plan, subject: subject, claims: claims)
    }

    /// Where CAS sends people back to: the state is a part of it, and so of what a ticket is good for.
    private static func service(_ callback: String, _ flow: SignInFlow) -> String {
        Address.with(callback, [("state", flow.state)])
    }

    /// Logs what somebody must look at, and gives it back.
    func told(_ fault: IdentityFault, _ plan: ProviderPlan) -> IdentityFault {
        switch fault {
        case .unproven, .unavailable:
            logger.warning(
                "a sign-in by a provider failed",
                metadata: [
                    "provider": "\(plan.name)", "code": "\(fault.code)", "detail": "\(fault.detail)",
                ]
            )
        case .unknownProvider, .wrongWay, .flowLost, .refusedThere, .badPassword, .busy: break
        }
        return fault
    }
}
