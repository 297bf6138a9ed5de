import Dispatch

/// Threads for the calls that block, which must not run on a reactor: `getaddrinfo` and `PQcancel`.
struct BlockingWork: Sendable {
    private let queue = DispatchQueue(label: "postgres.blocking", attributes: .concurrent)

    func run(_ work: @escaping @Sendable () -> Void) {
        queue.async(execute: work)
    }
}
