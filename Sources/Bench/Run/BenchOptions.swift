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
    /// Where the server's data lie meanwhile.
    package var folder: String

    /// The usual measurement, with the server's data in a folder that is removed afterwards.
    package init(folder: String) {
        self.folder = folder
    }
}
