/// What is to be measured, and for how long.
package struct BenchOptions: Sendable {
    /// Tickets that each side finds in its district.
    package var tickets = 100_000
    /// How often each side is measured, in turns.
    package var rounds = 5
    /// How long one measurement takes, about.
    package var seconds = 5.0
    /// The rows of the table.
    package var rows = BenchRow.allCases
    /// Tasks that submit at the same time.
    package var callers = 128
    /// Transactions that the engine runs at the same time; nil: as it usually does.
    package var lanes: Int?
    /// Connections of pgbench.
    package var clients = 16
    /// Timers due at once, for `fire` and `memory`.
    package var due = 200_000
    /// Timers that come due each second, for `late`.
    package var rate = 2_000
    /// Seconds for which they do, and for which `idle` counts.
    package var lasting = 60.0
    /// Timers that wait besides, for `late`.
    package var pending = 1_000_000
    /// Dead rows, for `poll`.
    package var dead = 1_000_000
    /// Tickets of the grown district, for `growth` and `list`.
    package var grown = 5_000_000
    /// Tickets of the young one.
    package var young = 50_000
    /// Tickets listed, for `memory`.
    package var listed = 1_000_000
    /// The program whose memory is measured; nil: the one that runs.
    package var program: String?
    /// Settings of the servers over the usual ones, which are printed with the table.
    package var settings: [String: String] = [:]
    /// Settings without which figures would say nothing: they stay as they are.
    package static let settled: Set<String> = ["fsync", "synchronous_commit", "full_page_writes", "max_connections"]
    /// Where the server's data lie meanwhile.
    package var folder: String

    /// The usual measurement, with the server's data in a folder that is removed afterwards.
    package init(folder: String) {
        self.folder = folder
    }
}
