import PGStore
import Postgres
import Synchronization
import Workflow

/// Keeps something that is true as long as nothing happens to some tickets.
protocol JournalFollower: AnyObject, Sendable {
    /// Something happened to tickets of a district, and can be read now.
    ///
    /// Others wait meanwhile; told once more after a failure, it does the same once more.
    ///
    /// - Parameters:
    ///   - tickets: to which; nil: to more than are told one by one.
    ///   - district: the district.
    /// - Throws: what the database says.
    func happened(to tickets: [TicketID]?, in district: DistrictID) async throws
}

/// Asks the journal what was written, on behalf of all who keep something of it.
///
/// All who look at the same moment share one question, which is sent after the last of them came. So nobody is shown less than what
/// was committed before they asked, by whichever process.
package final class JournalWatch: Sendable {
    /// Up to where a district's journal was looked at.
    private struct Place {
        var xmin: TransactionID
        /// Last events of tickets that will be found again, since a transaction of before is still open.
        var known: [TicketID: Int] = [:]
        /// How many events will be found again.
        var events = 0
    }

    /// Where the journal is.
    let engine: Engine
    private let events: Int
    private let question = SharedQuestion<DistrictID, (cursor: FeedCursor, isWhole: Bool)>()
    private let places = Mutex<[DistrictID: Place]>([:])
    private let followers = Mutex<[Following]>([])

    /// Those who follow hold the watch, which lets them go.
    private struct Following {
        weak var follower: (any JournalFollower)?
    }

    /// Watches the journals of an engine.
    ///
    /// - Parameters:
    ///   - engine: the engine.
    ///   - events: events looked at one by one; when more were written, followers hear that much happened.
    package init(_ engine: Engine, events: Int = 1_000) {
        self.engine = engine
        self.events = events
    }

    /// Tells somebody from now on.
    func tell(_ follower: any JournalFollower) {
        followers.withLock { $0.append(Following(follower: follower)) }
    }

    /// Looks what happened since somebody looked last; when it returns, all who follow know of it.
    ///
    /// - Parameter district: whose journal.
    /// - Returns: the place from which on it is to be followed, and whether all that happened was told; else followers have just
    ///   let everything go, and may have to again as long as a transaction of before stays open.
    /// - Throws: what the database says.
    func look(_ district: DistrictID) async throws -> (cursor: FeedCursor, isWhole: Bool) {
        try await question.ask(district) { try await self.ask(district) }
    }

    /// So many times as many events are found again at the most, before one by one is more than all anew.
    private static let patience = 16

    private func ask(_ district: DistrictID) async throws -> (cursor: FeedCursor, isWhole: Bool) {
        let known = places.withLock { $0[district] }
        // Nothing is kept yet: what is seen from now on is in everything that is read.
        let place = if let known { known } else { Place(xmin: try await engine.feedCursor().xact) }
        // What is known already has room of its own: a transaction that stays open does not hide what is new.
        let most = min(place.events + events, Self.patience * events) + 1
        let rows = try await engine.pool.query(FeedQueries.touched(since: place.xmin, in: district, limit: most))
            .map(TouchedTicket.init(row:))
        guard let xmin = rows.first?.xmin else { return (FeedCursor(before: place.xmin), true) }
        let touched = rows.reduce(into: [TicketID: Int]()) { last, row in
            if let ticket = row.ticket { last[ticket] = max(last[ticket] ?? 0, row.seq) }
        }
        let new = touched.filter { place.known[$0.key] ?? 0 < $0.value }.keys.sorted()
        let isWhole = rows.count < most && new.count <= events
        if !isWhole || !new.isEmpty {
            for follower in followers.withLock({ $0.compactMap(\.follower) }) {
                try await follower.happened(to: isWhole ? new : nil, in: district)
            }
        }
        places.withLock { $0[district] = Place(xmin: xmin, known: touched, events: rows.count) }
        return (FeedCursor(before: xmin), isWhole)
    }
}
