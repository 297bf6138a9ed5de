import Dispatcher
import PGStore
import Postgres
import Synchronization
import TestSupport
import Testing
import Workflow

/// One reader a district for all that listen.
@Suite(.timeLimit(.minutes(5))) struct LiveFeedTests {
    private struct Enough: Error {}

    @Test func `a filter keeps of lines in memory what the statement finds`() async throws {
        try await TestDistrict.with { city in
            for (index, place) in ["C1", "C2", "B", "G", "C1", "C1"].enumerated() {
                let by = place == "C2" ? "street" : "desk"
                let ticket = try await city.file(by: by, place: place, text: "第\(index)件")
                if index > 2 { try await city.act("accept", by: "desk", on: ticket) }
                if index > 3 { try await city.act("dispatch", by: "desk", on: ticket) }
                if index > 4 {
                    try await city.act(
                        "return",
                        by: "water",
                        on: ticket,
                        input: ["return_code": "not_ours"],
                        texts: ["evidence": "非本局"]
                    )
                }
            }
            var all: [TicketLine] = []
            try await city.engine.lines(TicketFilter(), in: city.id) { all.append($0) }
            #expect(all.count == 6)
            var (kept, dropped) = (0, 0)
            for mask in 0..<256 {
                var filter = TicketFilter()
                if mask & 1 > 0 { filter.units = [city.unit("C1"), city.unit("W")] }
                if mask & 2 > 0 { filter.states = ["reported", "in_progress"] }
                if mask & 4 > 0 { filter.lamps = [.green] }
                if mask & 8 > 0 { filter.category = mask & 16 > 0 ? "水务" : "水" }
                if mask & 32 > 0 { filter.isOpenOnly = true }
                if mask & 64 > 0 { filter.owner = city.party("desk").person }
                if mask & 128 > 0 { filter.reportedBefore = all[3].reportedAt }
                let found = try await city.engine.page(filter, in: city.id, after: nil, limit: 50).map(\.id)
                #expect(all.filter(filter.keeps).map(\.id) == found, "\(mask)")
                kept += found.count
                dropped += all.count - found.count
            }
            #expect(kept > 50 && dropped > 50)
        }
    }

    @Test func `a listener that does not keep up is let go, and is told the rest when it comes again`() async throws {
        try await TestDistrict.with { city in
            var settings = LiveFeed.Settings()
            settings.waiting = 1
            settings.page = 1
            let feed = LiveFeed(engine: city.engine, settings: settings)
            try await city.running([feed]) {
                var (heard, last) = ([TicketID](), try await city.engine.feedCursor())
                let all = Set(try await city.file(count: 30))
                for turn in 0..<200 where heard.count < 30 {
                    try await feed.listen(to: city.id, after: last) { news in
                        guard case .changes(let changes, let cursor) = news else { return }
                        heard += changes.map(\.line.id)
                        last = cursor
                        // Slower than the feed, at first.
                        if turn < 3 { _ = try await city.file() }
                        if heard.count >= 30 { throw Enough() }
                    } orEnough: {
                        $0 is Enough
                    }
                }
                #expect(Set(heard).isSuperset(of: all))
                #expect(Set(heard).count == heard.count, "nothing twice")
            }
        }
    }

    @Test func `a district that nobody listens to any more is not read`() async throws {
        try await TestDistrict.with { city in
            let feed = LiveFeed(engine: city.engine)
            try await city.running([feed]) {
                for _ in 0..<3 {
                    let ticket = TicketBox()
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask {
                            try await feed.listen(to: city.id, after: nil) { news in
                                guard case .changes(let changes, _) = news, let first = changes.first else { return }
                                ticket.set(first.line.id)
                                throw Enough()
                            } orEnough: {
                                $0 is Enough
                            }
                        }
                        try await eventually("somebody listens") { feed.listeners == 1 }
                        let filed = try await city.file()
                        try await group.waitForAll()
                        #expect(ticket.id == filed)
                    }
                    #expect(feed.listeners == 0)
                }
            }
        }
    }
}

/// What a listener heard.
private final class TicketBox: Sendable {
    private let box = Mutex<TicketID?>(nil)

    var id: TicketID? { box.withLock { $0 } }

    func set(_ id: TicketID) { box.withLock { $0 = id } }
}

extension LiveFeed {
    /// Listens until the listener has had enough.
    fileprivate func listen(
        to district: DistrictID,
        after cursor: FeedCursor?,
        _ body: (LiveNews) async throws -> Void,
        orEnough isEnough: (any Error) -> Bool
    ) async throws {
        do {
            try await listen(to: district, after: cursor, body)
        } catch  where isEnough(error) {}
    }
}
