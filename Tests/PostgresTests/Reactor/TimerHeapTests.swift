import Testing

@testable import Postgres

@Suite struct TimerHeapTests {
    @Test func firesInOrderAndForgetsTheRemoved() {
        var heap = TimerHeap()
        let start = ContinuousClock.Instant.now - .seconds(100)
        let order = Record()
        var tokens: [TimerHeap.Token] = []
        for number in (0..<100).shuffled() {
            let token = heap.add(at: start + .milliseconds(number)) { order.append(number) }
            if number % 3 == 0 {
                tokens.append(token)
            }
        }
        for token in tokens {
            heap.remove(token)
        }
        _ = heap.add(at: .now + .seconds(1000)) { order.append(-1) }
        while let action = heap.takeDue() {
            action()
        }
        #expect(order.numbers == (0..<100).filter { $0 % 3 != 0 })
        #expect(heap.millisecondsToNext() == 60_000)
    }

    @Test func anEmptyHeapSleepsForEver() {
        #expect(TimerHeap().millisecondsToNext() == -1)
    }
}
