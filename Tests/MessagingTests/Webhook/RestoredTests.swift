import Dispatcher
import Foundation
import Messaging
import PGStore
import Postgres
import ServiceLifecycle
import TestSupport
import Testing
import Workflow

/// A database that was dumped and restored into another cluster, whose transactions are numbered from the beginning: whoever
/// follows the journal misses nothing that happens there, and hears nothing twice.
@Suite(.serialized) struct RestoredTests {
    /// Where followers stood when the database was dumped.
    private struct Left: Sendable {
        let district: DistrictID
        /// All that had happened by then.
        let seen: FeedCursor
        /// The place of somebody who had yet to read the second matter.
        let behind: FeedCursor
        let matters: [TicketID]
    }

    @Test func `what happens after a restore is told, found and followed, once`() async throws {
        try await Self.dumped { left, receiver, url, restored in
            try await TestDistrict.entering(left.district, in: restored("asked")) { city in
                let offset = try await city.count("SELECT xact_offset FROM installation")
                #expect(offset > 0)
                let before = receiver.received.count
                let new = try await city.file(text: "恢复之后路灯不亮")
                try await city.act("accept", by: "desk", on: new)
                try await Self.running(city) {
                    try await eventually("the webhook is told") { receiver.received.count == before + 2 }
                    try await eventually("it is found") { try await Self.found("路灯", in: city) == [new] }
                }
                #expect(try await Self.found("漏水", in: city) == Set(left.matters))
                // Somebody who comes back with an old place hears of what they missed and of nothing else.
                let missed = try await city.engine.feed(after: left.behind, in: city.id)
                #expect(missed.events.map(\.event.ticket) == [left.matters[1], new, new] && !missed.isHeldBack)
                #expect(try await Self.heard(after: left.seen, in: city, count: 2) == [1, 2])
                // The logs go on above what they were, too.
                let line = try await city.asSuperuser { connection in
                    try await connection.query(
                        """
                        INSERT INTO security_event (district_id, id, kind)
                        VALUES (\(city.id.rawValue), nextval('security_event_id_seq'), 'logs_pruned')
                        RETURNING (xact::text)::bigint
                        """
                    ).only()[0, as: Int64.self]
                }
                #expect(line > Int64(left.seen.xact.rawValue))
            }
            // Once is enough: the next who comes finds it settled.
            try await TestDistrict.entering(left.district, in: restored("asked")) { city in
                let offset = try await city.count("SELECT xact_offset FROM installation")
                let reads = try await city.asSuperuser { connection in
                    try await connection.query("SELECT journal_settle()").only()[0, as: Bool.self]
                }
                #expect(!reads)
                #expect(try await city.count("SELECT xact_offset FROM installation") == offset)
                #expect(try await city.engine.verify(city.id).findings == [])
            }
        }
    }

    /// That the test above can fail: this is what happens where nobody asks.
    @Test func `without the question on each connection it would be missed`() async throws {
        try await Self.dumped { left, receiver, url, restored in
            try await TestDistrict.entering(left.district, in: restored("unasked"), greeting: "SELECT 1") { city in
                let before = receiver.received.count
                let new = try await city.file(text: "恢复之后路灯不亮")
                try await Self.running(city) { try await Task.sleep(for: .seconds(2)) }
                #expect(receiver.received.count == before)
                #expect(try await Self.found("路灯", in: city) == [])
                let read = try await city.engine.feed(after: left.seen, in: city.id)
                #expect(read.events.isEmpty && read.isHeldBack)
                #expect(try await city.ticket(new) != nil)
            }
        }
    }

    @Test func `a restore beneath a program that runs on is noticed by its next connection`() async throws {
        try await Self.dumped { left, _, _, restored in
            let database = try await restored("beneath")
            try await TestDistrict.entering(left.district, in: database) { city in
                // As if it had been restored again while the program held no connection.
                try await city.tamper("UPDATE installation SET cluster = 1, xact_offset = 0")
                #expect(try await city.killConnections(named: city.engine.pool.connection.applicationName ?? "") > 0)
                try await eventually("it is connected again") {
                    (try? await city.count("SELECT xact_offset FROM installation")) ?? 0 > 0
                }
            }
        }
    }
}

