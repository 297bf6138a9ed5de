package import Dispatcher
package import NIOCore

/// Bounds on what clients may take of the service.
package struct ServiceLimits: Sendable {
    /// Bytes of a JSON body at the most.
    package var body = 1 << 20
    /// How long a body may take to arrive.
    package var bodyTime: Duration = .seconds(30)
    /// Bytes of a sheet at the most, as a page's form or as an import's rows: a large district's directory, several times over.
    package var sheet = 16 << 20
    /// How long such a sheet may take to arrive.
    package var sheetTime: Duration = .seconds(120)
    /// Such sheets at once at the most: each is held whole.
    package var sheets = 4
    /// How long a connection may be silent: also how long a request's head may take.
    package var idle: TimeAmount = .seconds(60)
    /// Connections at once at the most.
    package var connections = 10_000
    /// Bytes of a request's head at the most.
    package var head = 16 * 1024

    /// How long a client may leave what it asked for unread.
    package var unread: TimeAmount = .seconds(30)
    /// How many follow lists live at once.
    package var listeners = 2_000
    /// How long a list is followed before the client has to come again, and show who it is.
    package var live: Duration = .seconds(900)
    /// How often whoever follows a list is looked at anew, and its cursor is moved on.
    package var beat: Duration = .seconds(15)
    /// Bounds of the feed that lists follow.
    package var feed = LiveFeed.Settings()
    /// Bounds of pages of lists that are kept.
    package var lists = ListCacheSettings()
    /// Open tickets that are kept for work lists: some 50 bytes each, and each with several units.
    package var register = 2_000_000
    /// Exports at once at the most.
    package var exports = 4
    /// Rows of an exported workbook at the most.
    package var workbookRows = 1_000_000
    /// Matters that one request of a page moves at the most: long work goes on by portions.
    package var portion = 1_000
    /// How fast each client may ask.
    package var clients = ClientLimits()
    /// How much those who have not signed in may do.
    package var residents = ResidentLimits()
    /// How long a page of the public board is kept.
    package var board: Duration = .seconds(60)

    package init() {}
}
