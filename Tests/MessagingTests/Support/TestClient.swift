import AsyncHTTPClient
import Messaging
import Outward

/// A client that is shut down with the test.
enum TestClient {
    static func with<Value: Sendable>(_ body: (HTTPCaller) async throws -> Value) async throws -> Value {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: HTTPCaller.configuration)
        do {
            let value = try await body(HTTPCaller(client))
            try await client.shutdown()
            return value
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}
