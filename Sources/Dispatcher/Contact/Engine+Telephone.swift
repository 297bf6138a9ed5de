package import PGStore
import Postgres
package import Workflow

/// Matters of one telephone, as somebody may see them.
package struct MattersOfTelephone: Sendable {
    /// The latest, whether they have ended or not; the latest first.
    package let lines: [TicketLine]
    /// Whether older ones were not looked at.
    package let isMore: Bool

    /// Matters that are looked at, at the most.
    package static let most = 100
}

extension DistrictConfiguration {
    /// Whether somebody may find matters by a telephone at all: some post of theirs is one that speaks with residents.
    package func mayFindByTelephone(_ party: Party) -> Bool {
        machines.values.contains { $0.mayReachResidents(party, in: territory) }
    }
}

extension Engine {
    /// Matters in which a telephone stands, for somebody who has it on the line or on paper; each that is shown is written
    /// down as a look at its telephone, also where they would be shown it with stars only: whoever finds it knows it.
    ///
    /// - Parameters:
    ///   - telephone: its digits.
    ///   - configuration: the district.
    ///   - party: whoever asks, with the posts that count now.
    ///   - look: who they are, where and why; its ticket does not matter.
    ///   - address: from where they ask: that they looked is a line of the security log, also where nothing is found.
    ///   - reader: what row security lets them read.
    /// - Returns: those of which they may see whom to reach.
    /// - Throws: `DispatchError.noKeys`; `StoreError` where a row cannot be read, and what the database says.
    package func matters(
        ofTelephone telephone: String,
        in configuration: DistrictConfiguration,
        for party: Party,
        seen look: Look,
        from address: String,
        as reader: Reader
    ) async throws -> MattersOfTelephone {
        guard let keys else { throw DispatchError.noKeys }
        let district = configuration.id
        let indexes = keys.indexes(of: telephone, in: district)
        let query = ContactQueries.tickets(byPhone: indexes, in: district, limit: MattersOfTelephone.most + 1)
        let ids = try await read([query], as: reader)[0].map { TicketID(try $0[0]) }
        let looked = Array(ids.prefix(MattersOfTelephone.most))
        let rows = try await read([StoredTicket.several(looked, in: district)], as: reader)[0]
        let known = try rows.map { try StoredTicket(row: $0, district: district).ticket }
            .filter { configuration.contactSight(of: party, on: $0) != .nothing }.map(\.id)
        var lines: [TicketLine] = []
        if !known.isEmpty {
            lines = try await read([ContactQueries.lines(of: known, seen: look)], as: reader)[0].map(
                TicketLine.init(row:)
            )
        }
        let sought = SecurityNote(
            .telephoneSought,
            by: party.person,
            address: address,
            detail: ["found": .int(Int64(known.count))]
        )
        _ = try await pool.query(SecurityEvent.write(district, person: party.person, sought))
        return MattersOfTelephone(
            lines: lines.reversed().filter { configuration.isShown($0, to: party) },
            isMore: ids.count > looked.count
        )
    }
}
