import PGStore
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// The first of a list are those that putting everything in order would give, however many lines come and in whichever order.
@Suite struct FirstOfListTests {
    private typealias Line = (place: UrgentPlace, isDoubtful: Bool)

    private static func lines(_ count: Int, doubtful: Int, _ random: inout Mangler) -> [Line] {
        (1...count).map { id in
            let due = Int64.random(in: 0..<40, using: &random)
            let place = UrgentPlace(
                lamp: Lamp(rawValue: Int.random(in: 0...2, using: &random)) ?? .green,
                // Many are due at the same time, and for some no clock runs.
                due: due == 0 ? nil : Instant(seconds: due),
                ticket: TicketID(Int64(id))
            )
            return (place, Int.random(in: 0..<100, using: &random) < doubtful)
        }
    }

    /// So many that are sure, with the doubtful ones before the last of them.
    private static func first(_ limit: Int, of lines: [Line]) -> [UrgentPlace] {
        var (places, sure): ([UrgentPlace], Int) = ([], 0)
        for line in lines where sure < limit {
            places.append(line.place)
            if !line.isDoubtful { sure += 1 }
        }
        return places
    }

    @Test(arguments: [(7, 0), (40, 5), (300, 20), (3_000, 1), (3_000, 30)], PropertyRuns.seeds(1...4))
    func `of lines in any order the most urgent, and in that of ids the smallest`(
        _ size: (count: Int, doubtful: Int),
        _ seed: UInt64
    ) {
        var random = Mangler(seed)
        for limit in [1, 6, 51] {
            let lines = Self.lines(size.count, doubtful: size.doubtful, &random)
            var urgent = FirstOfList(limit, isUrgentFirst: true, mostDoubtful: 1_000)
            for line in lines.shuffled(using: &random) {
                let goesOn = urgent.take(line.place, isDoubtful: line.isDoubtful)
                #expect(goesOn)
            }
            let wanted = Self.first(limit, of: lines.sorted { $0.place < $1.place })
            let found = urgent.all()?.map(\.place)
            #expect(found == wanted)
            // Three shelves, each in the order of its ids; one is left as soon as it says so.
            var byID = FirstOfList(limit, isUrgentFirst: false, mostDoubtful: 1_000)
            for shelf in 0..<3 {
                for line in lines where line.place.ticket.rawValue % 3 == Int64(shelf) {
                    guard byID.take(line.place, isDoubtful: line.isDoubtful) else { break }
                }
            }
            let smallest = byID.all()?.map(\.place)
            #expect(smallest == Self.first(limit, of: lines))
        }
    }

    @Test func `more doubtful ones than are asked about are told, and those behind the last do not count`() {
        var random = Mangler(1)
        let lines = Self.lines(500, doubtful: 50, &random)
        var few = FirstOfList(20, isUrgentFirst: true, mostDoubtful: 400)
        for line in lines { _ = few.take(line.place, isDoubtful: line.isDoubtful) }
        let doubtful = few.all()?.count(where: \.isDoubtful)
        #expect(doubtful ?? 400 < 100)
        var none = FirstOfList(20, isUrgentFirst: true, mostDoubtful: 3)
        for line in lines { _ = none.take(line.place, isDoubtful: true) }
        let all = none.all()?.count
        #expect(all == nil && none.isTooDoubtful)
    }
}
