package import PGStore
import Postgres
import Synchronization
package import Workflow

/// A page of a work list.
package struct WorkPage: Sendable {
    /// Its lines.
    package let lines: [TicketLine]
    /// The place of the last that was looked at; nil: nothing comes after it.
    package let last: UrgentPlace?
}

extension WorkRegister {
    /// How many tickets wait in each list, counted up to a bound.
    ///
    /// - Parameters:
    ///   - filters: the lists' filters.
    ///   - district: the district.
    ///   - most: where counting stops.
    ///   - reader: on whose behalf.
    /// - Returns: a number for each, in their order; none is larger than the bound.
    /// - Throws: `PostgresError`; `StoreError` where a row cannot be read.
    package func counts(
        of filters: [TicketFilter],
        in district: DistrictID,
        upTo most: Int,
        as reader: Reader
    ) async throws -> [Int] {
        let held = filters.filter(\.isByHolding)
        guard let tallies = try await tallies(held, in: district, as: reader) else {
            return try await journal.engine.counts(of: filters, in: district, upTo: most, as: reader)
        }
        let others = filters.filter { !$0.isByHolding }
        var counted = try await journal.engine.counts(of: others, in: district, upTo: most, as: reader)[...]
        let doubtful = Set(tallies.flatMap(\.doubtful))
        let visible = try await visible(doubtful, in: district, as: reader)
        var told = tallies.map { min(most, $0.count + $0.doubtful.count(where: visible.contains)) }[...]
        return filters.map { $0.isByHolding ? told.removeFirst() : counted.removeFirst() }
    }

    /// A page of a list.
    ///
    /// - Parameters:
    ///   - filter: the list's filter.
    ///   - district: the district.
    ///   - after: the place of the last one of the page before; nil: from the beginning.
    ///   - isUrgentFirst: whether the most urgent come first, as `UrgentPlace` says it; else by their ids.
    ///   - limit: lines at the most.
    ///   - reader: on whose behalf.
    /// - Returns: the page.
    /// - Throws: `PostgresError`; `StoreError` where a row cannot be read.
    package func page(
        of filter: TicketFilter,
        in district: DistrictID,
        after: UrgentPlace?,
        isUrgentFirst: Bool,
        limit: Int,
        as reader: Reader
    ) async throws -> WorkPage {
        guard filter.isByHolding,
            let found = try await first(limit + 1, of: filter, in: district, after, isUrgentFirst, reader)
        else { return try await asked(filter, in: district, after, isUrgentFirst, limit, reader) }
        let doubtful = Set(found.lazy.filter(\.isDoubtful).map(\.place.ticket))
        let visible = try await visible(doubtful, in: district, as: reader)
        let shown = found.filter { !$0.isDoubtful || visible.contains($0.place.ticket) }
        let page = shown.prefix(limit)
        guard let last = page.last else { return WorkPage(lines: [], last: nil) }
        let statement = TicketLine.of(page.map(\.place.ticket), in: district)
        let rows = try await journal.engine.read([statement], as: reader, isPlannedOnce: true)[0]
        let lines = try rows.map(TicketLine.init(row:)).reduce(into: [:]) { $0[$1.id] = $1 }
        return WorkPage(
            // What has left the list meanwhile is not shown as one of it.
            lines: page.compactMap { lines[$0.place.ticket] }.filter(filter.keeps),
            last: shown.count > limit ? last.place : nil
        )
    }
}

extension WorkRegister {
    // MARK: - What stands there

    /// How many doubtful ones are asked for one by one; of more the lists are made by the database.
    private static let mostDoubtful = 1_000

    private struct Tally {
        var count = 0
        /// Those that row security is asked about.
        var doubtful: [TicketID] = []
    }

    /// Counts what filters keep; nil: more than is kept here.
    private func tallies(_ filters: [TicketFilter], in district: DistrictID, as reader: Reader) async throws -> [Tally]?
    {
        try await ledger(for: filters, in: district) { ledger in
            var tallies: [Tally] = []
            for filter in filters {
                let sieve = Sieve(filter, ledger.kinds)
                var tally = Tally()
                for holder in sieve.holders {
                    guard let shelf = ledger.shelves[holder] else { continue }
                    var doubtful: Set<Int32> = []
                    for (place, count) in shelf.counts {
                        let (held, kind) = ledger.helds[Int(place)]
                        guard sieve.keeps(held, kind: kind, on: holder) else { continue }
                        if reader.surelySees(held) { tally.count += count } else { doubtful.insert(place) }
                    }
                    guard !doubtful.isEmpty else { continue }
                    tally.doubtful += shelf.lines.lazy.filter { doubtful.contains($0.held) }.map(\.id)
                    guard tally.doubtful.count <= Self.mostDoubtful else { return nil }
                }
                tallies.append(tally)
            }
            return tallies
        }
    }

