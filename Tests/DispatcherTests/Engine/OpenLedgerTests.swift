import Testing
import Workflow

@testable import Dispatcher
@testable import PGStore

/// Shelves of open tickets: each ticket stands on those of whoever has it, and nothing is looked for on the others.
@Suite struct OpenLedgerTests {
    private static func ticket(
        _ id: Int64,
        seq: Int,
        _ units: [Int64?],
        owner: Int64? = nil,
        isOpen: Bool = true
    ) -> OpenTicket {
        let unit = { (place: Int) in units[place].map { UnitID($0) } }
        let held = Held(
            responsible: unit(0),
            desk: UnitID(units[1] ?? 1),
            lead: unit(2),
            inside: unit(3),
            definition: DefinitionRef(name: "issue", version: 1),
            state: "signed",
            lamp: .green,
            isKept: false
        )
        return OpenTicket(
            id: TicketID(id),
            seq: seq,
            owner: owner.map { PersonID($0) },
            nextDue: seq % 3 == 0 ? nil : Instant(seconds: Int64(seq)),
            held: isOpen ? held : nil
        )
    }

    /// What stands on a shelf.
    private static func ids(_ ledger: OpenLedger, _ holder: WorkRegister.Holder) -> [TicketID]? {
        ledger.shelves[holder]?.lines.map(\.id)
    }

    @Test func `of two thousand shelves those are looked at whose ticket it was or is`() {
        var ledger = OpenLedger()
        for unit in 1...2_000 as ClosedRange<Int64> { ledger.put([], of: .unit(UnitID(unit)), asked: 1) }
        #expect(ledger.learn(Self.ticket(7, seq: 1, [3, 3, nil, nil])) == 1)
        #expect(ledger.learn(Self.ticket(7, seq: 2, [9, 3, 9, 10])) == 3)
        #expect(ledger.learn(Self.ticket(7, seq: 3, [11, 3, 11, nil])) == 4)
        #expect(Self.ids(ledger, .unit(UnitID(9))) == [] && Self.ids(ledger, .unit(UnitID(10))) == [])
        #expect(Self.ids(ledger, .unit(UnitID(3))) == [TicketID(7)])
        // What was known later already stays.
        ledger.learn(Self.ticket(7, seq: 2, [9, 3, 9, 10]))
        #expect(Self.ids(ledger, .unit(UnitID(11))) == [TicketID(7)])
        #expect(ledger.learn(Self.ticket(7, seq: 4, [nil, 3, 11, nil], isOpen: false)) == 2)
        #expect(ledger.shelves.values.allSatisfy { $0.lines.isEmpty && $0.counts.isEmpty })
        #expect(ledger.weight == 2_000 * 50)
    }

    @Test(arguments: 0..<20)
    func `whatever happens, and whichever shelves come and go, each has what its holder has`(_ round: Int) {
        var random = SystemRandomNumberGenerator()
        var ledger = OpenLedger()
        var tickets: [Int64: OpenTicket] = [:]
        let holders =
            (1...5).map { WorkRegister.Holder.unit(UnitID($0)) } + [.person(PersonID(1)), .person(PersonID(2))]
        for turn in 1...400 {
            let id = Int64.random(in: 1...12, using: &random)
            let some = { () -> Int64? in Int64.random(in: 0...5, using: &random) }
            let seq = (tickets[id]?.seq ?? 0) + 1
            let ticket = Self.ticket(
                id,
                seq: seq,
                [some(), Int64.random(in: 1...5, using: &random), some(), some()].map { $0 == 0 ? nil : $0 },
                owner: Int64.random(in: 1...3, using: &random),
                isOpen: Int.random(in: 0..<6, using: &random) > 0
            )
            tickets[id] = ticket
            // Sometimes nobody tells it yet: a shelf that is read knows it before the others do.
            if Int.random(in: 0..<4, using: &random) > 0 { ledger.learn(ticket) }
            let holder = holders[Int.random(in: holders.indices, using: &random)]
            switch Int.random(in: 0..<6, using: &random) {
            case 0: ledger.remove(holder)
            case 1: ledger.put(Self.having(holder, tickets), of: holder, asked: turn)
            default: break
            }
        }
        for ticket in tickets.values { ledger.learn(ticket) }
        for (holder, shelf) in ledger.shelves {
            #expect(shelf.lines.map(\.id) == Self.having(holder, tickets).map(\.id), "\(holder) in round \(round)")
            #expect(shelf.counts.values.reduce(0, +) == shelf.lines.count)
            let dues = shelf.lines.map { tickets[$0.id.rawValue]?.nextDue ?? Shelf.never }
            #expect(shelf.lines.map(\.due) == dues, "\(holder) in round \(round)")
        }
        #expect(ledger.weight == ledger.shelves.values.reduce(0) { $0 + $1.weight })
    }

    /// Those of a holder, as the database would say it.
    private static func having(_ holder: WorkRegister.Holder, _ tickets: [Int64: OpenTicket]) -> [OpenTicket] {
        tickets.values.filter { ticket in
            guard let held = ticket.held else { return false }
            return switch holder {
            case .unit(let unit): [held.responsible, held.desk, held.lead, held.inside].contains(unit)
            case .person(let person): ticket.owner == person
            }
        }.sorted { $0.id < $1.id }
    }
}
