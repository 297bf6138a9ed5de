import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import TestSupport
import Workflow

/// A real receiver on loopback: keeps what it is sent and answers as a test says.
final class HTTPReceiver: Sendable {
    /// A request as it came.
    struct Received: Sendable {
        let method: String
        /// Path and query.
        let path: String
        let headers: [String: String]
        let body: [UInt8]

        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
        var text: String { String(decoding: body, as: UTF8.self) }

        /// A value of the query, as it was before it was escaped.
        func query(_ name: String) -> String? {
            let pairs = path.split(separator: "?").dropFirst().first?.split(separator: "&") ?? []
            return pairs.first { $0.hasPrefix(name + "=") }.flatMap {
                String($0.dropFirst(name.count + 1)).removingPercentEncoding
            }
        }
    }

    /// An answer.
    struct Reply: Sendable {
        var status = 200
        var headers: [String: String] = [:]
        var body: String

        init(_ body: String = "{}", status: Int = 200, headers: [String: String] = [:]) {
            self.body = body
            self.status = status
            self.headers = headers
        }
    }

    private let kept = Mutex<[Received]>([])
    private let reply: @Sendable (Received, Int) async -> Reply

    private init(_ reply: @escaping @Sendable (Received, Int) async -> Reply) {
        self.reply = reply
    }

    /// What came, in its order.
    var received: [Received] { kept.withLock { $0 } }

    private func take(_ received: Received) async -> Reply {
        let before = kept.withLock { kept in
            kept.append(received)
            return kept.count - 1
        }
        return await reply(received, before)
    }

    /// Listens for the length of a closure, which is given the receiver and its port.
    static func with<Value: Sendable>(
        reply: @escaping @Sendable (Received, Int) async -> Reply = { _, _ in Reply() },
        _ body: @escaping @Sendable (HTTPReceiver, Int) async throws -> Value
    ) async throws -> Value {
        let receiver = HTTPReceiver(reply)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let responder = CallbackResponder<BasicRequestContext> { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            var headers: [String: String] = [:]
            for field in request.headers { headers[field.name.canonicalName] = field.value }
            let received = Received(
                method: request.method.rawValue,
                path: request.uri.description,
                headers: headers,
                body: Array(body.readableBytesView)
            )
            let reply = await receiver.take(received)
            var response = Response(
                status: .init(code: reply.status),
                body: .init(byteBuffer: ByteBuffer(string: reply.body))
            )
            for (name, value) in reply.headers {
                if let name = HTTPField.Name(name) { response.headers[name] = value }
            }
            return response
        }
        let application = Application(
            responder: responder,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
            logger: MigratedDatabase.quiet
        )
        let group = ServiceGroup(services: [application], gracefulShutdownSignals: [], logger: MigratedDatabase.quiet)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            guard let number = await ports.first(where: { _ in true }) else { throw NoReceiver() }
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(receiver, number))
            } catch {
                result = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try result.get()
        }
    }
}

/// A receiver that did not begin.
struct NoReceiver: Error {}
