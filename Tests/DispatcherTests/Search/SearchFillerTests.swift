import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// New tickets are found by what is written in them; none is passed over.
@Suite struct SearchFillerTests {
    private static func found(_ words: String, in city: TestDistrict) async throws -> Set<TicketID> {
        var filter = TicketFilter()
        filter.grams = Bigrams.wanted(words)
        var found: Set<TicketID> = []
        try await city.engine.tickets(filter, in: city.id, page: 2) { found.insert($0.ticket.id) }
        return found
    }

    /// Does not wake by itself as long as a test lasts.
    private static func patient(_ settings: inout SearchFiller.Settings) {
        settings.idle = .seconds(3_600)
        settings.short = .milliseconds(20)
    }

    private static func filled(_ city: TestDistrict) async throws -> Int {
        try await city.count("SELECT count(*) FROM search WHERE district_id = \(city.id.rawValue)")
    }

    @Test func `words of two characters and more, single ones, letters of any case and width are found`() async throws {
        try await TestDistrict.with { city in
            let pipe = try await city.file(text: "一号楼楼道漏水，请修理")
            let tree = try await city.file(text: "小区绿化带树木倒伏")
            let lift = try await city.file(text: "ＬＩＦＴ坏了, call 12345!")
            try await city.running([city.filler()]) {
                try await eventually("all are filled") { try await Self.filled(city) == 3 }
            }
            #expect(try await Self.found("漏水", in: city) == [pipe])
            #expect(try await Self.found("楼道漏水", in: city) == [pipe])
            #expect(try await Self.found("水", in: city) == [pipe])
            #expect(try await Self.found("理", in: city) == [pipe])
            #expect(try await Self.found("倒伏 小区", in: city) == [tree])
            #expect(try await Self.found("lift", in: city) == [lift])
            #expect(try await Self.found("Lift", in: city) == [lift])
            #expect(try await Self.found("１２３", in: city) == [lift])
            #expect(try await Self.found("水漏", in: city) == [])
            #expect(try await Self.found("漏水 倒伏", in: city) == [])
            #expect(try await Self.found("'); --\\", in: city).count == 3)
        }
    }

    @Test func `the title is searched, too, and what another district wrote is not found`() async throws {
        try await TestDistrict.with { city in
            let filing = Submission(
                district: city.id,
                target: .filing("issue"),
                act: "report",
                by: city.party("desk"),
                input: ["category": "水务", "place": .int(city.unit("C1").rawValue)],
                texts: ["title": "井盖丢失", "text": "人行道上"]
            )
            let ticket = try await city.engine.submit(filing).ticket
            try await TestDistrict.with { other in
                _ = try await other.file(text: "井盖丢失")
                try await other.running([other.filler(), city.filler()]) {
                    try await eventually("both are filled") {
                        let counts = (try await Self.filled(city), try await Self.filled(other))
                        return counts == (1, 1)
                    }
                }
            }
            #expect(try await Self.found("井盖", in: city) == [ticket])
        }
    }

    @Test func `nothing is skipped while many file and three follow`() async throws {
        try await TestDistrict.with(connections: 8) { city in
            try await Engine.with(database: MigratedDatabase.configuration(), logger: MigratedDatabase.quiet) { other in
                let fillers = (0..<3).map { _ in
                    city.filler {
                        $0.batch = 7
                        $0.short = .milliseconds(5)
                    }
                }
                try await city.running(fillers) {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for index in 0..<400 {
                            let engine = index.isMultiple(of: 2) ? city.engine : other
                            group.addTask { _ = try await engine.submit(city.filing()) }
                        }
                        try await group.waitForAll()
                    }
                    try await eventually("all are filled") { try await Self.filled(city) == 400 }
                }
            }
            #expect(try await Self.found("漏水", in: city).count == 400)
        }
    }

    @Test func `what an older transaction hides is filled when that has ended, without any hint`() async throws {
        try await TestDistrict.with { city in
            try await city.running([city.filler(Self.patient)]) {
                let ticket = try await city.file()
                try await eventually("the first is filled") { try await Self.filled(city) == 1 }
                // Its lock gives this transaction an id, below which nothing is whole yet.
                try await city.holding(ticket) {
                    _ = try await city.file()
                    _ = try await city.file()
                    #expect(try await Self.filled(city) == 1)
                }
                try await eventually("all are filled") { try await Self.filled(city) == 3 }
            }
        }
    }

    @Test func `a text of marks heaped upon letters stops nobody`() async throws {
        try await TestDistrict.with { city in
            let heap = "a" + String(repeating: "\u{0301}", count: 3_000)
            let odd = try await city.file(text: heap + "漏水")
            let plain = try await city.file(text: "停水")
            try await city.running([city.filler()]) {
                try await eventually("both are filled") { try await Self.filled(city) == 2 }
            }
            #expect(try await Self.found("漏水", in: city) == [odd])
            #expect(try await Self.found("水", in: city) == [odd, plain])
        }
    }

    @Test func `a given district is followed, too`() async throws {
        try await TestDistrict.with(clock: .given) { city in
            _ = try await city.file(now: Instant(microseconds: 1_772_413_200_000_000))
            try await city.running([city.filler()]) {
                try await eventually("it is filled") { try await Self.filled(city) == 1 }
            }
        }
    }
}