    /// The first of a list, so many of which are sure to be seen; nil: more than is kept here.
    private func first(
        _ limit: Int,
        of filter: TicketFilter,
        in district: DistrictID,
        _ after: UrgentPlace?,
        _ isUrgentFirst: Bool,
        _ reader: Reader
    ) async throws -> [FirstOfList.Found]? {
        try await ledger(for: [filter], in: district) { ledger in
            let sieve = Sieve(filter, ledger.kinds)
            var first = FirstOfList(limit, isUrgentFirst: isUrgentFirst, mostDoubtful: Self.mostDoubtful)
            for holder in sieve.holders {
                guard let shelf = ledger.shelves[holder] else { continue }
                // Most shelves of many units have nothing of a list.
                var kept: [Int32: Bool] = [:]
                for place in shelf.counts.keys {
                    let (held, kind) = ledger.helds[Int(place)]
                    if sieve.keeps(held, kind: kind, on: holder) { kept[place] = !reader.surelySees(held) }
                }
                guard !kept.isEmpty else { continue }
                let start = isUrgentFirst ? 0 : after.map { shelf.index(of: $0.ticket) } ?? 0
                for line in shelf.lines[start...] {
                    guard let isDoubtful = kept[line.held] else { continue }
                    let place = UrgentPlace(
                        lamp: ledger.helds[Int(line.held)].held.lamp,
                        due: line.due == Shelf.never ? nil : line.due,
                        ticket: line.id
                    )
                    if let after, isUrgentFirst ? place <= after : place.ticket <= after.ticket { continue }
                    if !first.take(place, isDoubtful: isDoubtful) { break }
                }
                if first.isTooDoubtful { return nil }
            }
            return first.all()
        }
    }

    /// Looks at the journal, and then at the shelves that filters need; nil: they cannot be kept.
    private func ledger<Answer: Sendable>(
        for filters: [TicketFilter],
        in district: DistrictID,
        _ look: @Sendable (OpenLedger) -> Answer?
    ) async throws -> Answer? {
        let holders = filters.reduce(into: Set()) { $0.formUnion(Sieve($1).holders) }
        // What was read after one look is not answered from before the next: all shelves are of one moment then.
        for _ in 0..<3 {
            guard try await journal.look(district).isWhole else { return nil }
            let answer = state.withLock { state -> Answer?? in
                let ledger = state.districts[district] ?? OpenLedger()
                guard holders.allSatisfy({ ledger.shelves[$0] != nil }) else { return .none }
                return .some(look(ledger))
            }
            if let answer { return answer }
            guard try await prepare(holders, in: district) else { return nil }
        }
        return nil
    }

    /// Which of some tickets whoever reads may see.
    private func visible(_ tickets: Set<TicketID>, in district: DistrictID, as reader: Reader) async throws -> Set<
        TicketID
    > {
        guard !tickets.isEmpty else { return [] }
        let statement = OpenTicket.visible(among: tickets.sorted(), in: district)
        let rows = try await journal.engine.read([statement], as: reader, isPlannedOnce: true)[0]
        return Set(try rows.map { TicketID(try $0[0, as: Int64.self]) })
    }

    /// The same by the database alone.
    private func asked(
        _ filter: TicketFilter,
        in district: DistrictID,
        _ after: UrgentPlace?,
        _ isUrgentFirst: Bool,
        _ limit: Int,
        _ reader: Reader
    ) async throws -> WorkPage {
        let engine = journal.engine
        let lines =
            if isUrgentFirst {
                try await engine.pageOfUrgent(filter, in: district, after: after, limit: limit, as: reader)
            } else {
                try await engine.page(filter, in: district, after: after?.ticket, limit: limit, as: reader)
            }
        return WorkPage(lines: lines, last: lines.count == limit ? lines.last?.urgentPlace : nil)
    }
}
