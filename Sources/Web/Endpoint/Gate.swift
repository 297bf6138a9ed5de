import Dispatcher
import HTTPTypes
import Hummingbird
import NIOCore
import PGStore
import Workflow

/// What stands before an endpoint: who asks, whether they may, and whether the request looks as it must.
struct Gate: HTTPResponder {
    typealias Context = WebContext

    let endpoint: Endpoint
    let parts: ServiceParts

    func respond(to request: Request, context: WebContext) async throws -> Response {
        let credential = try credential(request)
        let identity = try await credential?.identity(parts.accounts)
        switch endpoint.access {
        case .open, .anybody: break
        case .signedIn: guard identity != nil else { throw Fault.notSignedIn }
        case .scope(let scope):
            guard let identity else { throw Fault.notSignedIn }
            try identity.check(scope)
        }
        let values = try endpoint.values(of: request, context)
        let body = try await body(request)
        let district: DistrictConfiguration? =
            switch endpoint.access {
            case .open: nil
            case .anybody, .signedIn, .scope:
                try await parts.configurations.configuration(of: identity?.district ?? parts.district)
            }
        let call = Call(
            endpoint: endpoint,
            head: request.head,
            values: values,
            body: body,
            form: endpoint.takesFiles ? request.body : nil,
            language: context.language,
            caller: try caller(identity, district),
            credential: credential,
            requestID: context.requestID,
            address: parts.proxies.client(context.peer, request.headers),
            parts: parts,
            district: district
        )
        return try await endpoint.respond(call)
    }

    /// By what it is said who asks, where that matters.
    private func credential(_ request: Request) throws(Fault) -> Credential? {
        switch endpoint.access {
        case .open, .anybody: nil
        case .signedIn, .scope: try Credential(request.head, parts.cookie)
        }
    }

    private func caller(_ identity: Identity?, _ district: DistrictConfiguration?) throws -> Caller? {
        guard let identity, let configuration = district else { return nil }
        guard let person = configuration.people[identity.account], person.party.person == identity.person
        else { throw Fault.notSignedIn }
        return Caller(party: person.party, identity: identity)
    }

    private func body(_ request: Request) async throws -> JSONValue {
        guard let shape = endpoint.body else { return .null }
        guard request.headers[.contentType].map(Self.isJSON) ?? false else {
            throw Fault.wrongMediaType("application/json")
        }
        let bytes = try await BodyReader(limits: parts.limits).read(request)
        let value = try JSONValue(parsing: bytes.readableBytesView, numbers: .any)
        let faults = shape.faults(in: value)
        guard faults.isEmpty else { throw ShapeFaults(all: faults) }
        return value
    }

    /// With or without parameters, of which UTF-8 is the only charset that JSON has.
    private static func isJSON(_ header: String) -> Bool {
        let type = header.prefix { $0 != ";" }
        return type.lowercased().filter { $0 != " " } == "application/json"
    }
}

extension Endpoint {
    /// The parameters that a request gives, as values of their shapes.
    fileprivate func values(of request: Request, _ context: WebContext) throws(ShapeFaults) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        var faults: [ShapeFault] = []
        let query = try QueryText(request.uri.query)
        for parameter in parameters {
            let texts: [String]
            switch parameter.place {
            case .path:
                // What cannot be read is nobody's name: it is found to be of a wrong form, or unknown.
                let text = context.parameters.get(parameter.name) ?? ""
                texts = [QueryText.decoded(text[...], plusIsBlank: false) ?? "\0"]
            case .query: texts = query[parameter.name]
            case .header:
                // An empty header says nothing.
                texts = HTTPField.Name(parameter.name).map { request.headers[values: $0].filter { !$0.isEmpty } } ?? []
            }
            if texts.isEmpty {
                guard parameter.isRequired else { continue }
                faults.append(ShapeFault(parameter.name, .missing, zh: "必填", en: "required"))
                continue
            }
            do throws(ShapeFaults) {
                values[parameter.name] = try parameter.value(texts)
            } catch {
                faults += error.all
            }
        }
        // A slip of the finger in a filter must not show everything.
        for name in query.names where !queryNames.contains(name) && !takesOtherParameters {
            faults.append(ShapeFault(name, .unexpected, zh: "没有此参数", en: "no such parameter"))
        }
        guard faults.isEmpty else { throw ShapeFaults(all: Array(faults.prefix(ShapeFaults.atMost))) }
        return values
    }
}
