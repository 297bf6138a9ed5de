import Dispatcher
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// The queue by itself: bounded, and fair between districts.
@Suite struct BatchQueueTests {
    private static let start = ContinuousClock.now

    private static func waiting(
        _ id: UInt64,
        _ district: Int64,
        on ticket: Int64? = nil,
        and others: [Int64] = [],
        after seconds: Int = 10
    ) -> BatchQueue.Waiting {
        let submission = Submission(
            district: DistrictID(district),
            target: ticket.map { .ticket(TicketID($0)) } ?? .filing("issue"),
            act: "report",
            by: Party(identity: .resident),
            others: others.map { TicketID($0) }
        )
        return BatchQueue.Waiting(id: id, submission: submission, since: start, deadline: start + .seconds(seconds))
    }

    private static func queue(_ change: (inout Batcher.Limits) -> Void = { _ in }) -> BatchQueue {
        var limits = Batcher.Limits()
        limits.lanes = 1
        change(&limits)
        return BatchQueue(limits)
    }

    private static func next(_ queue: inout BatchQueue, after passed: Duration = .zero) -> [UInt64] {
        queue.next(at: start + passed)?.commands.map(\.id) ?? []
    }

    @Test func `a full queue takes nothing more, until a batch has left`() {
        var queue = Self.queue { $0.queue = 2 }
        let taken = [Self.waiting(1, 1), Self.waiting(2, 2), Self.waiting(3, 1)].map { queue.append($0) }
        #expect(taken == [true, true, false])
        #expect(Self.next(&queue) == [1])
        let isTaken = queue.append(Self.waiting(4, 1))
        #expect(isTaken)
        #expect(queue.count == 2)
    }

    @Test func `districts take turns, whatever one of them has waiting`() {
        var queue = Self.queue { $0.batch = 100 }
        for id in 0..<1_000 { _ = queue.append(Self.waiting(UInt64(id), 1)) }
        _ = queue.append(Self.waiting(5_000, 2))
        _ = queue.append(Self.waiting(5_001, 3))
        let districts = (0..<5).map { _ in queue.next(at: Self.start)?.commands.first?.submission.district.rawValue }
        #expect(districts == [1, 2, 3, 1, 1])
    }

    @Test func `a batch is of one district, in the order of arrival, and no larger than asked`() {
        var queue = Self.queue { $0.batch = 3 }
        for id in 0..<10 { _ = queue.append(Self.waiting(UInt64(id), Int64(id % 2))) }
        #expect(Self.next(&queue) == [0, 2, 4])
        #expect(Self.next(&queue) == [1, 3, 5])
        #expect(Self.next(&queue) == [6, 8])
        #expect(Self.next(&queue) == [7, 9])
        #expect(Self.next(&queue) == [])
        #expect(queue.count == 0)
    }

    @Test func `a lane takes its share of what is under way, but no less than is worth a batch`() {
        var queue = Self.queue { ($0.lanes, $0.share) = (3, 4) }
        for id in 0..<30 { _ = queue.append(Self.waiting(UInt64(id), 1)) }
        // What is carried counts as under way: thirds of thirty, not of what is left.
        let sizes = (0..<4).map { _ in (queue.next(at: Self.start)?.commands.count ?? 0) }
        #expect(sizes == [10, 10, 10, 0])
        var few = Self.queue { ($0.lanes, $0.share) = (3, 4) }
        for id in 0..<6 { _ = few.append(Self.waiting(UInt64(id), 1)) }
        let fewer = (0..<2).map { _ in (few.next(at: Self.start)?.commands.count ?? 0) }
        #expect(fewer == [4, 2])
    }

    @Test func `what comes while the district's others are carried out gathers until it is a share, or they are done`()
    {
        var queue = Self.queue { ($0.share, $0.few) = (5, 2) }
        for id in 1...3 { _ = queue.append(Self.waiting(UInt64(id), 1)) }
        guard let batch = queue.next(at: Self.start) else {
            Issue.record("nothing is due")
            return
        }
        #expect(batch.commands.map(\.id) == [1, 2, 3])
        for id in 4...7 { _ = queue.append(Self.waiting(UInt64(id), 1)) }
        #expect(!queue.isDue(at: Self.start))
        #expect(Self.next(&queue) == [])
        // Another district's do not wait for them, though their turn comes later.
        _ = queue.append(Self.waiting(20, 2))
        #expect(!queue.isDue(DistrictID(1), at: Self.start) && queue.isDue(DistrictID(2), at: Self.start))
        #expect(Self.next(&queue) == [20])
        var done = queue
        done.carriedOut(batch)
        #expect(Self.next(&done) == [4, 5, 6, 7])
        _ = queue.append(Self.waiting(8, 1))
        #expect(Self.next(&queue) == [4, 5, 6, 7, 8])
    }

