/// What somebody said with `pg_notify`.
package struct Notification: Sendable, Hashable {
    /// The channel.
    package let channel: String
    /// The text, at most 8,000 bytes; often empty.
    package let payload: String
    /// The server's process of whoever said it.
    package let process: Int32
}
