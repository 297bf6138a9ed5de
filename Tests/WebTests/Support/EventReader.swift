import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import Workflow

/// Reads server-sent events as a browser does.
struct EventReader: AsyncSequence, Sendable {
    /// An event, or a cursor that moved on with none.
    struct Message: Sendable {
        let id: String?
        let event: String?
        let data: JSONValue
    }

    /// Streams stay open: it takes more connections than others are given.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1_000
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    let status: Int
    let contentType: String?
    private let body: HTTPClientResponse.Body

    init(
        _ web: WebDistrict,
        _ query: String = "",
        as account: String = "desk",
        after last: String? = nil,
        headers: [String: String] = [:]
    ) async throws {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(web.port)/api/v1/live/matters\(query)")
        if headers.isEmpty {
            request.headers.add(name: "Authorization", value: "Bearer \(web.tokens[account] ?? account)")
        }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let last { request.headers.add(name: "Last-Event-ID", value: last) }
        let response = try await Self.client.execute(request, timeout: .seconds(120))
        status = Int(response.status.code)
        contentType = response.headers.first(name: "Content-Type")
        body = response.body
    }

    struct Iterator: AsyncIteratorProtocol {
        // Safe because one test reads it at a time.
        nonisolated(unsafe) var chunks: HTTPClientResponse.Body.AsyncIterator
        var rest: [UInt8] = []

        mutating func next() async throws -> Message? {
            while true {
                if let message = take() { return message }
                guard let chunk = try await chunks.next() else { return nil }
                rest += Array(chunk.readableBytesView)
            }
        }

        /// The first whole block that is an event or moves the cursor.
        private mutating func take() -> Message? {
            while let end = rest.indices.first(where: { rest[$0] == 10 && $0 + 1 < rest.count && rest[$0 + 1] == 10 }) {
                let block = String(decoding: rest[..<end], as: UTF8.self)
                rest.removeFirst(end + 2)
                var fields: [String: String] = [:]
                for line in block.split(separator: "\n") {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    fields[String(parts[0])] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
                }
                guard fields["id"] != nil || fields["event"] != nil else { continue }
                let data = fields["data"].flatMap { try? JSONValue(parsing: $0) } ?? .null
                return Message(id: fields["id"], event: fields["event"], data: data)
            }
            return nil
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(chunks: body.makeAsyncIterator()) }
}
