import TestSupport
import Testing
import Workflow

/// Every open matter has one person responsible, where its unit or one above has people.
@Suite struct OwnerTests {
    /// The world with a book of everybody in it.
    private static func world(absences: [Absence] = []) throws -> World {
        var world = try World()
        world.context.people = PostBook(tenures: tenures(), absences: absences)
        return world
    }

    private static func tenures(_ period: (PersonID) -> Period = { _ in .always }) -> [Tenure] {
        World.everybody.flatMap { party in
            party.person.map { id in party.posts.map { Tenure(person: id, post: $0, period: period(id)) } } ?? []
        }
    }

    @Test func `the owner follows the matter: desk, liaison, whoever signs, the section, the desk, nobody`() throws {
        var world = try Self.world()
        var ticket = try world.filed(by: World.dispatcher, place: World.community)
        #expect(ticket.owner == World.dispatcher.person, "who files for the own unit")
        ticket = try world.after("accept", by: World.secondDispatcher, on: ticket)
        #expect(ticket.owner == World.secondDispatcher.person, "who accepts")
        ticket = try world.after("dispatch", by: World.dispatcher, on: ticket)
        #expect(ticket.owner == World.liaison.person, "the first role of a department")
        ticket = try world.after("sign", by: World.head, on: ticket)
        #expect(ticket.owner == World.head.person, "who signs")
        ticket = try world.after("assign_inside", by: World.liaison, on: ticket, input: ["section": 10])
        #expect(ticket.owner == World.handler.person)
        ticket = try world.after("return_inside", by: World.handler, on: ticket, words: ["reason": .some])
        #expect(ticket.owner == World.liaison.person)
        ticket = try world.after(
            "submit_result",
            by: World.liaison,
            on: ticket,
            input: ["outcome": "solved"],
            words: ["text": .some]
        )
        #expect(ticket.owner == World.dispatcher.person, "the desk's first")
        ticket = try world.after("verify", by: World.secondDispatcher, on: ticket)
        ticket = try world.after("call_back", by: World.dispatcher, on: ticket, input: ["callback": "satisfied"])
        #expect(ticket.isFinal && ticket.owner == nil)
    }

    @Test func `who is away when something happens is relieved, also by the clock`() throws {
        let monday = try #require(
            Period(from: World.time("2026-03-02T12:00:00"), until: World.time("2026-03-09T00:00:00"))
        )
        let liaison = try #require(World.liaison.person)
        var world = try Self.world(absences: [Absence(person: liaison, period: monday)])
        let ticket = try world.dispatched()
        #expect(ticket.owner == liaison)
        world.context.now = World.time("2026-03-02T17:00:00")
        let warned = world.machine.catchUp(ticket, until: world.context.now, in: world.context).advance
        #expect(warned.events.first?.timer != nil)
        #expect(warned.ticket?.owner == World.head.person, "the next role of the department")
    }

    @Test func `without a book nobody is named, and events are as they were`() throws {
        var world = try World()
        let ticket = try world.dispatched()
        #expect(ticket.owner == nil)
        #expect(!ticket.body.canonicalText.contains("owner"))
    }

    @Test(arguments: PropertyRuns.seeds(0...39))
    func `random lives with random people always have an owner who is there`(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        for life in 0..<6 {
            var world = try World()
            let book = Self.randomBook(&random)
            world.context.people = book
            var lives = try RandomLives(seed: UInt64(seed * 100 + life), world: world)
            do {
                try lives.live(tries: 60)
            } catch is Refusal {
                // Nobody may file by a post that is not in force.
                continue
            }
            #expect(try Ticket.fold(lives.events) == lives.ticket)
            var ticket: Ticket?
            for event in lives.events {
                if ticket == nil { ticket = try Ticket(first: event) } else { try ticket?.apply(event) }
                try Self.check(try #require(ticket), book, event, world.context.territory, "seed \(seed), life \(life)")
            }
        }
    }

    private static func check(
        _ ticket: Ticket,
        _ book: PostBook,
        _ event: Event,
        _ territory: UnitTree,
        _ comment: Comment
    ) throws {
        guard let unit = ticket.workingUnit else {
            #expect(ticket.owner == nil, comment)
            return
        }
        let chain = territory.chain(from: unit).map(\.id)
        func isStaffed(_ unit: UnitID) -> Bool {
            book.tenures(in: unit).contains {
                $0.period.contains(event.at) && !book.isAbsent($0.person, at: event.at)
                    && mayKnow($0.person, $0.post, ticket, territory)
            }
        }
        guard let owner = ticket.owner else {
            #expect(!chain.contains(where: isStaffed), comment)
            return
        }
        let seats = book.seats(of: owner, at: event.at).map(\.post.unit)
        #expect(seats.contains { chain.contains($0) }, "\(comment): \(event.seq)")
        if isStaffed(unit) { #expect(seats.contains(unit), "\(comment): \(event.seq)") }
    }

    /// 回避 and restricted matters: whoever may not see one cannot be responsible for it.
    private static func mayKnow(_ person: PersonID, _ post: Post, _ ticket: Ticket, _ territory: UnitTree) -> Bool {
        func listed(_ field: FieldName) -> [Int64] { ticket.facts[field]?.array?.compactMap(\.int) ?? [] }
        if listed("complained_people").contains(person.rawValue) { return false }
        let units = listed("complained_of").map { UnitID($0) }
        if units.contains(where: { $0 == post.unit || territory.isAbove($0, of: post.unit) }) { return false }
        let chiefs: Set<RoleName> = [
            "duty_leader", "street_head", "street_dispatcher", "department_liaison", "deputy_head", "department_head",
        ]
        return ticket.facts["restriction"] == nil || chiefs.contains(post.role)
            || listed("informed").contains(person.rawValue)
    }

    private static func randomBook(_ random: inout Seeded) -> PostBook {
        let start = World.time("2026-01-01T00:00:00")
        func period() -> Period {
            let ends = (0..<2).map { _ in start.advanced(bySeconds: Int64.random(in: 0...12_000_000, using: &random)) }
            return Period(from: ends.min() ?? start, until: ends.max() ?? start) ?? .always
        }
        var periods: [PersonID: Period] = [:]
        for party in World.everybody {
            guard let id = party.person else { continue }
            periods[id] = Int.random(in: 0...3, using: &random) == 0 ? period() : .always
        }
        let absences = World.everybody.compactMap(\.person).filter { _ in Int.random(in: 0...3, using: &random) == 0 }
            .map { Absence(person: $0, period: period()) }
        return PostBook(tenures: tenures { periods[$0] ?? .always }, absences: absences)
    }
}
