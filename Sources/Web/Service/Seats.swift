import Synchronization

/// How many of something that takes its time run at the same time: exports, lists that are followed.
package final class Seats: Sendable {
    /// One of them; given back when nothing holds it any more, also where a client was gone before the first byte.
    final class Seat: Sendable {
        private let seats: Seats
        private let number: Int

        fileprivate init(_ seats: Seats, _ number: Int) {
            self.seats = seats
            self.number = number
        }

        deinit { seats.leave(number) }
    }

    private struct State {
        var last = 0
        var taken: [Int: ContinuousClock.Instant] = [:]
    }

    private let count: Int
    private let longest: Duration
    private let refusal: Fault
    private let state = Mutex(State())

    /// Makes so many.
    ///
    /// - Parameters:
    ///   - count: how many.
    ///   - longest: after this a seat counts no more: a client that stops reading must not keep others out.
    ///   - refusal: what whoever finds none is told.
    package init(_ count: Int, longest: Duration = .seconds(900), refusal: Fault) {
        self.count = count
        self.longest = longest
        self.refusal = refusal
    }

    /// Takes one.
    ///
    /// - Throws: the refusal where all are taken.
    func take() throws(Fault) -> Seat {
        let now = ContinuousClock.now
        let number = state.withLock { state -> Int? in
            guard state.taken.count(where: { now - $0.value < longest }) < count else { return nil }
            state.last += 1
            state.taken[state.last] = now
            return state.last
        }
        guard let number else { throw refusal }
        return Seat(self, number)
    }

    private func leave(_ number: Int) {
        state.withLock { $0.taken[number] = nil }
    }
}
