import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// A command with a key is carried out at most once.
@Suite struct IdempotencyTests {
    @Test func `the same key twice gives the same ticket and event`() async throws {
        try await TestDistrict.with { city in
            let first = try await city.engine.submit(city.filing(key: .given("k1")))
            let again = try await city.engine.submit(city.filing(key: .given("k1")))
            #expect(!first.isRepeat)
            #expect(again.isRepeat)
            #expect((again.ticket, again.seq) == (first.ticket, first.seq))
            let accept = city.acting("accept", by: "desk", on: first.ticket, key: .given("k2"))
            #expect(try await city.engine.submit(accept).seq == 2)
            let repeated = try await city.engine.submit(accept)
            #expect(repeated.isRepeat)
            #expect(repeated.seq == 2)
            #expect(try await city.engine.verify(city.id).events == 2)
        }
    }

    @Test func `the same key with another body is refused`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.engine.submit(city.filing(text: "一楼漏水", key: .given("k")))
            let other = city.filing(text: "二楼漏水", key: .given("k"))
            let error = await #expect(throws: DispatchError.self) { try await city.engine.submit(other) }
            #expect(error?.code == "key_reused")
            #expect(try await city.engine.verify(city.id).tickets == 1)
        }
    }

    @Test func `two hundred at once with the same key come to one event`() async throws {
        try await TestDistrict.with { city in
            let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
                for _ in 0..<200 { group.addTask { try await city.engine.submit(city.filing(key: .given("k"))) } }
                return try await group.reduce(into: [Receipt]()) { $0.append($1) }
            }
            #expect(Set(receipts.map(\.ticket)).count == 1)
            #expect(receipts.count { !$0.isRepeat } == 1)
            #expect(try await city.engine.verify(city.id).events == 1)
        }
    }

    @Test func `two hundred at once through two engines come to one event`() async throws {
        try await TestDistrict.with { city in
            let database = try await MigratedDatabase.configuration()
            try await Engine.with(database: database, logger: MigratedDatabase.quiet) { other in
                let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
                    for index in 0..<200 {
                        let engine = index.isMultiple(of: 2) ? city.engine : other
                        group.addTask { try await engine.submit(city.filing(key: .given("k"))) }
                    }
                    return try await group.reduce(into: [Receipt]()) { $0.append($1) }
                }
                #expect(Set(receipts.map(\.ticket)).count == 1)
                #expect(receipts.count { !$0.isRepeat } == 1)
            }
            #expect(try await city.engine.verify(city.id).events == 1)
        }
    }

    @Test func `a refused command stores nothing, and its key may be used again`() async throws {
        try await TestDistrict.with { city in
            let ticket = try await city.file()
            let early = city.acting("sign", by: "water", on: ticket, key: .given("k"))
            await #expect(throws: DispatchError.self) { try await city.engine.submit(early) }
            let id = city.id.rawValue
            #expect(try await city.count("SELECT count(*) FROM command_key WHERE district_id = \(id)") == 1)
            let note = city.acting("note", by: "desk", on: ticket, texts: ["note": "电话已打"], key: .given("k"))
            #expect(try await city.engine.submit(note).isRepeat == false)
        }
    }

    @Test func `keys belong to their owners`() async throws {
        try await TestDistrict.with { city in
            let desk = try await city.engine.submit(city.filing(by: "desk", key: .given("k")))
            let street = try await city.engine.submit(city.filing(by: "street", key: .given("k")))
            let letter = try await city.engine.submit(city.filing(key: .external(source: "letters", id: "k")))
            let hotline = try await city.engine.submit(city.filing(key: .external(source: "hotline", id: "k")))
            #expect(Set([desk, street, letter, hotline].map(\.ticket)).count == 4)
        }
    }

    @Test func `external ids are kept for ever, other keys thirty days`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.engine.submit(city.filing(key: .external(source: "letters", id: "1")))
            _ = try await city.engine.submit(city.filing(key: .given("2")))
            let id = city.id.rawValue
            let forEver = "SELECT count(*) FROM command_key WHERE district_id = \(id) AND keep_until = 'infinity'"
            #expect(try await city.count("\(unsafeSQL: forEver)") == 1)
            let days = """
                SELECT count(*) FROM command_key WHERE district_id = \(id)
                AND keep_until BETWEEN clock_timestamp() + interval '29 days' AND clock_timestamp() + interval '30 days'
                """
            #expect(try await city.count("\(unsafeSQL: days)") == 1)
        }
    }
}
