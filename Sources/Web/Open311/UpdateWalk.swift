import Dispatcher
import PGStore
import Workflow

/// Goes through what happened in a span, the earliest first: to somebody's own matters, and what came onto the board.
struct UpdateWalk {
    private let call: Call
    private let times: ClosedRange<Instant>
    private let holder: KeyHolder?
    private let now: Instant
    private var own: [OpenUpdate] = []
    private var board: [OpenUpdate] = []
    private var ownPlace: ReportedEvent.Place?
    private var boardPlace: ReportPlace?
    private var ownRows = 0
    private var boardRows = 0
    private var isOwnAtEnd: Bool
    private var isBoardAtEnd: Bool

    /// Rows of one reading.
    private static let batch = 500
    /// Rows looked at of each of the two for one answer at the most.
    private static let most = 20_000

    init(_ call: Call, _ times: ClosedRange<Instant>, _ holder: KeyHolder?, now: Instant) {
        self.call = call
        self.holder = holder
        self.now = now
        self.times = times
        isOwnAtEnd = holder == nil
        isBoardAtEnd = times.upperBound < call.boardBegins(now)
    }

    /// A part of the list.
    mutating func page(skipping: Int, taking: Int) async throws -> [OpenUpdate] {
        var page: [OpenUpdate] = []
        var passed = 0
        while page.count < taking {
            while own.isEmpty, !isOwnAtEnd { try await readOwn() }
            while board.isEmpty, !isBoardAtEnd { try await readBoard() }
            guard let next = next() else { break }
            if passed >= skipping { page.append(next) }
            passed += 1
        }
        return page
    }

    /// The earlier one of the two; both are kept the latest first, so that taking one is cheap.
    private mutating func next() -> OpenUpdate? {
        guard let first = own.last else { return board.popLast() }
        guard let second = board.last else { return own.popLast() }
        return first.at <= second.at ? own.popLast() : board.popLast()
    }

    private mutating func readOwn() async throws {
        guard let holder else { return }
        let events = try await call.engine.reportedEvents(
            of: holder.person,
            in: call.configuration.id,
            since: now.advanced(bySeconds: -OpenQuery.daysOfChange * 86_400),
            times: times,
            after: ownPlace,
            limit: Self.batch,
            as: holder.reader
        )
        own = events.reversed().compactMap { call.update($0.event, $0.words) }
        ownRows += events.count
        ownPlace = events.last?.event.place
        isOwnAtEnd = events.count < Self.batch || ownRows >= Self.most
    }

    private mutating func readBoard() async throws {
        let filter = ReportFilter(
            categories: try call.categories([]),
            changed: max(times.lowerBound, call.boardBegins(now))...times.upperBound,
            order: .changedFirst
        )
        let lines = try await call.engine.endedReports(
            filter,
            states: call.boardStates,
            in: call.configuration.id,
            after: boardPlace,
            limit: Self.batch
        )
        let shown = lines.filter { line in
            call.isOnBoard(line, now) && (holder == nil || line.glance.reporter != holder?.person)
        }
        board = shown.reversed().map(call.update)
        boardRows += lines.count
        boardPlace = lines.last.flatMap { line in line.closedAt.map { ReportPlace(at: $0, ticket: line.id) } }
        isBoardAtEnd = lines.count < Self.batch || boardRows >= Self.most
    }
}
