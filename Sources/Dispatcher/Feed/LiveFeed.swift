import Logging
package import PGStore
import Postgres
import ServiceLifecycle
import Synchronization
package import Workflow

/// What happens in districts, for whoever listens in this process: one reader a district, however many listen.
///
/// A district that nobody listens to costs nothing. A listener that does not keep up is let go, and goes on from its
/// cursor when it comes again: no queue grows without bound.
package final class LiveFeed: Service {
    /// Bounds.
    package struct Settings: Sendable {
        /// Events read at a time.
        package var page = 200
        /// How many events one that comes again is told one by one; beyond that it reads anew.
        package var catchUp = 2_000
        /// Pages that wait for one listener at the most.
        package var waiting = 64
        /// How long a district is not looked at, if nobody gives a hint.
        package var idle: Duration = .seconds(15)
        /// How soon it is looked at again while a transaction that is open holds events back.
        package var short: Duration = .milliseconds(20)

        /// The usual ones.
        package init() {}
    }

    /// What one turn of following came to.
    private struct Told: Sendable {
        let changes: [LiveChange]
        let upTo: FeedCursor
    }

    private struct Hub {
        /// Listeners hear of everything behind this.
        var cursor: FeedCursor?
        var listeners: [Int: AsyncStream<Told>.Continuation] = [:]
        let alarm = Alarm()
    }

    private struct State {
        var hubs: [DistrictID: Hub] = [:]
        var last = 0
        var isStopping = false
    }

    private let engine: Engine
    private let settings: Settings
    private let state = Mutex(State())
    /// Districts that somebody listens to for the first time.
    private let begun = AsyncStream<DistrictID>.makeStream()

    /// Makes a feed; `run` reads for its listeners.
    package init(engine: Engine, settings: Settings = Settings()) {
        self.engine = engine
        self.settings = settings
    }

    /// How many listen.
    package var listeners: Int { state.withLock { $0.hubs.values.reduce(0) { $0 + $1.listeners.count } } }

    /// Reads until graceful shutdown; listeners are let go then.
    package func run() async throws {
        let hints = engine.hints.listen { hint in
            switch hint {
            case .wrote(let write), .heard(let write):
                if write.tellsStory { self.state.withLock { $0.hubs[write.district]?.alarm }?.ring() }
            case .missed:
                for alarm in self.state.withLock({ $0.hubs.values.map(\.alarm) }) { alarm.ring() }
            }
        }
        defer { engine.hints.forget(hints) }
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await district in begun.stream {
                    group.addTask { await self.follow(district) }
                }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.stop()
        }
    }

    private func stop() {
        let hubs = state.withLock { state in
            state.isStopping = true
            return Array(state.hubs.values)
        }
        begun.continuation.finish()
        for hub in hubs {
            for listener in hub.listeners.values { listener.finish() }
            hub.alarm.ring()
        }
    }
}

extension LiveFeed {
    // MARK: - Listening