    @Test func `nothing gathers behind a few, nor behind what hangs, nor once nothing more comes`() {
        var queue = Self.queue { ($0.share, $0.few, $0.gathering) = (5, 2, .milliseconds(50)) }
        _ = queue.append(Self.waiting(1, 1))
        #expect(Self.next(&queue) == [1])
        _ = queue.append(Self.waiting(2, 1))
        #expect(Self.next(&queue) == [2])
        // Two are carried; with this one three.
        _ = queue.append(Self.waiting(3, 1))
        #expect(Self.next(&queue) == [3])
        _ = queue.append(Self.waiting(4, 1))
        var last = queue
        #expect(Self.next(&queue, after: .milliseconds(49)) == [])
        #expect(Self.next(&queue, after: .milliseconds(50)) == [4])
        // And all that hang together keep nobody waiting any more.
        _ = queue.append(Self.waiting(5, 1))
        #expect(Self.next(&queue, after: .milliseconds(50)) == [5])
        last.isStopping = true
        #expect(Self.next(&last) == [4])
    }

    @Test func `those whose deadline has passed leave, and a district that is empty then has no turn`() {
        var queue = Self.queue()
        _ = queue.append(Self.waiting(1, 1, after: 1))
        _ = queue.append(Self.waiting(2, 2, after: 5))
        _ = queue.append(Self.waiting(3, 2, after: 1))
        let expired = queue.expired(at: Self.start + .seconds(1))
        #expect(Set(expired.map(\.id)) == [1, 3])
        #expect(queue.count == 1)
        #expect(Self.next(&queue) == [2])
        #expect(Self.next(&queue) == [])
    }

    @Test func `what is about a held ticket waits beside, until a look finds it free, and comes back in front`() {
        var queue = Self.queue { ($0.queue, $0.looking) = (6, .seconds(1)) }
        let ticket = TicketID(7)
        queue.putAside([Self.waiting(1, 1, on: 7)], [ticket], at: Self.start)
        // Those who come later for the same do not meet a lane either; the same number elsewhere is another ticket.
        for waiting in [Self.waiting(2, 1, on: 8, and: [7]), Self.waiting(3, 1, on: 8), Self.waiting(4, 2, on: 7)] {
            _ = queue.append(waiting)
        }
        #expect(queue.count == 4)
        #expect(queue.look(at: Self.start) == nil)
        #expect(Self.next(&queue) == [3])
        #expect(Self.next(&queue) == [4])
        #expect(!queue.isDue(at: Self.start))
        let later = Self.start + .seconds(1)
        #expect(queue.isDue(at: later))
        let look = queue.look(at: later)
        #expect(look == BatchQueue.Look(district: DistrictID(1), tickets: [ticket]))
        // One looks, and nobody else.
        #expect(!queue.isDue(at: later))
        guard let look else { return }
        queue.looked(look, held: [ticket], at: later)
        #expect(Self.next(&queue) == [])
        #expect(!queue.isDue(at: later) && queue.isDue(at: later + .seconds(1)))
        _ = queue.append(Self.waiting(5, 1))
        queue.looked(look, held: [], at: later)
        #expect(Self.next(&queue) == [1, 2, 5])
        #expect(queue.count == 0 && !queue.isDue(at: later + .seconds(10)))
        // And it is nothing special any more.
        _ = queue.append(Self.waiting(6, 1, on: 7))
        #expect(Self.next(&queue) == [6])
    }

