import Foundation
package import Logging
import Synchronization
import Workflow

/// Writes what is logged as lines of JSON, one each, for whoever gathers logs.
///
/// `at` (RFC 3339, UTC), `level`, `logger`, `source`, `message`, and under `data` what belongs to it. A line is written whole or
/// not at all: never two in one another.
package struct JSONLogHandler: LogHandler {
    /// Where lines go.
    package final class Output: Sendable {
        private let write: @Sendable ([UInt8]) -> Void
        private let lock = Mutex(())

        /// Makes an output.
        ///
        /// - Parameter write: given each line with its end, one after the other.
        package init(_ write: @escaping @Sendable ([UInt8]) -> Void) {
            self.write = write
        }

        /// The program's standard error.
        package static let standardError = Output { line in
            // A log that nobody can take is no reason to stop.
            try? FileHandle.standardError.write(contentsOf: line)
        }

        func line(_ bytes: [UInt8]) {
            lock.withLock { _ in write(bytes) }
        }
    }

    private let label: String
    private let output: Output
    /// What belongs to each line.
    package var metadata: Logger.Metadata = [:]
    /// What belongs to the task at hand.
    package var metadataProvider: Logger.MetadataProvider?
    /// What is logged at least.
    package var logLevel = Logger.Level.info

    /// Makes a handler.
    package init(label: String, to output: Output = .standardError) {
        self.label = label
        self.output = output
    }

    /// What belongs to each line, by key.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line.
    package func log(event: LogEvent) {
        var data = metadata
        for more in [metadataProvider?.get(), event.metadata].compactMap(\.self) {
            data.merge(more) { $1 }
        }
        if let error = event.error { data["error"] = "\(error)" }
        var members: JSONObject = [
            "at": .string(Instant(microseconds: Int64(Date.now.timeIntervalSince1970 * 1_000_000)).description),
            "level": .string(event.level.rawValue), "logger": .string(label), "source": .string(event.source),
            "message": .string(event.message.description),
        ]
        if !data.isEmpty { members["data"] = Self.json(.dictionary(data)) }
        output.line(JSONValue.object(members).canonicalBytes + [UInt8(ascii: "\n")])
    }

    private static func json(_ value: Logger.MetadataValue) -> JSONValue {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let value): .string(value.description)
        case .array(let values): .array(values.map(json))
        case .dictionary(let members): .object(JSONObject(members.map { ($0.key, json($0.value)) }))
        }
    }
}
