import Hummingbird
import NIOCore
import PGStore
import Workflow

/// Writes server-sent events (HTML, “Server-sent events”).
struct EventStream {
    // Safe because a stream never leaves the task that answers its request: nobody else writes meanwhile.
    nonisolated(unsafe) private var writer: any ResponseBodyWriter
    /// When something was written last.
    private(set) var written = ContinuousClock.now

    /// Begins upon a response's body.
    init(_ writer: any ResponseBodyWriter) {
        self.writer = writer
    }

    /// How soon a client comes again that lost its connection.
    mutating func retry(after duration: Duration) async throws {
        try await write("retry: \(duration.components.seconds * 1_000)\n\n")
    }

    /// Writes an event.
    ///
    /// Canonical JSON has no line ends: it stands in one line.
    mutating func event(_ name: String, id: FeedCursor, _ data: JSONValue) async throws {
        try await write("id: \(id)\nevent: \(name)\ndata: \(data.canonicalText)\n\n")
    }

    /// Moves the client's cursor on: it hears of no event, and does not ask again for what is none of its.
    mutating func move(to cursor: FeedCursor) async throws {
        try await write("id: \(cursor)\n\n")
    }

    /// Ends it.
    consuming func finish() async throws {
        try await writer.finish(nil)
    }

    private mutating func write(_ text: String) async throws {
        try await writer.write(ByteBuffer(string: text))
        written = .now
    }
}
