import HTTPTypes
import Synchronization

/// How many exports run at the same time: each keeps a client's pace, and a workbook lies on the disk while it is made.
package final class ExportSeats: Sendable {
    /// One of them; given back when nothing holds it any more, also where a client was gone before the first byte.
    final class Seat: Sendable {
        private let seats: ExportSeats
        private let number: Int

        fileprivate init(_ seats: ExportSeats, _ number: Int) {
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
    private let state = Mutex(State())

    /// Makes so many.
    ///
    /// - Parameters:
    ///   - count: how many.
    ///   - longest: after this a seat counts no more: a client that stops reading must not keep others out.
    package init(_ count: Int, longest: Duration = .seconds(900)) {
        self.count = count
        self.longest = longest
    }

    /// Takes one.
    ///
    /// - Throws: `Fault` with `exports_busy` where all are taken.
    func take() throws(Fault) -> Seat {
        let now = ContinuousClock.now
        let number = state.withLock { state -> Int? in
            guard state.taken.count(where: { now - $0.value < longest }) < count else { return nil }
            state.last += 1
            state.taken[state.last] = now
            return state.last
        }
        guard let number else {
            throw Fault(
                .serviceUnavailable,
                "exports_busy",
                zh: "正在导出的人太多，请稍后再试",
                en: "too many exports run: try again"
            )
            .with(.retryAfter, "10")
        }
        return Seat(self, number)
    }

    private func leave(_ number: Int) {
        state.withLock { $0.taken[number] = nil }
    }
}
