package import PGStore
import Synchronization
package import Workflow

/// Pages of lists that are still true: made once, given out as long as nothing happened that they would show otherwise.
///
/// Before a page is given out the journal is asked what was written since it was last asked (`JournalWatch`). A page falls when
/// something happened to a ticket that stands on it, or that would now.
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

    private let journal: JournalWatch
    private let settings: ListCacheSettings
    private let state = Mutex(State())
    /// Of those who miss the same page at the same moment one makes it.
    private let making = SharedQuestion<ListKey, Made>()

    /// Makes a cache.
    package init(_ journal: JournalWatch, settings: ListCacheSettings = ListCacheSettings()) {
        self.journal = journal
        self.settings = settings
        journal.tell(self)
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
        let cursor = try await journal.look(key.district).cursor
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

extension ListCache: JournalFollower {
    // MARK: - What has happened

    /// Lets fall on what tickets stand, or would stand now.
    func happened(to tickets: [TicketID]?, in district: DistrictID) async throws {
        guard let tickets else { return drop(in: district) { _ in true } }
        guard state.withLock({ $0.entries.keys.contains { $0.district == district } }) else {
            return drop(in: district) { _ in false }
        }
        let lines = try await journal.engine.lines(of: tickets, in: district)
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
