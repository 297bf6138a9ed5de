import CityIdentity
import Dispatcher
import HTTPTypes
import PGStore
import Workflow

extension IdentityProof {
    /// What of a proof counts here.
    func person(in territory: UnitTree) -> ExternalPerson {
        let (rules, claims) = (provider.rules, claims)
        return ExternalPerson(
            name: ExternalName(provider: provider.name, authority: provider.authority, subject: subject),
            account: account,
            hasSecondFactor: hasSecondFactor,
            hours: rules.hours
        ) { posts in
            guard let rule = rules.posts else { return true }
            let held = posts.map { post in
                (role: post.role.text, units: territory.chain(from: post.unit).map(\.code))
            }
            return rule.covers(held, by: claims)
        }
    }
}

extension Fault {
    /// What it means to whoever asked that nobody is proven to be who they say.
    init(_ fault: IdentityFault) {
        let status: HTTPResponse.Status =
            switch fault {
            case .badPassword: .unauthorized
            case .flowLost, .refusedThere, .unproven: .forbidden
            case .unknownProvider: .notFound
            case .wrongWay: .unprocessableContent
            case .unavailable, .busy: .serviceUnavailable
            }
        self.init(status, fault.code, fault.message)
        if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        if status == .serviceUnavailable { headers[.retryAfter] = "5" }
    }
}
