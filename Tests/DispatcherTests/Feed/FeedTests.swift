import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// The journal read by a cursor: nothing is skipped, nothing comes twice, whoever commits first.
@Suite struct FeedTests {
    @Test func `a place in the journal is read back as it was written`() throws {
        let cursor = FeedCursor(xact: TransactionID(rawValue: 77), ticket: TicketID(12), seq: 3)
        #expect(FeedCursor(cursor.description) == cursor)
        #expect(FeedCursor.beginning < cursor)
        for damaged in ["", "1-2", "1-2-3-4", "a-2-3", "1--3", "-1-2-3", "1-2-99999999999", "1-2-3 ", "１-2-3"] {
            #expect(FeedCursor(damaged) == nil, "\(damaged)")
        }
    }

    @Test func `each event once, in the order of the journal, page by page`() async throws {
        try await TestDistrict.with { city in
            let start = try await city.engine.feedCursor()
            for _ in 0..<3 {
                let ticket = try await city.file()
                try await city.act("accept", by: "desk", on: ticket)
            }
            // Transactions of other tests on the same server hold them back, too, while they last.
            try await eventually("all are shown") {
                try await city.engine.feed(after: start, in: city.id).events.count == 6
            }
            var (cursor, seen) = (start, [FeedEvent]())
            while true {
                let page = try await city.engine.feed(after: cursor, in: city.id, limit: 2)
                seen += page.events
                cursor = page.next
                if !page.isFull { break }
            }
            #expect(seen.count == 6)
            #expect(seen.map(\.cursor) == seen.map(\.cursor).sorted())
            #expect(Set(seen.map { "\($0.event.ticket)/\($0.event.seq)" }).count == 6)
            #expect(try await city.engine.feed(after: cursor, in: city.id).events.isEmpty)
            // From anywhere on: the rest, and nothing else.
            let rest = try await city.engine.feed(after: seen[2].cursor, in: city.id)
            #expect(rest.events.map(\.cursor) == Array(seen.map(\.cursor)[3...]))
        }
    }

    @Test func `what commits before an older transaction is held back until that has ended`() async throws {
        try await TestDistrict.with { city in
            let start = try await city.engine.feedCursor()
            try await city.engine.pool.withConnection { connection in
                // It has a number of its own, and is not over.
                _ = try await connection.flight(["BEGIN", "SELECT pg_current_xact_id()"])
                let ticket = try await city.file()
                let early = try await city.engine.feed(after: start, in: city.id)
                #expect(early.events.isEmpty)
                #expect(early.isHeldBack)
                _ = try await connection.flight(["COMMIT"])
                try await eventually("it is shown") {
                    try await city.engine.feed(after: early.next, in: city.id).events.map(\.event.ticket) == [ticket]
                }
            }
        }
    }
}
