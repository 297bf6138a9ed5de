import PGStore
import Testing
import Workflow

@testable import Dispatcher

/// What a process keeps for a few seconds, and what it must not.
@Suite struct AuthenticationCacheTests {
    private static func identity(_ person: Int64, session: Int64 = 1, district: Int64 = 1) -> Identity {
        Identity(
            district: DistrictID(district),
            person: PersonID(person),
            account: "a\(person)",
            bearer: .session(SessionID(session), .desk, desk: nil),
            restrictions: []
        )
    }

    private static func secret(_ number: Int) -> ShownSecret { ShownSecret(.session, "secret \(number)") }

    @Test func `it never holds more than it may`() {
        let cache = AuthenticationCache(time: .seconds(5), size: 10)
        for number in 0..<95 { cache.keep(Self.identity(1), of: Self.secret(number), since: cache.epoch) }
        let known = (0..<95).count { cache.known(Self.secret($0)) != nil }
        #expect((1...10).contains(known))
        #expect(cache.known(Self.secret(94)) != nil)
    }

    @Test func `what was read before something was forgotten is not kept`() {
        let cache = AuthenticationCache(time: .seconds(5), size: 10)
        let epoch = cache.epoch
        cache.forget([SessionID(1)], in: DistrictID(1))
        cache.keep(Self.identity(1), of: Self.secret(1), since: epoch)
        #expect(cache.known(Self.secret(1)) == nil)
        cache.keep(Self.identity(1), of: Self.secret(1), since: cache.epoch)
        #expect(cache.known(Self.secret(1)) != nil)
    }

    @Test func `only who is meant is forgotten`() {
        let cache = AuthenticationCache(time: .seconds(5), size: 10)
        let all = [
            Self.identity(1), Self.identity(1, district: 2), Self.identity(2, session: 2), Self.identity(3, session: 3),
        ]
        for (number, one) in all.enumerated() { cache.keep(one, of: Self.secret(number), since: cache.epoch) }
        cache.forget(PersonID(1), in: DistrictID(1))
        cache.forget([SessionID(2)], in: DistrictID(1))
        cache.forget([SessionID(3)], in: DistrictID(2))
        #expect((0..<4).map { cache.known(Self.secret($0)) != nil } == [false, true, false, true])
    }

    @Test func `a token is no session, however it is spelt`() {
        let cache = AuthenticationCache(time: .seconds(5), size: 10)
        cache.keep(Self.identity(1), of: ShownSecret(.session, "one"), since: cache.epoch)
        #expect(cache.known(ShownSecret(.token, "one")) == nil)
        #expect(cache.known(ShownSecret(.session, "one")) != nil)
    }

    @Test func `nothing is kept for longer than five seconds, nor at all where the policy says so`() {
        let cache = AuthenticationCache(time: .zero, size: 10)
        cache.keep(Self.identity(1), of: Self.secret(1), since: cache.epoch)
        #expect(cache.known(Self.secret(1)) == nil)
        #expect(AuthenticationCache(time: .seconds(3_600), size: 10).time == .seconds(5))
    }
}
