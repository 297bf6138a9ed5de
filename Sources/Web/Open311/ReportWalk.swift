import Dispatcher
import PGStore
import Workflow

/// Goes through what somebody may see, the latest first: their own matters and those on the board, as one list.
///
/// Each of the two is read by its index, page behind page. What may not be seen is left out on the way; so all that comes
/// before a page has to be passed, and there are bounds on how far.
struct ReportWalk {
    private let call: Call
    private let now: Instant
    private let around: OpenCircle?
    private var own: Strand
    private var board: Strand

    /// Rows of one reading.
    private static let batch = 500
    /// Rows looked at of each of the two for one answer at the most.
    private static let most = 20_000

    init(_ call: Call, _ filter: ReportFilter, around: OpenCircle?, _ holder: KeyHolder?, now: Instant) {
        self.call = call
        self.now = now
        self.around = around
        own = Strand { after in
            guard let holder else { return .none }
            return try await call.ownReports(filter, holder, now, after: after, limit: Self.batch)
        }
        board = Strand { after in
            guard filter.isOpen != true else { return .none }
            return try await call.boardReports(filter, holder, now, after: after, limit: Self.batch)
        }
    }

    /// A part of the list.
    mutating func page(skipping: Int, taking: Int) async throws -> [SeenMatter] {
        var page: [SeenMatter] = []
        var passed = 0
        while page.count < taking, let next = try await next() {
            // By what is told of where it is: nobody finds out more by asking around it.
            if let around, !around.holds(call.position(of: next)) { continue }
            if passed >= skipping { page.append(next) }
            passed += 1
        }
        return page
    }

    private mutating func next() async throws -> SeenMatter? {
        guard let first = try await own.head() else { return try await board.take() }
        guard let second = try await board.head() else { return try await own.take() }
        let isFirst = (first.reportedAt, first.id) > (second.reportedAt, second.id)
        return isFirst ? try await own.take() : try await board.take()
    }

    /// One of the two lists.
    private struct Strand {
        let read: (ReportPlace?) async throws -> ReportBatch
        private var waiting: ArraySlice<SeenMatter> = []
        private var after: ReportPlace?
        private var rows = 0
        private var isAtEnd = false

        init(read: @escaping (ReportPlace?) async throws -> ReportBatch) {
            self.read = read
        }

        mutating func head() async throws -> SeenMatter? {
            while waiting.isEmpty, !isAtEnd {
                let batch = try await read(after)
                waiting = batch.seen[...]
                rows += batch.rows
                after = batch.last
                isAtEnd = batch.rows < ReportWalk.batch || rows >= ReportWalk.most
            }
            return waiting.first
        }

        mutating func take() async throws -> SeenMatter? {
            _ = try await head()
            return waiting.popFirst()
        }
    }
}

/// What one reading of a list brought.
struct ReportBatch {
    /// What may be seen of it.
    var seen: [SeenMatter]
    /// Rows that were read.
    var rows: Int
    /// The last of them.
    var last: ReportPlace?

    static let none = ReportBatch(seen: [], rows: 0, last: nil)
}

extension Call {
    /// Somebody's own matters.
    fileprivate func ownReports(
        _ filter: ReportFilter,
        _ holder: KeyHolder,
        _ now: Instant,
        after: ReportPlace?,
        limit: Int
    ) async throws -> ReportBatch {
        var filter = filter
        if filter.order != .reported {
            let since = now.advanced(bySeconds: -OpenQuery.daysOfChange * 86_400)
            filter.reported = since...ReportFilter.anyTime.upperBound
        }
        let rows = try await engine.reports(
            filter,
            of: holder.person,
            in: configuration.id,
            after: after,
            limit: limit,
            as: holder.reader
        )
        return ReportBatch(
            seen: rows.filter(isSeen).map { .own($0) },
            rows: rows.count,
            last: rows.last.map { ReportPlace(at: $0.ticket.reportedAt, ticket: $0.ticket.id) }
        )
    }

    /// What stands on the board, but for somebody's own.
    fileprivate func boardReports(
        _ filter: ReportFilter,
        _ holder: KeyHolder?,
        _ now: Instant,
        after: ReportPlace?,
        limit: Int
    ) async throws -> ReportBatch {
        guard let filter = filter.onBoard(since: boardBegins(now), calendar: configuration.calendars.standard) else {
            return .none
        }
        let rows = try await engine.endedReports(
            filter,
            states: boardStates,
            in: configuration.id,
            after: after,
            limit: limit
        )
        let others = rows.filter { isOnBoard($0, now) && (holder == nil || $0.glance.reporter != holder?.person) }
        return ReportBatch(
            seen: others.map { .board($0) },
            rows: rows.count,
            last: rows.last.flatMap { line in
                let at = filter.order == .reported ? line.reportedAt : line.closedAt
                return at.map { ReportPlace(at: $0, ticket: line.id) }
            }
        )
    }
}

extension ReportFilter {
    /// The same of what the board shows: nothing that ended too long ago, and whole days of report, since it tells the day
    /// alone: by narrower and narrower spans one would find the second.
    fileprivate func onBoard(since: Instant, calendar: WorkCalendar) -> ReportFilter? {
        guard changed.upperBound >= since else { return nil }
        var filter = self
        filter.changed = max(since, changed.lowerBound)...changed.upperBound
        let first = calendar.local(reported.lowerBound).date
        let last = calendar.local(reported.upperBound).date
        if reported != Self.anyTime {
            let start = calendar.instant(LocalDateTime(date: first, time: .midnight))
            let end = calendar.instant(LocalDateTime(date: last.adding(days: 1), time: .midnight))
            filter.reported = start...max(start, Instant(microseconds: end.microseconds - 1))
        }
        return filter
    }
}
