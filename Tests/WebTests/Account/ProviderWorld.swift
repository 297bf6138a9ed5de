import AsyncHTTPClient
import CityIdentity
import Dispatcher
import Foundation
import NIOCore
import NIOHTTP1
import Outward
import TestSupport
import Web
import Workflow

/// A district whose people sign in by providers.
enum ProviderWorld {
    /// One for all tests, never shut down: it lives as long as they.
    static let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: HTTPCaller.configuration)

    /// Serves a district with the providers of a file.
    static func with<Value: Sendable>(
        _ providers: String,
        isSecure: Bool = false,
        _ body: @Sendable (WebDistrict) async throws -> Value
    ) async throws -> Value {
        let yaml = """
            address: http://127.0.0.1:1
            plain: true
            secrets: {one: {env: ONE}}
            providers:
            \(providers)
            """
        let secrets = BookSecrets(environment: ["ONE": Slapd.password]) { _ in .failure(.unreadable) }
        let book = try ProviderBook(yaml: yaml, secrets: secrets)
        let desk = ProviderDesk(
            book,
            caller: HTTPCaller(client),
            seal: .ofThisProcess(),
            logger: MigratedDatabase.quiet
        )
        return try await WebDistrict.with(providers: desk, isSecure: isSecure, body)
    }

    /// An OpenID provider on a port, with rules of its own.
    static func openID(_ port: Int, name: String = "city", _ rules: String = "account: employee_number") -> String {
        """
          \(name):
            kind: oidc
            title: {zh: 市统一身份, en: City account}
            plain: true
            issuer: http://127.0.0.1:\(port)
            client: whistle
            secret: one
            \(rules)
        """
    }
}

extension WebDistrict {
    /// A browser's jar and where it was sent.
    struct Sent: Sendable {
        let answer: Answer
        /// What cookies it was given, by name, with all that stands behind.
        let cookies: [String: String]
        /// Where it is sent.
        let address: String

        init(_ answer: Answer) {
            self.answer = answer
            address = answer.header("Location") ?? ""
            let pairs = answer.headers["Set-Cookie"].map { cookie in
                (String(cookie.prefix { $0 != "=" }), String(cookie.drop { $0 != "=" }.dropFirst()))
            }
            cookies = Dictionary(pairs, uniquingKeysWith: { $1 })
        }

        /// The header that shows the cookies, without those that were taken away.
        var jar: [String: String] {
            let pairs = cookies.filter { !$0.value.contains("Max-Age=0") }
                .map { "\($0.key)=\($0.value.prefix { $0 != ";" })" }
            return pairs.isEmpty ? [:] : ["Cookie": pairs.joined(separator: "; ")]
        }
    }

    /// Begins a sign-in.
    func begin(_ provider: String, _ query: String = "") async throws -> Sent {
        try await visit("/api/v1/session/sign-in/\(provider)\(query)", [:])
    }

    /// Comes back from a provider.
    func back(_ address: String, to provider: String = "city", _ jar: [String: String]) async throws -> Sent {
        let query = address.split(separator: "?", maxSplits: 1).last.map(String.init) ?? ""
        return try await visit("/api/v1/session/sign-in/\(provider)/callback?\(query)", jar)
    }

    /// Asks as a browser does, but goes nowhere by itself.
    private func visit(_ path: String, _ headers: [String: String]) async throws -> Sent {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await ProviderWorld.client.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 1 << 20)
        let bytes = Array(body.readableBytesView)
        return Sent(Answer(status: Int(response.status.code), headers: response.headers, bytes: bytes))
    }

    /// Signs in at the provider's page, from begin to end.
    func enter(at provider: String = "city", _ sub: String, _ query: String = "") async throws -> Sent {
        let begun = try await begin(provider, query)
        return try await back(IdentityOracle.browse(begun.address, ["sub": sub]), to: provider, begun.jar)
    }

    /// Tells the provider who somebody is.
    static func enrol(_ port: Int, _ sub: String, _ json: String) async throws {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/users/\(sub)")
        request.method = .PUT
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(Array(json.utf8))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        guard response.status.code == 204 else { throw PythonOracle.Failed(description: "\(response.status)") }
    }
}
