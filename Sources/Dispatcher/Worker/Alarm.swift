import Synchronization

/// Lets one task sleep until a time has passed or somebody rings.
///
/// A ring while nobody sleeps is kept: the next sleep returns at once, so none is lost between looking and sleeping.
final class Alarm: Sendable {
    private struct State {
        var hasRung = false
        var sleeper: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Wakes the sleeper.
    func ring() {
        let sleeper = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.hasRung = state.sleeper == nil
            defer { state.sleeper = nil }
            return state.sleeper
        }
        sleeper?.resume()
    }

    /// Sleeps for so long at the most; not at all in a task that was cancelled.
    func sleep(atMost duration: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // The nap ends with the sleep, or rings itself when its time is over.
                if (try? await Task.sleep(for: max(duration, .zero))) != nil { self.ring() }
            }
            await withTaskCancellationHandler {
                await waitForRing()
            } onCancel: {
                ring()
            }
            group.cancelAll()
        }
    }

    private func waitForRing() async {
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state -> Bool in
                guard !state.hasRung else {
                    state.hasRung = false
                    return true
                }
                state.sleeper = continuation
                return false
            }
            if goesOn { continuation.resume() }
        }
    }
}