extension RestoredTests {
    /// Lets followers stand at the end of a journal, dumps its database and lends what restores it into a new cluster.
    private static func dumped(
        _ body:
            @escaping @Sendable (
                Left, HTTPReceiver, String, @escaping @Sendable (String) async throws -> TestDatabase
            ) async throws -> Void
    ) async throws {
        let name = UUID().uuidString.prefix(8)
        let (old, new) = try await onOwnThread {
            (try TestServer.another("dumped-\(name)"), try TestServer.another("restored-\(name)"))
        }
        do {
            try await HTTPReceiver.with(reply: { _, _ in .init() }) { receiver, port in
                let url = "http://localhost:\(port)/hook"
                let database = try await MigratedDatabase.migrated(old)
                let left = try await TestDistrict.with(in: database) { try await leave($0, receiver, url) }
                // Roles are the cluster's.
                _ = try await MigratedDatabase.migrated(new)
                let file = NSTemporaryDirectory() + "/whistle-dump-\(name)"
                defer { try? FileManager.default.removeItem(atPath: file) }
                _ = try await PythonOracle.output(
                    of: "/usr/bin/pg_dump",
                    ["--format", "custom", "--file", file] + at(database)
                )
                try await body(left, receiver, url) { _ in
                    let empty = try await new.newDatabase()
                    _ = try await PythonOracle.output(
                        of: "/usr/bin/pg_restore",
                        ["--exit-on-error"] + at(empty) + [file]
                    )
                    return empty
                }
            }
        } catch {
            try await old.destroy()
            try await new.destroy()
            throw error
        }
        try await old.destroy()
        try await new.destroy()
    }

    private static func at(_ database: TestDatabase) -> [String] {
        [
            "--host", database.socketFolder, "--port", "\(database.port)", "--username", database.user, "--dbname",
            database.name,
        ]
    }

    /// Two matters that a webhook was told of, that are found, and that a reader has read, in a cluster that has counted far.
    private static func leave(_ city: TestDistrict, _ receiver: HTTPReceiver, _ url: String) async throws -> Left {
        try await city.asSuperuser { connection in
            try await connection.run(
                script: "DO $$ BEGIN FOR i IN 1..20000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"
            )
        }
        let guardian = try #require(AddressGuard(allowing: ["127.0.0.0/8", "::1"]))
        _ = try await Webhooks(engine: city.engine, guardian: guardian).add(
            url,
            format: .cloudevents,
            filter: Webhook.Filter(),
            in: city.id,
            by: city.party("desk").person,
            allowsPlain: true
        )
        let start = try await city.engine.feedCursor()
        let matters = [try await city.file(text: "一楼漏水"), try await city.file(text: "二楼漏水")]
        try await running(city) {
            try await eventually("both are told") { receiver.received.count == 2 }
            try await eventually("both are found") { try await found("漏水", in: city) == Set(matters) }
        }
        let events = try await city.engine.feed(after: start, in: city.id).events
        try #require(events.count == 2)
        return Left(district: city.id, seen: events[1].cursor, behind: events[0].cursor, matters: matters)
    }

    /// Runs those who follow the journal of a district.
    private static func running(_ city: TestDistrict, _ body: @Sendable () async throws -> Void) async throws {
        var told = WebhookMessenger.Settings()
        told.only = [city.id]
        (told.idle, told.short, told.pause) = (.milliseconds(50), .milliseconds(50), .milliseconds(10))
        var filled = SearchFiller.Settings()
        filled.only = [city.id]
        (filled.idle, filled.short) = (.milliseconds(50), .milliseconds(20))
        let guardian = try #require(AddressGuard(allowing: ["127.0.0.0/8", "::1"]))
        let logger = MigratedDatabase.quiet
        let services: [any Service] = [
            WebhookMessenger(engine: city.engine, guardian: guardian, settings: told, logger: logger),
            SearchFiller(engine: city.engine, settings: filled, logger: logger),
        ]
        try await Daemons.run(services, logger: logger, body)
    }

    private static func found(_ words: String, in city: TestDistrict) async throws -> Set<TicketID> {
        var filter = TicketFilter()
        filter.grams = Bigrams.wanted(words)
        var found: Set<TicketID> = []
        try await city.engine.tickets(filter, in: city.id, page: 10) { found.insert($0.ticket.id) }
        return found
    }

    /// The numbers of the events that a listener hears who comes back with a place.
    private static func heard(after place: FeedCursor, in city: TestDistrict, count: Int) async throws -> [Int] {
        let feed = LiveFeed(engine: city.engine)
        let (heard, speaker) = AsyncStream.makeStream(of: Int.self)
        return try await Daemons.run([feed], logger: MigratedDatabase.quiet) {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    try? await feed.listen(to: city.id, after: place) { news in
                        guard case .changes(let changes, _) = news else { return }
                        for change in changes { speaker.yield(change.event.seq) }
                    }
                }
                var seen: [Int] = []
                for await seq in heard {
                    seen.append(seq)
                    if seen.count == count { break }
                }
                group.cancelAll()
                return seen
            }
        }
    }
}
