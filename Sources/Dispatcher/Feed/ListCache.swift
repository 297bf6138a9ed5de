package import PGStore
import Postgres
import Synchronization
package import Workflow

/// Pages of lists that are still true: made once, given out as long as nothing happened that they would show otherwise.
///
/// Before a page is given out the journal is asked what was written since it was last asked; all who come at that moment share
/// one question, which is sent after the last of them came. So nobody is shown less than what was committed before they asked,
/// by whichever process. A page falls when something happened to a ticket that stands on it, or that would now.
package final class ListCache<Page: Sendable>: Sendable {
    private struct Entry {
        let page: Page
        let filter: TicketFilter
        let tickets: Set<TicketID>
        let bytes: Int
        let until: ContinuousClock.Instant
    }

    /// A page as it was made: with the tickets on it, the place in the journal before it, and how many bytes it takes.
    package typealias Made = (page: Page, tickets: Set<TicketID>, cursor: FeedCursor, bytes: Int)

    private struct State {
        var entries: [ListKey: Entry] = [:]
        var bytes = 0
        /// How often something had happened in a district: a page that was begun before is not kept.
        var epochs: [DistrictID: Int] = [:]

        mutating func keep(_ stays: ((key: ListKey, value: Entry)) -> Bool) {
            entries = entries.filter(stays)
            bytes = entries.values.reduce(0) { $0 + $1.bytes }
        }
    }

    private let engine: Engine
    private let settings: ListCacheSettings
    private let state = Mutex(State())
    private let question = SharedQuestion<DistrictID, FeedCursor>()
    /// Of those who miss the same page at the same moment one makes it.
    private let making = SharedQuestion<ListKey, Made>()
    private let journals = Mutex<[DistrictID: Journal]>([:])

    /// Up to where a district's journal was looked at.
    private struct Journal {
        var xmin: TransactionID
        /// Last events of tickets that will be found again, since a transaction of before is still open.
        var known: [TicketID: Int] = [:]
    }

    /// Makes a cache.
    package init(engine: Engine, settings: ListCacheSettings = ListCacheSettings()) {
        self.engine = engine
        self.settings = settings
    }

    /// A page.
    ///
    /// - Parameters:
    ///   - key: everything that says what stands on it.
    ///   - filter: what list it is of; lists by words are made each time.
    ///   - make: makes it.
    /// - Returns: the page, and the place from which on the list is to be followed.
    /// - Throws: what the database says, and what `make` throws.
    package func page(
        _ key: ListKey,
        _ filter: TicketFilter,
        make: () async throws -> Made
    ) async throws -> (page: Page, cursor: FeedCursor) {
        // Words are found by a table that is filled after commit.
        guard filter.grams.isEmpty, settings.bytes > 0 else {
            let made = try await make()
            return (made.page, made.cursor)
        }
        let cursor = try await question.ask(key.district) { try await self.look(key.district) }
        let now = ContinuousClock.now
        let (entry, epoch) = state.withLock { ($0.entries[key], $0.epochs[key.district, default: 0]) }
        if let entry, entry.until > now { return (entry.page, cursor) }
        let made = try await making.ask(key) { try await make() }
        let new = Entry(
            page: made.page,
            filter: filter,
            tickets: made.tickets,
            bytes: made.bytes,
            until: now + settings.life
        )
        state.withLock { state in
            guard state.epochs[key.district, default: 0] == epoch else { return }
            if state.bytes + new.bytes > settings.bytes {
                state.keep { $0.value.until > now }
                // All of them are new: better make them again than choose.
                if state.bytes + new.bytes > settings.bytes { state.keep { _ in false } }
            }
            state.bytes += new.bytes - (state.entries[key]?.bytes ?? 0)
            state.entries[key] = new
        }
        return (made.page, made.cursor)
    }

    /// Pages that are kept.
    package var count: Int { state.withLock { $0.entries.count } }
}

/// Everything that says what stands on a page of a list.
package struct ListKey: Hashable, Sendable {
    /// The district.
    package let district: DistrictID
    /// The district's configuration.
    package let revision: Int64
    /// Who reads, with the posts that count now.
    package let reader: Party
    /// In which language.
    package let language: Language
    /// What was asked for.
    package let question: [String: JSONValue]

    /// Puts it together.
    package init(
        _ configuration: DistrictConfiguration,
        reader: Party,
        language: Language,
        question: [String: JSONValue]
    ) {
        district = configuration.id
        revision = configuration.revision
        self.reader = reader
        self.language = language
        self.question = question
    }
}

extension ListCache {
    // MARK: - What has happened

    /// Asks the journal what was written, and lets the pages fall that it touches; one at a time for each district.
    private func look(_ district: DistrictID) async throws -> FeedCursor {
        let known = journals.withLock { $0[district] }
        // Nothing is kept yet: what is seen from now on is on every page that is made.
        let journal = if let known { known } else { Journal(xmin: try await engine.feedCursor().xact) }
        let most = settings.events + 1
        let rows = try await engine.pool.query(FeedQueries.touched(since: journal.xmin, in: district, limit: most))
            .map(TouchedTicket.init(row:))
        guard let xmin = rows.first?.xmin else { return FeedCursor(before: journal.xmin) }
        let touched = rows.reduce(into: [TicketID: Int]()) { last, row in
            if let ticket = row.ticket { last[ticket] = max(last[ticket] ?? 0, row.seq) }
        }
        let new = touched.filter { journal.known[$0.key] ?? 0 < $0.value }
        if rows.count == most {
            drop(in: district) { _ in true }
        } else if !new.isEmpty {
            try await drop(new.keys.sorted(), in: district)
        }
        journals.withLock { $0[district] = Journal(xmin: xmin, known: touched) }
        return FeedCursor(before: xmin)
    }

    /// Lets fall on what tickets stand, or would stand now.
    private func drop(_ tickets: [TicketID], in district: DistrictID) async throws {
        guard state.withLock({ $0.entries.keys.contains { $0.district == district } }) else {
            return drop(in: district) { _ in false }
        }
        let lines = try await engine.lines(of: tickets, in: district)
        drop(in: district) { entry in
            tickets.contains(where: entry.tickets.contains) || lines.contains(where: entry.filter.keeps)
        }
    }

    private func drop(in district: DistrictID, _ falls: (Entry) -> Bool) {
        state.withLock { state in
            state.epochs[district, default: 0] += 1
            state.keep { $0.key.district != district || !falls($0.value) }
        }
    }
}
