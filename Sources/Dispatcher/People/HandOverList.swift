package import PGStore
import Postgres
package import Workflow

/// What two people sign when one takes over from the other (交接清单): posts, open matters, what waits for a decision, duties.
package struct HandOverList: Sendable {
    /// The posts, unit by unit.
    package let posts: [Post]
    /// Duties to come.
    package let duties: [DutyShift]
    /// Open matters for which the giver is responsible, or which the taker has from the giver.
    package let matters: [TicketLine]
    /// What waits for a decision of the posts' units, and is nobody's.
    package let approvals: [TicketLine]
    /// Whether there are more matters than are listed.
    package let isMore: Bool

    /// Matters in it, at the most, and as many that wait for a decision; more is no list to sign.
    package static let most = 500
    /// Events that are looked at for what was handed over.
    fileprivate static let events = 20_000
}

extension Engine {
    /// What somebody would hand over now.
    ///
    /// - Parameters:
    ///   - giver: who.
    ///   - configuration: the district.
    ///   - now: the district's time.
    ///   - reader: what row security lets whoever asks read.
    /// - Returns: the list.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func handOverList(
        of giver: PersonID,
        in configuration: DistrictConfiguration,
        at now: Instant,
        as reader: Reader
    ) async throws -> HandOverList {
        let book = configuration.posts ?? PostBook(tenures: [])
        let posts = book.tenures(of: giver).filter { $0.period.contains(now) }.map(\.post)
        var owned = TicketFilter()
        owned.owner = giver
        owned.isOpenOnly = true
        let matters = try await page(
            owned,
            in: configuration.id,
            after: nil,
            limit: HandOverList.most + 1,
            as: reader
        )
        return try await list(configuration, posts, matters, book.shifts(of: giver, after: now), isMore: false, reader)
    }

    /// What somebody took over, as far as it is still theirs and open.
    ///
    /// - Parameters:
    ///   - handOver: from whom to whom.
    ///   - day: the first day of the taker.
    ///   - configuration: the district.
    ///   - reader: what row security lets whoever asks read.
    /// - Returns: the list.
    /// - Throws: `StoreError` where a row cannot be read, and what the database says.
    package func handOverList(
        _ handOver: HandOver,
        on day: LocalDate,
        in configuration: DistrictConfiguration,
        as reader: Reader
    ) async throws -> HandOverList {
        let midnight = configuration.calendars.standard.midnight(of: day)
        let book = configuration.posts ?? PostBook(tenures: [])
        let given = Set(book.tenures(of: handOver.from).filter { $0.period.until == midnight }.map(\.post))
        let posts = book.tenures(of: handOver.to).map(\.post).filter { post in
            given.contains(post) && book.holders(of: post.role, in: post.unit, at: midnight).contains(handOver.to)
        }
        let query = HandOverRead.events(
            ofOpenTicketsOf: handOver.to,
            since: midnight,
            in: configuration.id,
            limit: HandOverList.events
        )
        let events = try await read([query], as: reader)[0]
            .map { try StoredEvent(row: $0, district: configuration.id).event }
        let taken = events.filter { event in
            event.act == Machine.handOverAct && event.by.identity == .person(handOver.from)
                && event.input["to"]?.int == handOver.to.rawValue
        }
        let ids = Set(taken.map(\.ticket)).sorted().prefix(HandOverList.most + 1)
        let rows = try await read([TicketLine.of(Array(ids), in: configuration.id)], as: reader)[0]
        let units = Set(posts.map(\.unit))
        let duties = book.shifts(of: handOver.to, after: midnight).filter { units.contains($0.unit) }
        let isMore = events.count == HandOverList.events || ids.count > HandOverList.most
        return try await list(configuration, posts, try rows.map(TicketLine.init(row:)), duties, isMore: isMore, reader)
    }

    private func list(
        _ configuration: DistrictConfiguration,
        _ posts: [Post],
        _ matters: [TicketLine],
        _ duties: [DutyShift],
        isMore: Bool,
        _ reader: Reader
    ) async throws -> HandOverList {
        let units = Set(posts.map(\.unit))
        let known = Set(matters.map(\.id))
        var decisions = configuration.filter(of: .toDecide, for: nil, at: units)
        decisions.holdings? += configuration.filter(of: .toApprove, for: nil, at: units).holdings ?? []
        let waiting = try await page(
            decisions,
            in: configuration.id,
            after: nil,
            limit: HandOverList.most + 1,
            as: reader
        )
        let approvals = waiting.filter { !known.contains($0.id) }
        let most = HandOverList.most
        return HandOverList(
            posts: Set(posts).sorted { ($0.unit, $0.role) < ($1.unit, $1.role) },
            duties: duties,
            matters: Array(matters.prefix(most)),
            approvals: Array(approvals.prefix(most)),
            isMore: isMore || matters.count > most || waiting.count > most
        )
    }
}

extension PostBook {
    /// The duties of somebody that have not ended, the first first.
    fileprivate func shifts(of person: PersonID, after moment: Instant) -> [DutyShift] {
        shifts.filter { $0.person == person && $0.period.until > moment }
            .sorted { ($0.period.from, $0.unit) < ($1.period.from, $1.unit) }
    }
}
