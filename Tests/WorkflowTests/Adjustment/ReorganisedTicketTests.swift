import TestSupport
import Testing
import Workflow

/// Running tickets that follow units which were reorganised.
@Suite struct ReorganisedTicketTests {
    private static let mark = PlanMark(name: "调整", hash: "00", source: "政函1号")

    /// The ticket after a plan, the world's tree becoming that of the plan.
    static func followed(_ ticket: Ticket, _ world: inout World, _ units: ReorganisedUnits) throws -> Ticket? {
        world.context.territory = units.tree
        return try world.machine.adjust(
            ticket,
            by: .reorganisation(units.succession, mark),
            ordered: .person(PersonID(110)),
            in: world.context
        )?.ticket
    }

    @Test func `place, desk and responsible unit go to who follows`() throws {
        var world = try World()
        let ticket = try world.filed(by: World.dispatcher, place: World.community)
        let units = try ReorganisationTests.units(
            ["merge": ["units": ["990101", "990102"], "into": ["code": "990109", "name": "新社区"]]]
        )
        let after = try #require(try Self.followed(ticket, &world, units))
        #expect([after.place, after.desk] == [UnitID(501), UnitID(501)])
        #expect(after.responsible == UnitID(501))
        #expect(after.clocks == ticket.clocks && after.state == ticket.state)
        #expect(try Self.followed(after, &world, units) == nil)
    }

    @Test func `of a split desk the part counts that stands over the place`() throws {
        var world = try World()
        var ticket = try world.filed(by: World.streetDispatcher, place: World.building)
        #expect(ticket.desk == World.street)
        ticket = try world.after("accept", by: World.streetDispatcher, on: ticket)
        let units = try ReorganisationTests.units([
            "split": [
                "unit": "9901", "into": [["code": "S1", "name": "东"], ["code": "S2", "name": "西"]],
                "below": ["S1": ["990102"], "S2": ["990101"]], "rest": "S1",
            ]
        ])
        let after = try #require(try Self.followed(ticket, &world, units))
        #expect(after.desk == UnitID(502) && after.responsible == UnitID(502) && after.place == World.building)
    }

    @Test func `where a place moves under another unit, the desk over it is found anew, at its level`() throws {
        var world = try World()
        let ticket = try world.filed(by: World.dispatcher, place: World.building)
        #expect(ticket.desk == World.community)
        let units = try ReorganisationTests.units(["move": ["unit": "99010101", "under": "990102"]])
        let after = try #require(try Self.followed(ticket, &world, units))
        #expect(after.desk == World.bareCommunity && after.responsible == World.bareCommunity)
        #expect(after.place == World.building)
        #expect(try Self.followed(after, &world, units) == nil)
    }

    @Test func `a lead that is merged is followed, with its part and the directory's proposal`() throws {
        var world = try World()
        var ticket = try world.after("sign", by: World.liaison, on: world.dispatched())
        let section: [FieldName: JSONValue] = ["section": .int(World.section.rawValue)]
        ticket = try world.after("assign_inside", by: World.liaison, on: ticket, input: section)
        let units = try ReorganisationTests.units(
            ["merge": ["units": ["99D1", "99D2"], "into": ["code": "99D9", "name": "城管局"]]]
        )
        let after = try #require(try Self.followed(ticket, &world, units))
        #expect(after.lead == UnitID(501) && after.responsible == UnitID(501) && after.rule?.lead == UnitID(501))
        #expect(after.inside == World.section, "the part stands below the new lead")
        let split = try ReorganisationTests.units(
            ["move": ["unit": "99D1A", "under": "99D2"]]
        )
        world.context.territory = try World.territory()
        let moved = try #require(try Self.followed(ticket, &world, split))
        #expect(moved.lead == World.water && moved.inside == nil)
    }

    @Test func `what is closed without a successor holds a matter back, and says why`() throws {
        var world = try World()
        let ticket = try world.filed(by: World.leader)
        let units = try ReorganisationTests.units(["close": ["unit": "9901010101"]])
        #expect(Refusal.code { try Self.followed(ticket, &world, units) ?? ticket } == "no_successor")
    }

    @Test func `what has ended stays, and a closed unit takes nothing new`() throws {
        var world = try World()
        let ticket = try world.filed(by: World.dispatcher, place: World.community)
        let done = try world.after(
            "decline",
            by: World.dispatcher,
            on: ticket,
            words: ["reason": .some, "route": .some]
        )
        let waiting = try world.after("accept", by: World.dispatcher, on: ticket)
        let units = try ReorganisationTests.units(
            ["merge": ["units": ["990101", "990102"], "into": ["code": "990109", "name": "新社区"]]],
            ["merge": ["units": ["99D1", "99D2"], "into": "99D2"]]
        )
        #expect(try Self.followed(done, &world, units) == nil)
        #expect(Refusal.code { try world.filed(place: World.community) } == "unit_closed")
        let water: [FieldName: JSONValue] = ["lead": .int(World.water.rawValue)]
        #expect(
            Refusal.code { try world.after("dispatch", by: World.dispatcher, on: waiting, input: water) }
                == "unit_closed"
        )
        #expect(Refusal.code { try world.after("dispatch", by: World.dispatcher, on: waiting) } == "unit_closed")
        // A rule that still names the closed department means who follows it.
        #expect(try world.filed(place: World.building).rule?.lead == World.parks)
        do throws(Refusal) {
            try world.machine.check(world.context, World.community)
        } catch {
            #expect(error.message.zh == "“一社区”（990101）已撤销，请改用“新社区”（990109）")
        }
    }
}

