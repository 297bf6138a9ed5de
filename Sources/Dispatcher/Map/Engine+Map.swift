package import PGStore
import Postgres
package import Workflow

/// What a map shows of some units' open tickets.
package struct MapReading: Sendable {
    /// How many happened at each place, by lamp; of all, wherever they lie.
    package let counts: [UnitID: [Lamp: Int]]
    /// The most urgent of the box: red before yellow before green, of one lamp the urgent ones first, then the oldest.
    package let tickets: [Placed]
    /// How many were found in the box: one more than were asked for where there are more.
    package let found: Int
    /// How many rows were looked at.
    package let looked: Int

    /// A ticket with the position that it bears itself.
    package struct Placed: Sendable {
        /// The ticket.
        package let line: TicketLine
        /// The position; nil: none that whoever reads may see.
        package let position: Position?
    }
}

extension Engine {
    /// Reads what a map shows of some units' open tickets.
    ///
    /// - Parameters:
    ///   - filter: which tickets.
    ///   - district: the district.
    ///   - places: units that stand in the box.
    ///   - box: the box; nil: everywhere.
    ///   - secrecy: fields by which somebody asked for secrecy.
    ///   - limit: tickets at the most.
    ///   - most: rows that are looked at.
    ///   - reader: on whose behalf.
    /// - Returns: what the map shows.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func map(
        _ filter: TicketFilter,
        in district: DistrictID,
        standingAt places: Set<UnitID>,
        in box: PositionBox?,
        secrecy: Set<FieldName>,
        limit: Int,
        upTo most: Int,
        as reader: Reader
    ) async throws -> MapReading {
        let statement = filter.map(
            of: district,
            standingAt: places,
            in: box,
            secrecy: secrecy,
            limit: limit + 1,
            upTo: most
        )
        let rows = try await read([statement], as: reader, isPlannedOnce: true)[0].map(MapRow.init(row:))
        var counts: [UnitID: [Lamp: Int]] = [:]
        var looked = 0
        var found: [(ticket: TicketID, position: Position?)] = []
        for row in rows {
            switch row {
            case .count(let place, let lamp, let count, let all):
                counts[place, default: [:]][lamp, default: 0] += count
                looked = all
            case .ticket(let ticket, let position): found.append((ticket, position))
            }
        }
        let shown = found.prefix(limit)
        // Two flights: what changed in between is shown as it is now, and what has ended is not shown.
        let answer = try await read([TicketLine.of(shown.map(\.ticket), in: district)], as: reader)
        let lines = try Dictionary(uniqueKeysWithValues: answer[0].map(TicketLine.init(row:)).map { ($0.id, $0) })
        let tickets = shown.compactMap { place -> MapReading.Placed? in
            guard let line = lines[place.ticket], line.closedAt == nil else { return nil }
            return MapReading.Placed(line: line, position: place.position)
        }
        return MapReading(counts: counts, tickets: tickets, found: found.count, looked: looked)
    }
}
