import Foundation
import PrivatePostgres

/// Disasters for servers of a test's own; both calls block a thread that nobody shares.
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

    /// Stops the server and removes its data.
    package func destroy() async throws {
        try await Self.blocking { try cluster.destroy() }
    }

    private static func blocking(_ work: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }
}
