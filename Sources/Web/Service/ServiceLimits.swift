package import NIOCore

/// Bounds on what clients may take of the service.
package struct ServiceLimits: Sendable {
    /// Bytes of a JSON body at the most.
    package var body = 1 << 20
    /// How long a body may take to arrive.
    package var bodyTime: Duration = .seconds(30)
    /// How long a connection may be silent: also how long a request's head may take.
    package var idle: TimeAmount = .seconds(60)
    /// Connections at once at the most.
    package var connections = 10_000
    /// Bytes of a request's head at the most.
    package var head = 16 * 1024

    /// Exports at once at the most.
    package var exports = 4
    /// Rows of an exported workbook at the most.
    package var workbookRows = 1_000_000

    package init() {}
}
