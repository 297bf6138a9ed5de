import PGStore
import Postgres
import Synchronization
import Workflow

/// 在办登记: the open tickets of those whose work lists were asked for, in memory, as the journal says them.
///
/// A department has ten thousand open tickets; to count eleven lists of them, or to find the first that are red, the database would go
/// through all of them each time. Here a unit's are read once (a shelf) and from then on each ticket to which something happened.
/// Before anything is said of them the journal is looked at (`JournalWatch`): nobody is told less than what was committed before they
/// asked. Row security has its say: whatever it may not let through is asked of it, and lines are read on the reader's behalf.
package final class WorkRegister: Sendable {
    /// Whose tickets stand together.
    enum Holder: Hashable, Sendable {
        case unit(UnitID)
        case person(PersonID)
    }

    struct Key: Hashable, Sendable {
        let district: DistrictID
        let holder: Holder
    }

    struct State {
        var districts: [DistrictID: OpenLedger] = [:]
        var lines = 0
        var turn = 0
    }

    let journal: JournalWatch
    /// Tickets that are kept at the most, some in several shelves.
    let most: Int
    let state = Mutex(State())
    private let reading = SharedQuestion<Key, Bool>()

    /// Makes one that holds nothing yet.
    ///
    /// - Parameters:
    ///   - journal: who tells it what happens.
    ///   - most: tickets that are kept at the most, 16 bytes and a little more each; of whom nothing was asked for longest goes
    ///     first.
    package init(_ journal: JournalWatch, most: Int = 2_000_000) {
        self.journal = journal
        self.most = most
        journal.tell(self)
    }

    /// Tickets that stand in it, some of them twice.
    package var count: Int { state.withLock(\.lines) }

    /// Has the shelves read that are not there.
    ///
    /// - Parameters:
    ///   - holders: whose.
    ///   - district: the district.
    /// - Returns: whether all were there for a moment; false: there are more tickets than are kept.
    /// - Throws: what the database says.
    func prepare(_ holders: Set<Holder>, in district: DistrictID) async throws -> Bool {
        let missing = state.withLock { state in
            state.turn += 1
            let turn = state.turn
            var missing: [Holder] = []
            for holder in holders {
                if state.districts[district]?.shelves[holder] == nil {
                    missing.append(holder)
                } else {
                    state.districts[district]?.shelves[holder]?.asked = turn
                }
            }
            return missing
        }
        for holder in missing {
            let key = Key(district: district, holder: holder)
            guard try await reading.ask(key, { try await read(key) }) else { return false }
        }
        return true
    }

    /// Reads a shelf; false: it has more tickets than are kept.
    private func read(_ key: Key) async throws -> Bool {
        let district = key.district
        let epoch = state.withLock { state -> Int? in
            var shelves = state.districts[district] ?? OpenLedger()
            defer { state.districts[district] = shelves }
            // Whoever waited finds it there.
            guard shelves.shelves[key.holder] == nil else { return nil }
            shelves.meanwhile[key.holder] = []
            return shelves.epoch
        }
        guard let epoch else { return true }
        defer { state.withLock { $0.districts[district]?.meanwhile[key.holder] = nil } }
        let statement =
            switch key.holder {
            case .unit(let unit): OpenTicket.held(by: unit, in: district, upTo: most + 1)
            case .person(let person): OpenTicket.owned(by: person, in: district, upTo: most + 1)
            }
        let tickets = try await journal.engine.read([statement], as: nil, isPlannedOnce: true)[0]
            .map(OpenTicket.init(row:))
        guard tickets.count <= most else { return false }
        return state.withLock { state in
            guard state.districts[district]?.epoch == epoch else { return true }
            let later = state.districts[district]?.meanwhile[key.holder] ?? []
            var shelf = Shelf()
            shelf.asked = state.turn
            for ticket in tickets.sorted(by: { $0.id < $1.id }) + later {
                let held = ticket.held.flatMap { key.holder.has(ticket, $0) ? $0 : nil }
                shelf.set(ticket.id, ticket.seq, held.flatMap { state.districts[district]?.place(of: $0) })
            }
            state.lines += shelf.lines.count
            state.districts[district]?.shelves[key.holder] = shelf
            state.shrink(to: most, but: key)
            return true
        }
    }
}

extension WorkRegister.Holder {
    /// Whether a ticket that is held so is one of theirs.
    func has(_ ticket: OpenTicket, _ held: Held) -> Bool {
        switch self {
        case .unit(let unit): held.responsible == unit || held.desk == unit || held.lead == unit
        case .person(let person): ticket.owner == person
        }
    }
}

extension WorkRegister.State {
    /// Lets those go that nobody asked for longest, until it is small enough.
    fileprivate mutating func shrink(to most: Int, but key: WorkRegister.Key) {
        while lines > most {
            let oldest = districts.flatMap { district, shelves in
                shelves.shelves.map { (WorkRegister.Key(district: district, holder: $0.key), $0.value.asked) }
            }.filter { $0.0 != key }.min { $0.1 < $1.1 }
            guard let oldest, let shelf = districts[oldest.0.district]?.shelves.removeValue(forKey: oldest.0.holder)
            else { return }
            lines -= shelf.lines.count
        }
    }
}

extension WorkRegister: JournalFollower {
    // MARK: - What has happened

    func happened(to tickets: [TicketID]?, in district: DistrictID) async throws {
        let isEmpty = state.withLock { state in
            guard let shelves = state.districts[district] else { return true }
            return shelves.shelves.isEmpty && shelves.meanwhile.isEmpty
        }
        guard !isEmpty else { return }
        // Ways of being held that nothing is in any more are forgotten with the rest.
        let isFull = state.withLock { $0.districts[district]?.helds.count ?? 0 > 100_000 }
        guard let tickets, !isFull else {
            return state.withLock { state in
                let gone = state.districts[district]?.shelves.values.reduce(0) { $0 + $1.lines.count } ?? 0
                state.lines -= gone
                state.districts[district]?.letGo()
            }
        }
        let statement = OpenTicket.of(tickets, in: district)
        let changed = try await journal.engine.read([statement], as: nil)[0].map(OpenTicket.init(row:))
        state.withLock { state in
            guard var shelves = state.districts.removeValue(forKey: district) else { return }
            for holder in shelves.meanwhile.keys { shelves.meanwhile[holder]?.append(contentsOf: changed) }
            for ticket in changed {
                let place = ticket.held.map { shelves.place(of: $0) }
                // An own list of the keys: the shelves are not to be copied when they are changed.
                for holder in Array(shelves.shelves.keys) {
                    let before = shelves.shelves[holder]?.lines.count ?? 0
                    let isTheirs = ticket.held.map { holder.has(ticket, $0) } ?? false
                    shelves.shelves[holder]?.set(ticket.id, ticket.seq, isTheirs ? place : nil)
                    state.lines += (shelves.shelves[holder]?.lines.count ?? 0) - before
                }
            }
            state.districts[district] = shelves
        }
    }
}
