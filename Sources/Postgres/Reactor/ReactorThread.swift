import Foundation

/// The thread of a reactor.
final class ReactorThread {
    private let thread: Thread

    init(_ body: @escaping @Sendable () -> Void) {
        thread = Thread(block: body)
        thread.name = "postgres"
        thread.stackSize = 1 << 20
    }

    func start() {
        thread.start()
    }
}
