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
    ///   - most: tickets that are kept at the most, some 50 bytes each; of whom nothing was asked for longest goes
    ///     first.
    package init(_ journal: JournalWatch, most: Int = 2_000_000) {
        self.journal = journal
        self.most = most
        journal.tell(self)
    }

    /// Tickets that stand in it, some of them twice.
    package var count: Int {
        state.withLock { $0.districts.values.reduce(0) { $0 + $1.shelves.values.reduce(0) { $0 + $1.lines.count } } }
    }

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
            for holder in holders where state.districts[district]?.ask(for: holder, at: turn) != true {
                missing.append(holder)
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
            .map(OpenTicket.init(row:)).sorted { $0.id < $1.id }
        guard tickets.count <= most else { return false }
        return state.withLock { state in
            guard state.districts[district]?.epoch == epoch else { return true }
            state.districts[district]?.put(tickets, of: key.holder, asked: state.turn)
            state.shrink(to: most, but: key)
            return true
        }
    }
}

extension WorkRegister.State {
    /// Lets those go that nobody asked for longest, until it is light enough.
    fileprivate mutating func shrink(to most: Int, but key: WorkRegister.Key) {
        var weight = districts.values.reduce(0) { $0 + $1.weight }
        guard weight > most else { return }
        let oldest = districts.flatMap { district, ledger in
            ledger.shelves.map { (key: WorkRegister.Key(district: district, holder: $0.key), asked: $0.value.asked) }
        }.filter { $0.key != key }.sorted { $0.asked < $1.asked }
        for (key, _) in oldest where weight > most {
            weight -= districts[key.district]?.weight ?? 0
            districts[key.district]?.remove(key.holder)
            weight += districts[key.district]?.weight ?? 0
        }
    }
}

extension WorkRegister: JournalFollower {
    // MARK: - What has happened

    func happened(to tickets: [TicketID]?, in district: DistrictID) async throws {
        // Those that are begun to be read from now on see it by themselves.
        let (isEmpty, isFull, reading) = state.withLock { state -> (Bool, Bool, [Holder]) in
            guard let ledger = state.districts[district] else { return (true, false, []) }
            let isEmpty = ledger.shelves.isEmpty && ledger.meanwhile.isEmpty
            return (isEmpty, ledger.helds.count > Self.mostHelds, Array(ledger.meanwhile.keys))
        }
        guard !isEmpty else { return }
        guard let tickets, !isFull else {
            return state.withLock { $0.districts[district]?.letGo() }
        }
        let statement = OpenTicket.of(tickets, in: district)
        let changed = try await journal.engine.read([statement], as: nil)[0].map(OpenTicket.init(row:))
        state.withLock { state in
            // Taken out as long as it is changed: it is not to be copied.
            guard var ledger = state.districts.removeValue(forKey: district) else { return }
            for holder in reading { ledger.meanwhile[holder]?.append(contentsOf: changed) }
            for ticket in changed { ledger.learn(ticket) }
            state.districts[district] = ledger
        }
    }

    /// Ways of being held that nothing is in any more are forgotten with the rest, once there are so many.
    private static let mostHelds = 100_000
}
