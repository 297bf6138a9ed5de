package import PGStore
package import Workflow

extension Engine {
    /// A page of what is watched in a territory.
    ///
    /// - Parameters:
    ///   - list: the list.
    ///   - desks: the units of the territory.
    ///   - configuration: the district.
    ///   - after: the last ticket of the page before; nil: from the beginning.
    ///   - limit: tickets that are looked at, at the most.
    ///   - reader: on whose behalf.
    /// - Returns: the entries, in the order of the tickets' ids, and the last ticket looked at where there may be more.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func watched(
        _ list: WatchList,
        at desks: Set<UnitID>,
        in configuration: DistrictConfiguration,
        after: TicketID?,
        limit: Int,
        as reader: Reader
    ) async throws -> (entries: [WatchedTicket], next: TicketID?) {
        let statement = TicketLine.watched(
            of: configuration.id,
            desks: desks,
            saying: list.patterns(configuration),
            lamps: list.lamps,
            after: after,
            limit: limit
        )
        let lines = try await read([statement], as: reader, isPlannedOnce: true)[0].map(TicketLine.init(row:))
        let entries = lines.flatMap { line in
            configuration.machine(line.definition).map {
                WatchedTicket.entries(of: line, in: list, by: $0.definition)
            } ?? []
        }
        return (entries, lines.count == limit ? lines.last?.id : nil)
    }
}
