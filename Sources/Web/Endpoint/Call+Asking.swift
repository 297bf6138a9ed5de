package import Dispatcher
import Foundation
package import HTTPTypes
import Hummingbird
import NIOCore
import PGStore
package import Workflow

/// What an endpoint answered to a page that asked it.
package struct AskedAnswer: Sendable {
    /// Its headers.
    package let headers: HTTPFields
    /// Its body; null where it had none, or one that is not JSON.
    package let json: JSONValue
    /// Its body as it is.
    package let bytes: [UInt8]

    /// Where the next page of a list begins, as its `Link` says; nil: this was the last.
    package var next: String? { next("after") }

    /// The next page's beginning as a query, of parameters that it takes several of to say it; nil: this was the last.
    package func next(_ names: [String]) -> String? {
        let parts = names.compactMap { name in next(name).map { "\(name)=\($0)" } }
        return parts.isEmpty ? nil : parts.joined(separator: "&")
    }

    /// A parameter of the next page's address; nil: this was the last, or it has none of that name.
    package func next(_ name: String) -> String? {
        guard let link = headers[.link], let from = link.range(of: "\(name)=") else { return nil }
        return String(link[from.upperBound...].prefix { $0 != "&" && $0 != ">" })
    }
}

extension Call {
    /// Asks an endpoint of the API on behalf of whoever asks, as if they had sent that request themselves.
    ///
    /// Pages are made of such answers: they show nothing and do nothing that the API would not.
    ///
    /// - Parameters:
    ///   - id: what the endpoint is called in the API's document.
    ///   - values: its parameters by name, as values of their shapes.
    ///   - body: its body.
    ///   - files: a form that this page has read, for its files; nil: none.
    /// - Returns: its answer.
    /// - Throws: what it says no with; `ShapeFaults` where a value or the body is not what it takes.
    package func ask(
        _ id: String,
        _ values: [String: JSONValue] = [:],
        body: JSONValue = .null,
        files: ReceivedForm? = nil
    ) async throws -> AskedAnswer {
        let asked = try admitted(to: id)
        precondition(files == nil || asked.takesFiles || asked.pictures != nil, "\(id) takes no files")
        try asked.check(values, body)
        let isKnown: Bool =
            switch asked.access {
            case .open, .anybody: false
            case .halfSignedIn, .signedIn, .scope: true
            }
        let call = Call(
            endpoint: asked,
            head: head,
            values: values,
            body: body,
            form: files.map { .received($0) },
            language: language,
            caller: isKnown ? caller : nil,
            credential: isKnown ? credential : nil,
            requestID: requestID,
            address: address,
            parts: parts,
            district: district
        )
        let (response, bytes) = try await call.carriedOut().read()
        let isJSON = bytes.readableBytes > 0 && response.headers[.contentType] == "application/json"
        let json = isJSON ? try JSONValue(parsing: bytes.readableBytesView, numbers: .any) : .null
        return AskedAnswer(headers: response.headers, json: json, bytes: Array(bytes.readableBytesView))
    }

    /// Asks an endpoint what does not become otherwise while a page is made, once however often it is wanted.
    ///
    /// - Parameter id: what the endpoint is called in the API's document; it takes no parameters.
    /// - Returns: its answer.
    /// - Throws: what it says no with.
    package func askOnce(_ id: String) async throws -> AskedAnswer {
        try await asked.answer(id) { try await ask(id) }
    }

    /// Whether the browser shows a session, which nobody has looked at: for a hint that is no secret.
    package var showsSession: Bool { parts.cookie.secret(in: head.headerFields) != nil }

    /// Lets whoever asks go on to an endpoint, as the gate before it would.
    ///
    /// - Parameter id: what the endpoint is called in the API's document.
    /// - Throws: what the gate would say no with.
    package func admit(to id: String) throws { _ = try admitted(to: id) }

    private func admitted(to id: String) throws -> Endpoint {
        guard let asked = Endpoints.named(id) else { preconditionFailure("no endpoint is called \(id)") }
        switch asked.access {
        case .open, .anybody: break
        case .halfSignedIn: _ = try person()
        case .signedIn: try person().identity.checkProved()
        case .scope(let scope): try person().identity.check(scope)
        }
        return asked
    }

    /// Carries it out; of what lets in whoever knows a password, a slip or a PIN, who tries many is slowed down.
    func carriedOut() async throws -> Response {
        // Also of what broke off something may have been written.
        defer { if endpoint.changesDistrict, let district { parts.configurations.forget(district.id) } }
        guard endpoint.isGuessed else { return try await endpoint.carryOut(self) }
        let network = NetworkName.of(address)
        try parts.bounds.mayGuess(network)
        do {
            return try await endpoint.carryOut(self)
        } catch let refusal as AccountRefusal where refusal.isWrongGuess {
            parts.bounds.guessedWrong(network)
            throw refusal
        }
    }
}

extension Endpoint {
    /// Whether it lets in whoever knows a word.
    fileprivate var isGuessed: Bool {
        tag == .accounts && (access == .anybody || access == .halfSignedIn && method != .get)
    }

    /// Whether it changes how a district is set up.
    fileprivate var changesDistrict: Bool {
        isWrite && (access == .scope(.writeConfiguration) || access == .scope(.writePeople))
    }

    /// Holds what a page gives against what it takes.
    fileprivate func check(_ values: [String: JSONValue], _ body: JSONValue) throws(ShapeFaults) {
        var faults: [ShapeFault] = []
        for parameter in parameters {
            if let value = values[parameter.name] {
                faults += parameter.shape.faults(in: value, at: parameter.name)
            } else if parameter.isRequired {
                faults.append(ShapeFault(parameter.name, .missing, zh: "必填", en: "required"))
            }
        }
        if let shape = self.body { faults += shape.faults(in: body) }
        guard faults.isEmpty else { throw ShapeFaults(all: Array(faults.prefix(ShapeFaults.atMost))) }
    }
}
