import Dispatcher
import PGStore
import Postgres
import Synchronization
import TestSupport
import Testing
import Workflow

/// Pages of lists that are kept are those that would be made anew.
@Suite(.timeLimit(.minutes(5))) struct ListCacheTests {
    /// A list as somebody reads it, with how often its pages were made.
    private final class Reading: Sendable {
        let city: TestDistrict
        let cache: ListCache<[String]>
        private let count = Mutex(0)

        init(_ city: TestDistrict, _ settings: ListCacheSettings = ListCacheSettings(), events: Int = 256) {
            self.city = city
            cache = ListCache(JournalWatch(city.engine, events: events), settings: settings)
        }

        var made: Int { count.withLock(\.self) }

        func page(_ filter: TicketFilter, _ name: String = "") async throws -> [String] {
            let key = ListKey(
                city.configuration,
                reader: city.party("desk"),
                language: .zh,
                question: ["list": .string(name)]
            )
            return try await cache.page(key, filter) {
                self.count.withLock { $0 += 1 }
                let cursor = try await self.city.engine.feedCursor()
                let lines = try await self.fresh(filter)
                return (lines.map(\.told), Set(lines.map(\.id)), cursor, 100)
            }.page
        }

        func fresh(_ filter: TicketFilter) async throws -> [TicketLine] {
            try await city.engine.page(filter, in: city.id, after: nil, limit: 10)
        }
    }

    private func open(_ city: TestDistrict, _ unit: String) -> TicketFilter {
        var filter = TicketFilter()
        filter.units = [city.unit(unit)]
        filter.isOpenOnly = true
        return filter
    }

    @Test func `a page is made once, until something happens that it would show`() async throws {
        try await TestDistrict.with { city in
            let reading = Reading(city)
            let (here, there) = (open(city, "C1"), open(city, "S"))
            let first = try await city.file(by: "desk", place: "C1")
            for _ in 0..<5 { #expect(try await reading.page(here, "here").count == 1) }
            #expect(try await reading.page(there, "there").isEmpty)
            #expect(reading.made == 2)
            // What happens elsewhere lets it stand.
            try await city.act("accept", by: "desk", on: first)
            #expect(try await reading.page(there, "there").isEmpty && reading.made == 2)
            #expect(try await reading.page(here, "here").first?.contains("awaiting_dispatch") == true)
            #expect(reading.made == 3)
            // What is new, and belongs there.
            _ = try await city.file(by: "street", place: "C2")
            #expect(try await reading.page(there, "there").count == 1 && reading.made == 4)
            #expect(try await reading.page(here, "here").count == 1 && reading.made == 4)
        }
    }

    @Test func `what another process wrote is seen as soon as it is asked for`() async throws {
        try await TestDistrict.with { city in
            let other = try Engine(
                database: MigratedDatabase.configuration(city.database),
                keys: try KeyRing(TestDistrict.testKeys),
                logger: MigratedDatabase.quiet
            )
            defer { other.close() }
            try await other.running { other in
                let reading = Reading(city)
                let mine = self.open(city, "C1")
                #expect(try await reading.page(mine).isEmpty)
                for turn in 1...8 {
                    _ = try await other.submit(city.filing(by: "desk", place: "C1"))
                    #expect(try await reading.page(mine).count == turn)
                }
                #expect(reading.made == 9)
            }
        }
    }

    @Test func `whatever is done meanwhile, a page is what the database would say`() async throws {
        try await TestDistrict.with { city in
            let reading = Reading(city)
            let filters = [self.open(city, "C1"), self.open(city, "S"), self.open(city, "W"), TicketFilter()]
            var random = SystemRandomNumberGenerator()
            var tickets: [TicketID] = []
            for turn in 0..<80 {
                switch Int.random(in: 0..<4, using: &random) {
                case 0: tickets.append(try await city.file(by: "desk", place: "C1"))
                case 1: tickets.append(try await city.file(by: "street", place: "C2"))
                case 2:
                    guard let ticket = tickets.randomElement(using: &random) else { continue }
                    let act = ["accept", "dispatch", "note"].randomElement(using: &random) ?? "note"
                    _ = try? await city.act(ActionName(act) ?? "note", by: "desk", on: ticket, texts: ["note": "嗯"])
                default: break
                }
                for (index, filter) in filters.enumerated() where Bool.random(using: &random) {
                    let page = try await reading.page(filter, "\(index)")
                    #expect(try await page == reading.fresh(filter).map(\.told), "turn \(turn), list \(index)")
                }
            }
            #expect(reading.made > 4)
        }
    }

    @Test func `a transaction that stays open hides nothing, and costs no page twice`() async throws {
        try await TestDistrict.with { city in
            let reading = Reading(city)
            let mine = self.open(city, "C1")
            _ = try await reading.page(mine)
            try await city.engine.pool.withTransaction { connection in
                _ = try await connection.query("SELECT pg_current_xact_id()")
                for turn in 1...4 {
                    _ = try await city.file(by: "desk", place: "C1")
                    for _ in 0..<3 { #expect(try await reading.page(mine).count == turn) }
                }
                #expect(reading.made == 5)
            }
            for _ in 0..<3 { #expect(try await reading.page(mine).count == 4) }
            #expect(reading.made == 5)
        }
    }

    @Test func `more than can be looked at lets all pages fall`() async throws {
        try await TestDistrict.with { city in
            let reading = Reading(city, events: 3)
            let elsewhere = self.open(city, "C2")
            #expect(try await reading.page(elsewhere).isEmpty)
            _ = try await city.file(count: 5)
            #expect(try await reading.page(elsewhere).isEmpty && reading.made == 2)
            // As long as a transaction of before is open, a neighbour's here, they are found again.
            var made = 0
            for _ in 0..<500 where made != reading.made {
                made = reading.made
                try await Task.sleep(for: .milliseconds(20))
                #expect(try await reading.page(elsewhere).isEmpty)
            }
            #expect(made == reading.made)
        }
    }

    @Test func `pages take so many bytes and no more`() async throws {
        try await TestDistrict.with { city in
            var settings = ListCacheSettings()
            settings.bytes = 1_000
            let reading = Reading(city, settings)
            for number in 0..<55 { _ = try await reading.page(self.open(city, "C2"), "\(number)") }
            #expect((1...10).contains(reading.cache.count))
            #expect(reading.made == 55)
        }
    }

    @Test func `of many who miss the same page at once few make it`() async throws {
        try await TestDistrict.with { city in
            let reading = Reading(city)
            _ = try await city.file(by: "desk", place: "C1")
            try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<60 { group.addTask { try await reading.page(self.open(city, "C1")) } }
                for try await page in group { #expect(page.count == 1) }
            }
            #expect(reading.made < 20)
        }
    }

    @Test func `lists by words are made each time`() async throws {
        try await TestDistrict.with { city in
            let reading = Reading(city)
            var filter = self.open(city, "C1")
            filter.grams = Bigrams.wanted("垃圾")
            for _ in 0..<3 { _ = try await reading.page(filter) }
            #expect(reading.made == 3 && reading.cache.count == 0)
        }
    }
}

extension TicketLine {
    /// Enough of it that a stale one is told from a fresh one.
    fileprivate var told: String { "\(id) \(seq) \(state.text) \(lamp)" }
}
