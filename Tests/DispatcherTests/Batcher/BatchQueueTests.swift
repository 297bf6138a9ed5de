import Dispatcher
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// The queue by itself: bounded, and fair between districts.
@Suite struct BatchQueueTests {
    private static let start = ContinuousClock.now

    private static func waiting(_ id: UInt64, _ district: Int64, after seconds: Int = 10) -> BatchQueue.Waiting {
        let submission = Submission(
            district: DistrictID(district),
            target: .filing("issue"),
            act: "report",
            by: Party(identity: .resident)
        )
        return BatchQueue.Waiting(id: id, submission: submission, since: start, deadline: start + .seconds(seconds))
    }

    private static func next(_ queue: inout BatchQueue, most: Int) -> [UInt64] {
        queue.next(most: most).map(\.id)
    }

    @Test func `a full queue takes nothing more, until a batch has left`() {
        var queue = BatchQueue(capacity: 2)
        let taken = [Self.waiting(1, 1), Self.waiting(2, 2), Self.waiting(3, 1)].map { queue.append($0) }
        #expect(taken == [true, true, false])
        #expect(Self.next(&queue, most: 10) == [1])
        let isTaken = queue.append(Self.waiting(4, 1))
        #expect(isTaken)
        #expect(queue.count == 2)
    }

    @Test func `districts take turns, whatever one of them has waiting`() {
        var queue = BatchQueue(capacity: 10_000)
        for id in 0..<1_000 { _ = queue.append(Self.waiting(UInt64(id), 1)) }
        _ = queue.append(Self.waiting(5_000, 2))
        _ = queue.append(Self.waiting(5_001, 3))
        let districts = (0..<5).map { _ in queue.next(most: 100).first?.submission.district.rawValue }
        #expect(districts == [1, 2, 3, 1, 1])
    }

    @Test func `a batch is of one district, in the order of arrival, and no larger than asked`() {
        var queue = BatchQueue(capacity: 100)
        for id in 0..<10 { _ = queue.append(Self.waiting(UInt64(id), Int64(id % 2))) }
        #expect(Self.next(&queue, most: 3) == [0, 2, 4])
        #expect(Self.next(&queue, most: 3) == [1, 3, 5])
        #expect(Self.next(&queue, most: 3) == [6, 8])
        #expect(Self.next(&queue, most: 3) == [7, 9])
        #expect(Self.next(&queue, most: 3) == [])
        #expect(queue.count == 0)
    }

    @Test func `those whose deadline has passed leave, and a district that is empty then has no turn`() {
        var queue = BatchQueue(capacity: 100)
        _ = queue.append(Self.waiting(1, 1, after: 1))
        _ = queue.append(Self.waiting(2, 2, after: 5))
        _ = queue.append(Self.waiting(3, 2, after: 1))
        let expired = queue.expired(at: Self.start + .seconds(1))
        #expect(Set(expired.map(\.id)) == [1, 3])
        #expect(queue.count == 1)
        #expect(Self.next(&queue, most: 10) == [2])
        #expect(Self.next(&queue, most: 10) == [])
    }

    @Test func `removing all leaves nothing behind`() {
        var queue = BatchQueue(capacity: 3)
        for id in 0..<3 { _ = queue.append(Self.waiting(UInt64(id), Int64(id))) }
        let all = queue.removeAll()
        #expect(Set(all.map(\.id)) == [0, 1, 2])
        #expect(queue.count == 0)
        #expect(Self.next(&queue, most: 1) == [])
        let isTaken = queue.append(Self.waiting(9, 1))
        #expect(isTaken)
    }
}
