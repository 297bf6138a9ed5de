package import Dispatcher
package import HTTPTypes
package import Hummingbird
import NIOCore
package import PGStore
package import Workflow

/// A request whose parameters and body have been checked, on its way to what carries it out.
package struct Call: Sendable {
    /// Where it was sent.
    let endpoint: Endpoint
    /// The request's head.
    package let head: HTTPRequest
    /// Values of the parameters that were given, by name.
    var values: [String: JSONValue]
    /// What the body holds; null where there is none.
    package internal(set) var body: JSONValue
    /// A form with files; nil where the endpoint takes none, or there is none.
    let form: FormBody?
    /// The sheet of a page's form, or why it is not taken; nil: none was sent.
    package internal(set) var sheet: Result<SentSheet, Fault>?
    /// The language to answer in.
    package let language: Language
    /// Who asks; nil: nobody has signed in.
    package let caller: Caller?
    /// By what they say so.
    let credential: Credential?
    /// The request's id.
    package let requestID: String
    /// The address that the request comes from; empty where there is none.
    package let address: String
    /// What the service is made of.
    let parts: ServiceParts
    /// The district as it is set up now; nil where the endpoint is about the service itself.
    let district: DistrictConfiguration?
    /// What the page has asked already.
    let asked = AskedOnce()

    /// The text of a parameter.
    package func text(_ name: String) -> String? { values[name]?.string }
    /// The number of a parameter.
    package func number(_ name: String) -> Int? { values[name]?.int.map { Int($0) } }
    /// The truth value of a parameter; false where it was not given.
    package func flag(_ name: String) -> Bool { values[name]?.bool ?? false }
    /// The texts of a repeated parameter.
    package func texts(_ name: String) -> [String] { values[name]?.array?.compactMap(\.string) ?? [] }

    /// The texts of a parameter that stands as `name[key]`, by key; empty ones count as not given.
    package func keyed(_ name: String) -> [String: [String]] {
        (values[name]?.object ?? [:]).reduce(into: [:]) { found, member in
            found[member.key] = member.value.array?.compactMap(\.string).filter { !$0.isEmpty } ?? []
        }
    }

    /// The engine.
    package var engine: Engine { parts.engine }

    /// The district as it is set up now.
    package var configuration: DistrictConfiguration {
        guard let district else { preconditionFailure("\(endpoint.id) is open and knows no district") }
        return district
    }

    /// The unit of a code.
    ///
    /// - Throws: `Fault` with `unknown_unit`.
    func unit(_ code: String) throws(Fault) -> Workflow.Unit {
        guard let unit = configuration.territory.unit(code: code) else { throw .unknownUnit(code) }
        return unit
    }

    /// Who asks, where somebody must have signed in.
    ///
    /// - Throws: `Fault.notSignedIn`.
    package func person() throws(Fault) -> Caller {
        guard let caller else { throw .notSignedIn }
        return caller
    }
}

extension Call {
    /// An answer in JSON, of the shape that the endpoint says.
    package func json(
        _ value: JSONValue,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) -> Response {
        json(written(value, status: status), status: status, headers: headers)
    }

    /// An answer's body, written once; it is held against the endpoint's description.
    func written(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> JSONBytes {
        #if DEBUG
            // The document says what answers look like: in tests every one is held against it.
            guard let answer = endpoint.answers.first(where: { $0.status == status }), let shape = answer.body else {
                preconditionFailure("\(endpoint.id) answers \(status.code), which its description does not know")
            }
            let faults = shape.faults(in: value)
            precondition(faults.isEmpty, "\(endpoint.id) answers what its description does not say: \(faults)")
        #endif
        return JSONBytes(buffer: ByteBuffer(bytes: value.canonicalBytes))
    }

    /// An answer of which the body has been written.
    func json(_ body: JSONBytes, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        headers[.contentLanguage] = language.tag
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: body.buffer)
        )
    }
}

/// An answer's body as it goes out.
struct JSONBytes: Sendable {
    let buffer: ByteBuffer
}

extension Call {
    /// An answer without a body.
    package func nothing(headers: HTTPFields = [:]) -> Response {
        Response(status: .noContent, headers: headers)
    }
}

/// Who asks.
package struct Caller: Sendable {
    /// The person, as a party to matters.
    package let party: Party
    /// Who it is, and by what.
    package let identity: Identity

    package init(party: Party, identity: Identity) {
        self.party = party
        self.identity = identity
    }

    /// Where they look from: a page by a session, another program by a token.
    var via: Look.Via { identity.scopes == nil ? .page : .api }
}
