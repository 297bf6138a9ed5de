import Foundation
import PrivatePostgres

/// What blocks, on threads of its own: disasters for servers of a test's own, and new databases.
extension TestServer {
    /// Stops the server, orderly or as a crash does, and starts it again.
    package func restart(likeCrash: Bool) async throws {
        try await Self.blocking {
            if likeCrash {
                try cluster.stopAtOnce()
                try cluster.resume()
            } else {
                try cluster.restart()
            }
        }
    }

    /// Makes a database that no other test uses, without holding up a thread that others share.
    package func newDatabase() async throws -> TestDatabase {
        try await Self.blocking { try freshDatabase() }
    }

    /// Stops the server and removes its data.
    package func destroy() async throws {
        try await Self.blocking { try cluster.destroy() }
    }

    private static func blocking<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }
}
