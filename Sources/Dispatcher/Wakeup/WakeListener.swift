import Logging
import Postgres
import ServiceLifecycle

/// Hears what other processes wrote and passes it on to the sleepers of this one.
///
/// It has a connection of its own. Behind a pooler that shares connections between transactions nothing is heard; then
/// sleepers wake by themselves only.
package final class WakeListener: Service {
    private let listener: Listener
    private let hints: Hints
    private let name: String
    private let logger: Logger

    init(_ listener: Listener, hints: Hints, name: String, logger: Logger) {
        self.listener = listener
        self.hints = hints
        self.name = name
        self.logger = logger
    }

    /// Listens until graceful shutdown.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.listener.run() }
            for await event in listener.events {
                switch event {
                case .listening(let mayHaveMissed):
                    if mayHaveMissed { hints.tell(.missed) }
                case .notification(let notification):
                    hear(notification.payload)
                }
            }
            try await group.waitForAll()
        }
    }

    private func hear(_ payload: String) {
        guard let call = WakeCall(payload) else {
            logger.debug("a call that nobody understands", metadata: ["bytes": "\(payload.utf8.count)"])
            return
        }
        guard call.caller != name else { return }
        for write in call.writes { hints.tell(.heard(write)) }
    }
}