extension Machine {
    /// Whether a matter can be filed at a place.
    fileprivate func check(_ context: Context, _ place: UnitID) throws(Refusal) {
        let input: [FieldName: JSONValue] = ["category": "水务", "place": .int(place.rawValue)]
        let command = Command(act: "report", by: World.leader, input: input, words: ["text": .some])
        _ = try file(command, district: World.district, id: TicketID(1), in: context)
        Issue.record("filed")
    }
}

/// Random plans over random lives.
@Suite struct ReorganisedTicketPropertyTests {
    @Test(arguments: PropertyRuns.seeds(0...19))
    func `after any plan every open ticket has one open responsible unit, and goes on`(seed: Int) throws {
        var moved = 0
        for life in 0..<12 {
            let comment: Comment = "seed \(seed), life \(life)"
            var lives = try RandomLives(seed: UInt64(seed * 1_000 + life))
            try lives.live(tries: 1 + life * 2)
            let before = try #require(lives.ticket)
            var random = Seeded(UInt64(seed * 77 + life))
            let units = try Self.plan(&random).units(
                of: World.territory(),
                at: ReorganisationTests.at,
                ids: (501...520).map { UnitID($0) }
            )
            let after = try ReorganisedTicketTests.followed(before, &lives.world, units)
            #expect(!before.isFinal || after == nil, comment)
            guard !before.isFinal else { continue }
            let now = after ?? before
            check(now, units.tree, comment)
            #expect(try ReorganisedTicketTests.followed(now, &lives.world, units) == nil, comment)
            #expect(now.clocks == before.clocks && now.state == before.state && now.late == before.late, comment)
            if after != nil { moved += 1 }
            // A later event folds upon it as upon any other.
            let due = now.timers.first.map { $0.due.advanced(bySeconds: 1) } ?? lives.world.context.now
            let caught = lives.world.machine.catchUp(now, until: due, in: lives.world.context)
            #expect(caught.refused == nil, comment)
            if let later = caught.advance.ticket, !later.isFinal { check(later, units.tree, comment) }
        }
        #expect(moved > 0)
    }

    private func check(_ ticket: Ticket, _ tree: UnitTree, _ comment: Comment) {
        #expect(ticket.responsible != nil, comment)
        for unit in [ticket.place, ticket.desk, ticket.lead, ticket.responsible, ticket.bound, ticket.inside] {
            guard let unit else { continue }
            #expect(tree[unit] != nil && tree[unit]?.closing == nil, "\(unit): \(comment)")
        }
        if let lead = ticket.lead, let inside = ticket.inside { #expect(tree.isAbove(lead, of: inside), comment) }
    }

    /// A plan that can be carried out: some of the ways in which a street and its departments are reorganised.
    private static func plan(_ random: inout Seeded) throws -> Reorganisation {
        let ways: [[JSONValue]] = [
            [["merge": ["units": ["990101", "990102"], "into": ["code": "N1", "name": "新社区"]]]],
            [["merge": ["units": ["990101", "990102"], "into": "990102"]]],
            [
                ["move": ["unit": "99010101", "under": "990102"]],
                ["close": ["unit": "990101", "successor": "990102"]],
            ],
            [
                [
                    "split": [
                        "unit": "990101", "into": [["code": "N2", "name": "甲"], ["code": "N3", "name": "乙"]],
                        "below": ["N3": ["99010101"]], "rest": "N2",
                    ]
                ]
            ],
            [
                [
                    "split": [
                        "unit": "9901", "into": [["code": "N4", "name": "东"], ["code": "N5", "name": "西"]],
                        "below": ["N4": ["990102"], "N5": ["990101"]], "rest": "N4",
                    ]
                ]
            ],
            [["rename": ["unit": "990101", "name": "改名社区"]]],
        ]
        let offices: [[JSONValue]] = [
            [], [["merge": ["units": ["99D1", "99D2"], "into": ["code": "N6", "name": "城管局"]]]],
            [["merge": ["units": ["99D1", "99D2"], "into": "99D1"]]],
            [
                [
                    "split": [
                        "unit": "99D1", "into": [["code": "N7", "name": "供水"], ["code": "N8", "name": "排水"]],
                        "below": ["N8": ["99D1A"]], "rest": "N7",
                    ]
                ]
            ], [["move": ["unit": "99D1A", "under": "99D2"]]],
            [["close": ["unit": "99D1A", "successor": "99D1"]]],
        ]
        let steps = (ways.randomElement(using: &random) ?? []) + (offices.randomElement(using: &random) ?? [])
        return try Reorganisation(
            document: ["plan": "调整", "source": "政函1号", "effective": "2026-03-02", "steps": .array(steps)]
        )
    }
}
