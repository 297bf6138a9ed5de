import Synchronization

/// Counts what a worker has fired since it began, for whoever watches it.
package final class FiringTally: Sendable {
    private let ticketCount = Atomic(0)
    private let eventCount = Atomic(0)
    private let deadCount = Atomic(0)

    package init() {}

    /// Tickets claimed and written; one that was claimed twice counts twice.
    package var tickets: Int { ticketCount.load(ordering: .relaxed) }
    /// Events written.
    package var events: Int { eventCount.load(ordering: .relaxed) }
    /// Timers put aside.
    package var dead: Int { deadCount.load(ordering: .relaxed) }

    func add(_ outcome: TimerFiring.Outcome) {
        ticketCount.wrappingAdd(outcome.tickets, ordering: .relaxed)
        eventCount.wrappingAdd(outcome.events, ordering: .relaxed)
        deadCount.wrappingAdd(outcome.dead, ordering: .relaxed)
    }
}
