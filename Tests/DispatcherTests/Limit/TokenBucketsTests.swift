import Dispatcher
import Testing

/// Buckets and the names under which addresses are counted.
@Suite struct TokenBucketsTests {
    @Test func `a bucket gives what it holds, then one at a time as it fills`() {
        let buckets = TokenBuckets(.init(burst: 3, seconds: 10))
        let start = ContinuousClock.now
        for _ in 0..<3 { #expect(buckets.take("a", at: start) == nil) }
        #expect(buckets.take("a", at: start) == 10)
        #expect(buckets.take("b", at: start) == nil)
        #expect(buckets.take("a", at: start + .seconds(4)) == 6)
        #expect(buckets.take("a", at: start + .seconds(10)) == nil)
        #expect(buckets.take("a", at: start + .seconds(10)) != nil)
        // Never fuller than full.
        for _ in 0..<3 { #expect(buckets.take("a", at: start + .seconds(1_000)) == nil) }
        #expect(buckets.take("a", at: start + .seconds(1_000)) != nil)
    }

    @Test func `one can be looked for without being taken, and put back`() {
        let buckets = TokenBuckets(.init(burst: 2, seconds: 10))
        let start = ContinuousClock.now
        #expect(buckets.wait("a", at: start) == nil)
        for _ in 0..<2 { #expect(buckets.take("a", at: start) == nil) }
        #expect(buckets.wait("a", at: start) == 10)
        buckets.giveBack("a")
        #expect(buckets.wait("a", at: start) == nil)
        #expect(buckets.take("a", at: start) == nil)
        #expect(buckets.take("a", at: start) != nil)
        // Never fuller than full, and nobody's bucket stays nobody's.
        for _ in 0..<5 { buckets.giveBack("a") }
        buckets.giveBack("b")
        for _ in 0..<2 { #expect(buckets.take("a", at: start) == nil) }
        #expect(buckets.take("a", at: start) != nil)
    }

    @Test func `a flood of subjects does not fill the memory`() {
        let buckets = TokenBuckets(.init(burst: 1, seconds: 1_000), most: 100)
        let now = ContinuousClock.now
        for index in 0..<1_000 { #expect(buckets.take("\(index)", at: now) == nil) }
        #expect(buckets.take("999", at: now) != nil)
    }

    @Test(arguments: [
        ("203.0.113.7", "203.0.113.7"), ("::ffff:203.0.113.7", "203.0.113.7"), ("", "-"), ("nonsense", "-"),
        ("2001:db8:1:2:3:4:5:6", "20:1:d:b8:0:1:0:2::/64"), ("fe80::1%eth0", "fe:80:0:0:0:0:0:0::/64"),
    ])
    func `of version 6 the network of a customer counts`(_ address: String, _ name: String) {
        #expect(NetworkName.of(address) == name)
    }

    @Test func `two addresses of one network are one`() {
        #expect(NetworkName.of("2001:db8::1") == NetworkName.of("2001:db8::ffff:2"))
        #expect(NetworkName.of("2001:db8::1") != NetworkName.of("2001:db8:0:1::1"))
    }
}
