import CLibPQ
import Glibc
import Synchronization

/// One thread that waits for sockets and timers and runs the connections that live on it.
///
/// It is the executor of the `Connection` actors given to it: readiness, the call of libpq and the answer to the
/// caller happen on this thread without a hop. One reactor serves many connections; a process may have several.
// Safe because what other threads reach is in `mailbox` (a Mutex) or immutable; all else is touched by `loop` only, on
// the reactor's own thread, which `preconditionIsolated` checks at every door.
package final class Reactor: SerialExecutor, @unchecked Sendable {
    enum Work {
        case job(UnownedJob)
        case call(@Sendable () -> Void)
    }

    private struct Mailbox {
        var work: [Work] = []
        /// Whether the thread sleeps in `epoll_wait` and must be woken; only then a write to the eventfd is due.
        var isAsleep = false
        var isStopping = false
    }

    private let poll: Int32
    private let bell: Int32
    private let mailbox = Mutex(Mailbox())
    private let thread = Atomic<UInt>(0)

    // Below: on the reactor's thread only.
    private var watchers: [UInt64: Watcher] = [:]
    private var lastWatcher: UInt64 = 0
    private var timers = TimerHeap()
    private var turnEnds: [() -> Void] = []

    /// Starts the thread, which runs until ``stop()``.
    ///
    /// - Throws: `.configuration` when the process has no descriptors left.
    package init() throws(PostgresError) {
        poll = epoll_create1(Int32(EPOLL_CLOEXEC))
        bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard poll >= 0, bell >= 0 else {
            throw PostgresError(.configuration, "no descriptor left for a reactor")
        }
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.u64 = 0
        epoll_ctl(poll, EPOLL_CTL_ADD, bell, &event)
        let started = ReactorThread { self.loop() }
        started.start()
    }

    /// Ends the thread after what it has to do now; connections on it must be closed before.
    package func stop() {
        mailbox.withLock { $0.isStopping = true }
        ring()
    }

    // MARK: - From any thread

    /// Runs a job of an actor that lives here.
    ///
    /// - Parameter job: the job.
    package func enqueue(_ job: consuming ExecutorJob) {
        post(.job(UnownedJob(job)))
    }

    /// Says that we are on the reactor's thread, for `assumeIsolated`.
    package func checkIsolated() {
        precondition(isCurrent, "this belongs to the reactor's thread")
    }

    /// Says whether we are on the reactor's thread.
    ///
    /// - Returns: true if so.
    package func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }

    func perform(_ call: @escaping @Sendable () -> Void) {
        post(.call(call))
    }

    private var isCurrent: Bool {
        thread.load(ordering: .relaxed) == UInt(pthread_self())
    }

    private func post(_ work: Work) {
        let mustWake = mailbox.withLock { mailbox in
            mailbox.work.append(work)
            defer { mailbox.isAsleep = false }
            return mailbox.isAsleep
        }
        if mustWake {
            ring()
        }
    }

    private func ring() {
        eventfd_write(bell, 1)
    }
}

// MARK: - On the reactor's thread

extension Reactor {
    struct Watcher {
        let descriptor: Int32
        let ready: (UInt32) -> Void
    }

    /// Begins to watch a descriptor; the number returned names the watch, since descriptors are reused.
    func watch(_ descriptor: Int32, events: UInt32, ready: @escaping (UInt32) -> Void) -> UInt64 {
        lastWatcher += 1
        watchers[lastWatcher] = Watcher(descriptor: descriptor, ready: ready)
        control(EPOLL_CTL_ADD, descriptor, events, lastWatcher)
        return lastWatcher
    }

    func rewatch(_ watcher: UInt64, events: UInt32) {
        guard let descriptor = watchers[watcher]?.descriptor else { return }
        control(EPOLL_CTL_MOD, descriptor, events, watcher)
    }

    /// Must be called before the descriptor is closed: libpq may close it in `PQconnectPoll` and in `PQfinish`.
    func unwatch(_ watcher: UInt64) {
        guard let descriptor = watchers.removeValue(forKey: watcher)?.descriptor else { return }
        control(EPOLL_CTL_DEL, descriptor, 0, watcher)
    }

    func after(_ delay: Duration, _ action: @escaping () -> Void) -> TimerHeap.Token {
        timers.add(at: .now + delay, action)
    }

    func at(_ instant: ContinuousClock.Instant, _ action: @escaping () -> Void) -> TimerHeap.Token {
        timers.add(at: instant, action)
    }

    func cancelTimer(_ token: TimerHeap.Token) {
        timers.remove(token)
    }

    /// Runs something when all that waits now has been looked at, just before the thread looks at its sockets.
    func atEndOfTurn(_ action: @escaping () -> Void) {
        turnEnds.append(action)
    }

    private func control(_ operation: Int32, _ descriptor: Int32, _ events: UInt32, _ watcher: UInt64) {
        var event = epoll_event()
        event.events = events
        event.data.u64 = watcher
        epoll_ctl(poll, operation, descriptor, &event)
    }

    private func loop() {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        var work: [Work] = []
        var events = [epoll_event](repeating: epoll_event(), count: 128)
        while true {
            let isStopping = mailbox.withLock { mailbox in
                swap(&work, &mailbox.work)
                return mailbox.isStopping
            }
            run(work)
            work.removeAll(keepingCapacity: true)
            endTurn()
            if isStopping {
                break
            }
            let count = epoll_wait(poll, &events, Int32(events.count), sleepTime())
            mailbox.withLock { $0.isAsleep = false }
            for event in events.prefix(Int(max(count, 0))) {
                dispatch(event)
            }
            // After the sockets: what came in time is in time, even if this thread was kept from its work.
            fireTimers()
        }
        close(bell)
        close(poll)
    }

    private func run(_ work: [Work]) {
        for item in work {
            switch item {
            case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
            case .call(let call): call()
            }
        }
    }

    private func fireTimers() {
        while let action = timers.takeDue() {
            action()
        }
    }

    private func endTurn() {
        while !turnEnds.isEmpty {
            let actions = turnEnds
            turnEnds.removeAll(keepingCapacity: true)
            for action in actions {
                action()
            }
        }
    }

    /// Milliseconds to sleep; from here on, whoever posts work rings the bell.
    private func sleepTime() -> Int32 {
        let isIdle = mailbox.withLock { mailbox in
            mailbox.isAsleep = mailbox.work.isEmpty && !mailbox.isStopping
            return mailbox.isAsleep
        }
        return isIdle ? timers.millisecondsToNext() : 0
    }

    private func dispatch(_ event: epoll_event) {
        guard event.data.u64 != 0 else {
            var count: eventfd_t = 0
            eventfd_read(bell, &count)
            return
        }
        watchers[event.data.u64]?.ready(event.events)
    }
}
