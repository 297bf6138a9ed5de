package import PGStore
import Postgres
package import Workflow

/// Matters that may have to do with one, as somebody may see them.
package struct RelatedMatters: Sendable {
    /// Open ones that look like the same thing, those that do most first.
    package let likely: [(line: TicketLine, likeness: Likeness)]
    /// The latest others of the same telephone, whether they have ended or not.
    package let ofCaller: [TicketLine]
}

extension Engine {
    /// Open matters compared, at the most; those of a desk that were filed last.
    private static let compared = 200
    /// Matters of the same telephone, at the most.
    private static let ofCaller = 20
    /// Likely ones shown, at the most.
    private static let shown = 10

    /// Matters that may have to do with one.
    ///
    /// That two have the same telephone is told only of what somebody may see whom to reach of, in both.
    ///
    /// - Parameters:
    ///   - ticket: the matter.
    ///   - configuration: its district.
    ///   - party: whoever asks, with the posts that count now.
    ///   - reader: what row security lets them read.
    /// - Returns: the matters.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func related(
        to ticket: Ticket,
        in configuration: DistrictConfiguration,
        for party: Party,
        as reader: Reader
    ) async throws -> RelatedMatters {
        let district = configuration.id
        let mayKnowCaller = configuration.contactSight(of: party, on: ticket) != .nothing
        let found = try await read(
            [
                RelatedQueries.ofCaller(ticket.id, in: district, limit: mayKnowCaller ? Self.ofCaller : 0),
                RelatedQueries.open(
                    at: ticket.desk,
                    besides: ticket.id,
                    ticket.definition.name,
                    in: district,
                    limit: Self.compared
                ),
            ],
            as: reader
        ).map { try $0.map { TicketID(try $0[0]) } }
        let ids = Set(found.joined()).union([ticket.id])
        let rows = try await read(
            [TicketLine.of(ids.sorted(), in: district), StoredTicket.several(found[0], in: district)],
            as: reader
        )
        let lines = Dictionary(try rows[0].map(TicketLine.init(row:)).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let callers = try rows[1].map { try StoredTicket(row: $0, district: district).ticket }
            .filter { configuration.contactSight(of: party, on: $0) != .nothing }.map(\.id)
        guard let own = lines[ticket.id].map(\.sketch) else { return RelatedMatters(likely: [], ofCaller: []) }
        let likely = lines.values
            .filter { $0.closedAt == nil && !ticket.isKnown($0.id) && configuration.isShown($0, to: party) }
            .map { line in
                let isOneCaller = callers.contains(line.id)
                return (
                    line: line,
                    likeness: Likeness(own, line.sketch, isOneCaller: isOneCaller, in: configuration.territory)
                )
            }
            .filter(\.likeness.isLikely)
            .sorted { ($0.likeness.percent, $0.line.id) > ($1.likeness.percent, $1.line.id) }
        return RelatedMatters(
            likely: Array(likely.prefix(Self.shown)),
            ofCaller: callers.sorted(by: >).compactMap { lines[$0] }.filter { configuration.isShown($0, to: party) }
        )
    }
}

extension Ticket {
    /// Whether a matter is this one, or hangs together with it already.
    fileprivate func isKnown(_ other: TicketID) -> Bool {
        let hangsTogether = [id, links.main, links.origin?.ticket, parent].contains(other)
        return hangsTogether || links.merged.contains(other) || links.splitOff.contains(other) || children[other] != nil
    }
}

extension TicketLine {
    fileprivate var sketch: MatterSketch {
        let pieces = Bigrams.of([title, text].compactMap(\.self).joined(separator: "\n"))
        return MatterSketch(place: place, category: category, pieces: Set(pieces.filter { $0.count > 1 }))
    }
}
