import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Reorganisations carried out in a real database.
@Suite struct ReorganiserTests {
    static func plan(effective: String = "2026-01-01", _ steps: JSONValue...) throws -> Reorganisation {
        try Reorganisation(
            document: ["plan": "社区调整", "source": "政函1号", "effective": .string(effective), "steps": .array(steps)]
        )
    }

    private static let merge: JSONValue = ["merge": ["units": ["C1", "C2"], "into": ["code": "C9", "name": "新社区"]]]

    private static func person(_ city: TestDistrict) throws -> PersonID { try #require(city.party("street").person) }

    @Test func `open matters and posts follow, what has ended stays, and a second time changes nothing`() async throws {
        try await TestDistrict.with { city in
            var open: [TicketID] = []
            for _ in 0..<12 { open.append(try await city.file()) }
            let grid = try await city.file(by: "grid", place: "B")
            let done = try await city.file()
            try await city.act("withdraw_matter", by: "desk", on: done, texts: ["reason": "误报"])
            let ended = try await city.ticket(done)

            let reorganiser = Reorganiser(try Self.plan(Self.merge), engine: city.engine, district: city.id)
            let dry = try await reorganiser.survey()
            #expect((dry.tickets.tickets, dry.tickets.refusedCount, dry.changes.count) == (13, 0, 4))
            #expect(dry.posts.map(\.account) == ["desk", "desk2"] && dry.posts.allSatisfy { $0.to?.code == "C9" })
            #expect(try await city.now().territory.unit(code: "C9") == nil)

            let report = try await reorganiser.run(ordered: Self.person(city))
            #expect(report.tickets.moved == dry.tickets.moved && !report.isRefused)
            let now = try await city.now()
            let new = try #require(now.territory.unit(code: "C9"))
            #expect(now.territory[city.unit("C1")]?.closing?.successor == new.id)
            let desk = try #require(now.people["desk"]?.party)
            let person = try #require(desk.person)
            let posts = try #require(now.posts)
            // The old post ended with the day before; what was done by it then stays as it was.
            let seats = posts.seats(of: person, at: try await city.engine.now()).map(\.post)
            #expect(seats == [Post(role: "community_dispatcher", unit: new.id)])
            #expect(posts.tenures(of: person).count == 2)
            for id in open {
                let ticket = try #require(try await city.ticket(id))
                #expect(ticket.place == new.id && ticket.desk == new.id && ticket.responsible == new.id)
            }
            #expect(try await city.ticket(grid)?.place == city.unit("B"))
            #expect(try await city.ticket(done) == ended)

            let again = try await reorganiser.run(ordered: Self.person(city))
            #expect((again.tickets.moved, again.tickets.unchanged, again.changes.count) == (0, 13, 0))
            #expect(try await reorganiser.survey().tickets.moved == 0)
            // Whoever had the post acts by it; nothing new comes to the closed unit.
            _ = try await city.engine.submit(
                Submission(district: city.id, target: .ticket(open[0]), act: "accept", by: desk)
            )
            let error = await #expect(throws: DispatchError.self) { try await city.file() }
            #expect(error?.code == "unit_closed")
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `sheets that name a closed unit are refused, with who follows`() async throws {
        try await TestDistrict.with { city in
            let reorganiser = Reorganiser(try Self.plan(Self.merge), engine: city.engine, district: city.id)
            _ = try await reorganiser.run(ordered: Self.person(city))
            let people = try await city.load(.people, csv: "账号,姓名,岗位,单位编码\nnew,新人,网格员,C1\n")
            #expect(people.complaints == ["2 unit_closed"])
            #expect(people.bad[0].message.zh.contains("新社区"))
            let rules = try await city.load(
                .directory,
                csv: "rule,category,place_code,lead_code\nR1,水务,C1,W\nR2,水务,,W\n"
            )
            #expect(rules.complaints == ["2 unit_closed"])
            let units = try await city.load(
                .units,
                csv: "code,kind,name,parent_code\nX,grid,新网格,C2\nC1,community,旧,S\n"
            )
            #expect(units.complaints == ["2 unit_closed", "3 unit_closed"])
        }
    }

    @Test func `one that breaks off is finished by running it again`() async throws {
        try await TestDistrict.with { city in
            for _ in 0..<9 { _ = try await city.file() }
            let reorganiser = Reorganiser(try Self.plan(Self.merge), engine: city.engine, district: city.id)
            struct Crash: Error {}
            do {
                _ = try await reorganiser.run(ordered: Self.person(city), each: { _ in throw Crash() })
                Issue.record("it did not break off")
            } catch is Crash {}
            let rest = try await reorganiser.run(ordered: Self.person(city))
            #expect(rest.tickets.tickets == 9 && rest.tickets.refusedCount == 0)
            #expect(try await reorganiser.survey().tickets.moved == 0)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `where a matter has nowhere to go, and before its day, nothing is done`() async throws {
        try await TestDistrict.with { city in
            let ticket = try await city.file(by: "grid", place: "B")
            let closing = try Self.plan(["close": ["unit": "B"]])
            let stuck = try await Reorganiser(closing, engine: city.engine, district: city.id)
                .run(ordered: Self.person(city))
            #expect(stuck.isRefused && stuck.tickets.refused == ["no_successor": 1])
            #expect(try await city.now().territory.unit(code: "B")?.closing == nil)
            let later = Reorganiser(
                try Self.plan(effective: "2199-01-01", Self.merge),
                engine: city.engine,
                district: city.id
            )
            #expect(try await later.survey().changes.count == 4)
            let problems = await #expect(throws: Problems.self) { try await later.run(ordered: Self.person(city)) }
            #expect(problems?.all.map(\.code) == ["not_yet"])
            #expect(try await city.ticket(ticket)?.seq == 1)
        }
    }

    @Test func `what has ended names units as they were called then`() async throws {
        try await TestDistrict.with { city in
            let done = try await city.file()
            try await city.act("withdraw_matter", by: "desk", on: done, texts: ["reason": "误报"])
            let ended = try #require(try await city.ticket(done))
            #expect(try await city.engine.formerNames(of: ended) == [:])
            _ = try await city.load(.units, csv: "code,kind,name,parent_code\nC1,community,改了名的社区,S\n")
            #expect(try await city.engine.formerNames(of: ended) == [city.unit("C1"): "一社区"])
            let versions = try await city.count(
                "SELECT count(*) FROM unit_version WHERE district_id = \(city.id.rawValue)"
            )
            #expect(versions == 8)
        }
    }
}

/// A reorganisation beside live commands, and in a district whose time is given.
@Suite struct ReorganiserBesideOthersTests {
    private static let merge: JSONValue = ["merge": ["units": ["C1", "C2"], "into": ["code": "C9", "name": "新社区"]]]

    @Test func `nothing is left at a closed unit, whatever is filed and done meanwhile`() async throws {
        try await TestDistrict.with { city in
            let known = try await city.file(count: 40)
            let person = try #require(city.party("street").person)
            let reorganiser = Reorganiser(
                try ReorganiserTests.plan(Self.merge),
                engine: city.engine,
                district: city.id
            )
            try await city.running([city.worker()]) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for ticket in known {
                        group.addTask { _ = try? await city.act("accept", by: "desk", on: ticket) }
                        // Before the merger it is filed, after it refused.
                        group.addTask { _ = try? await city.file() }
                    }
                    group.addTask { _ = try await reorganiser.run(ordered: person) }
                    try await group.waitForAll()
                }
            }
            #expect(try await reorganiser.survey().tickets.moved == 0)
            let old = [city.unit("C1").rawValue, city.unit("C2").rawValue]
            let left = try await city.count(
                """
                SELECT count(*) FROM ticket WHERE district_id = \(city.id.rawValue) AND closed_at IS NULL
                    AND (place_id = ANY(\(old)) OR desk_id = ANY(\(old)) OR responsible_id = ANY(\(old)))
                """
            )
            #expect(left == 0)
            #expect(try await city.engine.verify(city.id).findings == [])
        }
    }

    @Test func `in a district whose time is given it follows that time`() async throws {
        let monday = Instant(microseconds: 1_772_413_200_000_000)
        try await TestDistrict.with(clock: .given) { city in
            let ticket = try await city.file(now: monday)
            let person = try #require(city.party("street").person)
            let later = Reorganiser(
                try ReorganiserTests.plan(effective: "2026-03-03", Self.merge),
                engine: city.engine,
                district: city.id
            )
            let problems = await #expect(throws: Problems.self) { try await later.run(ordered: person) }
            #expect(problems?.all.map(\.code) == ["not_yet"])
            let plan = try ReorganiserTests.plan(effective: "2026-03-02", Self.merge)
            let report = try await Reorganiser(plan, engine: city.engine, district: city.id).run(ordered: person)
            #expect(report.tickets.moved == 1)
            let event = try #require(try await city.engine.dossier(ticket, in: city.id)?.events.last).event
            #expect(event.at == monday && event.by.identity == .person(person))
        }
    }
}
