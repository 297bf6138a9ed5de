import Messaging
import TestSupport
import Testing
import Workflow

/// A channel's limit: whatever arrives when, no minute holds more than it.
@Suite struct PaceTests {
    @Test(arguments: [1, 2, 3, 7, 20, 100, 6_000])
    func `no sixty seconds hold more than the limit, and the limit is used`(limit: Int) {
        let pace = Pace(perMinute: limit)
        var random = SystemRandomNumberGenerator()
        var until = Instant(seconds: 0)
        var sent: [Int64] = []
        var now = Instant(seconds: 1_000)
        for _ in 0..<2_000 {
            now = now.advanced(byMicroseconds: Int64.random(in: 0...(120_000_000 / Int64(limit)), using: &random))
            let count = min(pace.free(until, at: now), Int.random(in: 0...5, using: &random))
            until = pace.until(until, sending: count, at: now)
            sent += Array(repeating: now.microseconds, count: count)
        }
        var first = 0
        for (index, time) in sent.enumerated() {
            while sent[first] <= time - 60_000_000 { first += 1 }
            #expect(index - first + 1 <= limit)
        }
        #expect(sent.count > 10)
    }

    @Test func `greedy sending comes near the limit and waits exactly as long as it must`() {
        let pace = Pace(perMinute: 20)
        var until = Instant(seconds: 0)
        var now = Instant(seconds: 1_000)
        var sent = 0
        while now.seconds < 1_600 {
            let free = pace.free(until, at: now)
            if free == 0 {
                let next = pace.next(until, at: now)
                #expect(pace.free(until, at: next) == 1)
                #expect(pace.free(until, at: next.advanced(byMicroseconds: -1)) == 0)
                now = next
                continue
            }
            until = pace.until(until, sending: free, at: now)
            sent += free
        }
        #expect(sent >= 150)
    }

    @Test func `a channel that is to rest sends nothing before, and one after`() {
        let pace = Pace(perMinute: 20)
        let end = Instant(seconds: 2_000)
        let until = pace.until(restingTo: end)
        #expect(pace.free(until, at: end.advanced(byMicroseconds: -1)) == 0)
        #expect(pace.free(until, at: end) == 1)
        #expect(pace.next(until, at: Instant(seconds: 1_000)) == end)
    }
}