    /// Listens to a district.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - cursor: after what; nil: from now on.
    ///   - body: given news until it throws, or the listener is let go: then it comes again with its cursor.
    /// - Throws: what the body throws; `PostgresError`, `StoreError` where the journal cannot be read.
    package func listen(
        to district: DistrictID,
        after cursor: FeedCursor?,
        _ body: (LiveNews) async throws -> Void
    ) async throws {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Told.self,
            bufferingPolicy: .bufferingOldest(settings.waiting)
        )
        let number = try await join(district, continuation)
        defer { leave(district, number) }
        guard let number else { return }
        var here = try await catchUp(district, from: cursor, to: number.cursor, body)
        for await told in stream where told.upTo >= here {
            try await body(.changes(told.changes.filter { $0.cursor > here }, upTo: told.upTo))
            here = told.upTo
        }
    }

    /// A listener's number, and from where on it hears everything; nil: the feed is stopping.
    private typealias Seat = (id: Int, cursor: FeedCursor)

    private func join(
        _ district: DistrictID,
        _ continuation: AsyncStream<Told>.Continuation
    ) async throws -> Seat? {
        // Read before it is known whether somebody follows: whoever is first begins there.
        let now = try await engine.feedCursor()
        let (seat, isFirst): (Seat?, Bool) = state.withLock { state in
            guard !state.isStopping else { return (nil, false) }
            let isFirst = state.hubs[district] == nil
            state.last += 1
            var hub = state.hubs[district] ?? Hub()
            hub.listeners[state.last] = continuation
            hub.cursor = hub.cursor ?? now
            state.hubs[district] = hub
            return ((state.last, hub.cursor ?? now), isFirst)
        }
        if isFirst { begun.continuation.yield(district) }
        return seat
    }

    private func leave(_ district: DistrictID, _ seat: Seat?) {
        guard let seat else { return }
        let alarm = state.withLock { state -> Alarm? in
            state.hubs[district]?.listeners.removeValue(forKey: seat.id)?.finish()
            return state.hubs[district].flatMap { $0.listeners.isEmpty ? $0.alarm : nil }
        }
        alarm?.ring()
    }

    /// Tells what happened between a listener's place and the one from which on it hears everything.
    private func catchUp(
        _ district: DistrictID,
        from cursor: FeedCursor?,
        to end: FeedCursor,
        _ body: (LiveNews) async throws -> Void
    ) async throws -> FeedCursor {
        guard var here = cursor, here < end else { return cursor.map { max($0, end) } ?? end }
        var told = 0
        while here < end {
            let page = try await read(district, after: here)
            let changes = page.changes.filter { $0.cursor <= end }
            told += changes.count
            guard told <= settings.catchUp else {
                try await body(.tooMuch(end))
                return end
            }
            if let last = changes.last { try await body(.changes(changes, upTo: last.cursor)) }
            guard page.isFull, page.next < end else { break }
            here = page.next
        }
        return end
    }
}

extension LiveFeed {
    // MARK: - Following

    /// Reads a district for its listeners while there are any.
    private func follow(_ district: DistrictID) async {
        var patience = Backoff()
        var last = ContinuousClock.now
        while !Task.isCancelled {
            let (cursor, alarm) = state.withLock { state -> (FeedCursor?, Alarm?) in
                if state.isStopping || state.hubs[district]?.listeners.isEmpty ?? true { state.hubs[district] = nil }
                return (state.hubs[district]?.cursor, state.hubs[district]?.alarm)
            }
            guard let cursor, let alarm else { return }
            do {
                let page = try await read(district, after: cursor)
                patience = Backoff()
                // Nothing for a while is told as well, that connections between are not taken for dead.
                if page.next > cursor || ContinuousClock.now - last >= settings.idle {
                    tell(page.changes, upTo: page.next, district)
                    last = .now
                }
                if !page.isFull { await alarm.sleep(atMost: page.isHeldBack ? settings.short : settings.idle) }
            } catch {
                engine.logger.warning("the journal was not followed", metadata: ["why": "\(error)"])
                await alarm.sleep(atMost: patience.next())
            }
        }
    }

    private func tell(_ changes: [LiveChange], upTo cursor: FeedCursor, _ district: DistrictID) {
        let listeners = state.withLock { state -> [Int: AsyncStream<Told>.Continuation] in
            state.hubs[district]?.cursor = cursor
            return state.hubs[district]?.listeners ?? [:]
        }
        for listener in listeners.values {
            // It does not keep up: it comes again, and is told from the database.
            if case .dropped = listener.yield(Told(changes: changes, upTo: cursor)) { listener.finish() }
        }
    }

    private struct Page {
        let changes: [LiveChange]
        let next: FeedCursor
        let isFull: Bool
        let isHeldBack: Bool
    }

    private func read(_ district: DistrictID, after cursor: FeedCursor) async throws -> Page {
        let page = try await engine.feed(after: cursor, in: district, limit: settings.page)
        guard !page.events.isEmpty else {
            return Page(changes: [], next: page.next, isFull: page.isFull, isHeldBack: page.isHeldBack)
        }
        let tickets = Set(page.events.map(\.event.ticket)).sorted()
        let lines = try await engine.pool.query(TicketLine.of(tickets, in: district)).map(TicketLine.init(row:))
        let byTicket = Dictionary(lines.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let changes = page.events.compactMap { read in
            byTicket[read.event.ticket].map { LiveChange(cursor: read.cursor, event: read.event, line: $0) }
        }
        return Page(changes: changes, next: page.next, isFull: page.isFull, isHeldBack: page.isHeldBack)
    }
}
