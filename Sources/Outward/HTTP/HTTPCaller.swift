package import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Sends requests to gateways, subscribers, providers of identities: bounded in time and size, never redirected.
package struct HTTPCaller: Sendable {
    /// What is sent.
    package struct Request: Hashable, Sendable {
        /// The method, such as POST.
        package var method = "POST"
        /// Where to.
        package var url: String
        /// Headers, in order.
        package var headers: [(name: String, value: String)] = []
        /// The body; empty: none.
        package var body: [UInt8]
        /// How long it may take in all.
        package var timeout: Duration = .seconds(10)

        /// Describes a request.
        package init(url: String, body: [UInt8]) {
            self.url = url
            self.body = body
        }

        /// Whether two requests are the same.
        package static func == (lhs: Request, rhs: Request) -> Bool {
            lhs.method == rhs.method && lhs.url == rhs.url && lhs.body == rhs.body && lhs.timeout == rhs.timeout
                && lhs.headers.map(\.name) == rhs.headers.map(\.name)
                && lhs.headers.map(\.value) == rhs.headers.map(\.value)
        }

        /// Hashes method, address and body.
        package func hash(into hasher: inout Hasher) {
            hasher.combine(method)
            hasher.combine(url)
            hasher.combine(body)
        }
    }

    /// What came back.
    package struct Answer: Hashable, Sendable {
        /// The status.
        package let status: Int
        /// How long the other side asks us to wait, in seconds; nil: it does not say.
        package let retryAfter: Int?
        /// The body, up to `mostBytes`.
        package let body: [UInt8]

        /// The body's beginning as text, on one line.
        package var words: String {
            let text = String(decoding: body.prefix(400), as: UTF8.self)
            return "\(status) " + text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    /// Why nothing came back, in words that hold no address: an address may be a secret.
    package struct Failure: Error, Hashable, Sendable {
        /// In words.
        package let words: String
    }

    /// Answers are read up to here.
    static let mostBytes = 65_536

    private let client: HTTPClient

    /// Makes a caller upon a client, whose owner shuts it down.
    package init(_ client: HTTPClient) {
        self.client = client
    }

    /// How a client is to be set: no redirects, five seconds to connect, no proxy.
    package static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(5)
        configuration.httpVersion = .http1Only
        return configuration
    }

    /// Sends a request.
    ///
    /// - Returns: whatever status it has.
    /// - Throws: `Failure` where nothing came back in time, or more than is read.
    package func send(_ request: Request) async throws(Failure) -> Answer {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: request.method)
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
        if !request.body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
        do {
            let deadline = NIODeadline.now() + TimeAmount(request.timeout)
            let response = try await client.execute(outgoing, deadline: deadline)
            let body = try await response.body.collect(upTo: Self.mostBytes)
            return Answer(
                status: Int(response.status.code),
                retryAfter: response.headers.first(name: "retry-after").flatMap { Int($0) },
                body: Array(body.readableBytesView)
            )
        } catch let error as HTTPClientError {
            throw Failure(words: error.shortDescription)
        } catch is NIOTooManyBytesError {
            throw Failure(words: "the answer is too long")
        } catch {
            throw Failure(words: "\(type(of: error))")
        }
    }
}
