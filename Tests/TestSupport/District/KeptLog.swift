package import Logging
import Synchronization

/// Keeps what was logged, for tests that look at it.
package final class KeptLog: Sendable {
    private let lines = Mutex<[(level: Logger.Level, text: String)]>([])

    package init() {}

    /// A logger that writes here.
    package var logger: Logger {
        Logger(label: "kept") { _ in Handler(log: self) }
    }

    /// What was logged at a level or above, message and metadata.
    package func lines(from level: Logger.Level = .trace) -> [String] {
        lines.withLock { $0.filter { $0.level >= level }.map(\.text) }
    }

    private struct Handler: LogHandler {
        let log: KeptLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let facts = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            let text = ([event.message.description] + facts).joined(separator: " ")
            log.lines.withLock { $0.append((event.level, text)) }
        }
    }
}