    @Test
    func `what waits for a lane is put aside with it, and what is carried is counted however often it comes back`() {
        var queue = Self.queue { ($0.lanes, $0.share, $0.few, $0.looking) = (3, 2, 0, .zero) }
        for id in 1...2 { _ = queue.append(Self.waiting(UInt64(id), 1, on: Int64(6 + id))) }
        let first = queue.next(at: Self.start)
        for id in 3...6 { _ = queue.append(Self.waiting(UInt64(id), 1, on: id % 2 == 0 ? 7 : 9)) }
        queue.putAside([Self.waiting(1, 1, on: 7)], [TicketID(7)], at: Self.start)
        #expect(queue.aside == 3 && queue.queued == 2)
        guard let first, let look = queue.look(at: Self.start) else {
            Issue.record("nothing to do")
            return
        }
        queue.looked(look, held: [], at: Self.start)
        // In front, in the order of their arrival.
        let second = queue.next(at: Self.start)
        #expect(second?.commands.map(\.id) == [1, 4, 6])
        if let second { queue.carriedOut(second) }
        queue.carriedOut(first)
        // Nothing is under way any more: a lane's share is as before.
        for id in 10..<16 { _ = queue.append(Self.waiting(UInt64(id), 1)) }
        #expect(Self.next(&queue) == [3, 5, 10])
    }

    @Test func `a ticket is known to be held also when nobody waits for it any more`() {
        var queue = Self.queue { $0.looking = .zero }
        queue.putAside([Self.waiting(1, 1, on: 7, after: 1)], [TicketID(7)], at: Self.start)
        #expect(queue.expired(at: Self.start + .seconds(1)).map(\.id) == [1])
        #expect(queue.count == 0)
        _ = queue.append(Self.waiting(2, 1, on: 7))
        #expect(queue.aside == 1)
        guard let look = queue.look(at: Self.start) else {
            Issue.record("nothing to look at")
            return
        }
        queue.looked(look, held: [], at: Self.start)
        #expect(Self.next(&queue) == [2])
    }

    @Test func `what waits for two held tickets waits for both, and all of it counts`() {
        var queue = Self.queue { ($0.queue, $0.looking) = (3, .zero) }
        queue.putAside([Self.waiting(1, 1, on: 7, and: [8])], [TicketID(7)], at: Self.start)
        queue.putAside([Self.waiting(2, 1, on: 8)], [TicketID(8)], at: Self.start)
        let taken = [Self.waiting(3, 1, on: 7), Self.waiting(4, 1)].map { queue.append($0) }
        #expect(taken == [true, false])
        guard let look = queue.look(at: Self.start) else {
            Issue.record("nothing to look at")
            return
        }
        queue.looked(look, held: [TicketID(8)], at: Self.start)
        #expect(Self.next(&queue) == [3])
        queue.looked(look, held: [], at: Self.start)
        #expect(Self.next(&queue) == [1, 2])
    }

    @Test func `those beside the queue have deadlines too, and leave with all others`() {
        var queue = Self.queue { $0.looking = .zero }
        let aside = [Self.waiting(1, 1, on: 7, after: 1), Self.waiting(2, 1, on: 7, after: 5)]
        queue.putAside(aside, [TicketID(7)], at: Self.start)
        #expect(queue.expired(at: Self.start + .seconds(1)).map(\.id) == [1])
        let look = queue.look(at: Self.start)
        #expect(queue.expired(at: Self.start + .seconds(5)).map(\.id) == [2])
        #expect(queue.count == 0)
        if let look { queue.looked(look, held: [], at: Self.start) }
        #expect(Self.next(&queue) == [] && !queue.isDue(at: Self.start + .seconds(10)))
        queue.putAside([Self.waiting(3, 1, on: 7)], [TicketID(7)], at: Self.start)
        #expect(queue.removeAll().map(\.id) == [3])
        #expect(queue.count == 0 && !queue.isDue(at: Self.start + .seconds(10)))
    }

    @Test func `removing all leaves nothing behind`() {
        var queue = Self.queue { $0.queue = 3 }
        for id in 0..<3 { _ = queue.append(Self.waiting(UInt64(id), Int64(id))) }
        let all = queue.removeAll()
        #expect(Set(all.map(\.id)) == [0, 1, 2])
        #expect(queue.count == 0)
        #expect(Self.next(&queue) == [])
        let isTaken = queue.append(Self.waiting(9, 1))
        #expect(isTaken)
    }
}
