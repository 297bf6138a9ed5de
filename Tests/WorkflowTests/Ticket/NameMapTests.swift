import TestSupport
import Testing
import Workflow

@Suite struct NameMapTests {
    private typealias Counts = NameMap<NameKind.Counter, Int>

    @Test(arguments: 0..<20)
    func `it holds what a dictionary would, in the order of the names`(seed: Int) {
        var random = Seeded(UInt64(seed))
        var map = Counts()
        var dictionary: [CounterName: Int] = [:]
        let names: [CounterName] = ["a", "b", "returns", "call_attempts", "a_very_long_name_of_a_counter", "z9"]
        for step in 0..<200 {
            let name = names[Int.random(in: names.indices, using: &random)]
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                let (removed, wanted) = (map.removeValue(forKey: name), dictionary.removeValue(forKey: name))
                #expect(removed == wanted)
            case 1:
                let before = map.updateValue(step, forKey: name)
                let wanted = dictionary.updateValue(step, forKey: name)
                #expect(before == wanted)
            case 2:
                map[name, default: 0] += 1
                dictionary[name, default: 0] += 1
            default:
                map[name] = step
                dictionary[name] = step
            }
            #expect(map[name] == dictionary[name])
        }
        #expect(map.dictionary == dictionary)
        #expect(map.keys == dictionary.keys.sorted())
        #expect(Counts(dictionary) == map)
        #expect(map.filter { $0.value > 100 }.dictionary == dictionary.filter { $0.value > 100 })
        #expect(map.mapValues { $0 * 2 }.dictionary == dictionary.mapValues { $0 * 2 })
    }
}

/// Copies of a ticket share one place; a change of one is not seen by the other.
@Suite struct TicketCopyTests {
    @Test func `a copy stays as it was when the other goes on`() throws {
        var lives = try RandomLives(seed: 3)
        try lives.live(tries: 40)
        var kept: [(ticket: Ticket, body: [UInt8], seq: Int)] = []
        var ticket: Ticket?
        let first = try #require(lives.events.first)
        for event in lives.events where event.ticket == first.ticket {
            if ticket == nil { ticket = try Ticket(first: event) } else { try ticket?.apply(event) }
            if let ticket { kept.append((ticket, ticket.body.canonicalBytes, event.seq)) }
        }
        try #require(kept.count > 3)
        for (ticket, body, seq) in kept {
            #expect(ticket.body.canonicalBytes == body)
            #expect(ticket.seq == seq)
        }
        #expect(Set(kept.map(\.ticket)).count == kept.count)
    }
}
