import Logging
import Synchronization
import Workflow

/// The loop of one duty in one district: a turn, then rest until the next, woken by hints.
final class DistrictLoop<Duty: DistrictDuty>: Sendable {
    private let duty: Duty
    private let logger: Logger
    private let alarm = Alarm()
    private let stopSign = StopSign()
    private let rest = Mutex<Rest?>(nil)

    init(_ duty: Duty, logger: Logger) {
        self.duty = duty
        self.logger = logger
    }

    /// A write was committed: wakes the loop where it concerns the duty.
    func hint(_ write: Hints.Write) {
        let isCalled = rest.withLock { Duty.isCalled(by: write, from: $0) }
        if isCalled { alarm.ring() }
    }

    /// Wakes the loop whatever it waits for.
    func look() {
        alarm.ring()
    }

    /// Claims no more; what is claimed is finished.
    func stop() {
        stopSign.raise()
        alarm.ring()
    }

    /// Works until stopped or cancelled.
    func run() async {
        var duty = duty
        var backoff = Backoff()
        while !stopSign.isRaised, !Task.isCancelled {
            do {
                let rest = try await duty.turn(stopSign)
                backoff = Backoff()
                await take(rest)
            } catch {
                if Task.isCancelled { return }
                logger.warning("a turn is taken again", metadata: ["why": "\(error)", "duty": "\(Duty.self)"])
                await alarm.sleep(atMost: backoff.next())
            }
        }
    }

    private func take(_ rest: Rest) async {
        guard rest.atMost > .zero else { return }
        self.rest.withLock { $0 = rest }
        await alarm.sleep(atMost: rest.atMost)
        self.rest.withLock { $0 = nil }
    }
}

/// Says that nothing more is to be claimed.
package final class StopSign: Sendable {
    private let raised = Atomic(false)

    /// Whether to stop.
    package var isRaised: Bool { raised.load(ordering: .acquiring) }

    /// Stops.
    func raise() {
        raised.store(true, ordering: .releasing)
    }
}
