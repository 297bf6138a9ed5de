package import PGStore
package import Workflow

extension Engine {
    /// Runs a changed directory against the district's tickets, page by page; nothing is changed.
    ///
    /// - Parameters:
    ///   - changed: the directory to try.
    ///   - configuration: the district as it stands.
    ///   - filter: which tickets count.
    ///   - mostExamples: how many examples are kept for each way.
    ///   - progress: called now and then with the tickets looked at so far.
    /// - Returns: what would move.
    /// - Throws: `PostgresError` where the database cannot be read.
    package func simulate(
        _ changed: Workflow.Directory,
        in configuration: DistrictConfiguration,
        _ filter: TicketFilter = TicketFilter(),
        mostExamples: Int = 3,
        progress: (Int) -> Void = { _ in }
    ) async throws -> DirectorySimulation {
        var simulation = DirectorySimulation(
            from: configuration.directory,
            to: changed,
            in: configuration.territory,
            mostExamples: mostExamples
        )
        try await lines(filter, in: configuration.id) { ticket in
            simulation.add(PastMatter(id: ticket.id, category: ticket.category, place: ticket.place))
            if simulation.total.isMultiple(of: 500) { progress(simulation.total) }
        }
        return simulation
    }
}
