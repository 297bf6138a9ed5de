import TestSupport
import Testing
import Workflow

/// Running tickets moved to another version of their definition.
@Suite struct MigrationTests {
    @Test func `both versions are sound, and so is the plan`() throws {
        #expect(try MigrationSamples.new.get().problems() == [])
        _ = try MigrationSamples.migration()
    }

    static let faults: [(String, JSONValue, String)] = [
        ("states", [:], "state_unmapped states.signed"),
        ("states", ["signed": "closed"], "target_final states.signed"),
        ("states", ["signed": "parked"], "no_way_back states.signed"),
        ("states", ["signed": "nowhere"], "unknown_state states.signed"),
        ("states", ["signed": "working", "nowhere": "working"], "unknown_state states.nowhere"),
        ("states", ["signed": "working", "closed": "working"], "source_final states.closed"),
        ("clocks.silence", "keep", "unknown_clock clocks.silence"),
        ("clocks.nothing", "keep", "unknown_clock clocks.nothing"),
        ("clocks.silence", ["to": "callback"], "clock_twice clocks.silence"),
        ("from", [1, 7], "unknown_version from[1]"), ("to", 9, "unknown_version to"),
        ("from", [1, 2], "same_version to"),
        ("drop.facts", [], "fact_unmapped drop.facts"), ("drop.counters", [], "counter_unmapped drop.counters"),
        ("drop.marks", ["whistler", "nobody"], "unknown_mark drop.marks"),
    ]

    @Test(arguments: faults) func `a fault of the plan is named with its place`(
        path: String,
        value: JSONValue,
        finding: String
    ) throws {
        let document = try MigrationSamples.document.setting(path, to: value)
        do {
            _ = try MigrationSamples.migration(document)
            Issue.record("found sound")
        } catch let problems as Problems {
            #expect(problems.all.map { "\($0.code) \($0.path)" }.contains(finding), "\(problems.all)")
        }
    }

    @Test(
        arguments: [
            ("clocks.silence", "faster", "unknown_word clocks.silence"), ("to", "two", "wrong_type to"),
            ("name", "x", "unknown_key name"), ("drop.words", [], "unknown_key drop.words"),
        ] as [(String, JSONValue, String)]
    )
    func `a plan that is none is refused`(path: String, value: JSONValue, finding: String) throws {
        do throws(Problem) {
            _ = try MigrationPlan(document: try! MigrationSamples.document.setting(path, to: value))
            Issue.record("read")
        } catch {
            #expect("\(error.code) \(error.path)" == finding)
        }
    }

    @Test func `clocks keep, begin anew, are reckoned anew, end, and begin`() throws {
        var world = try World()
        var ticket = try world.dispatched(category: "园林")
        let whole = ticket.clocks["whole"]
        ticket = try world.after("sign", by: World.otherLiaison, on: ticket, at: "2026-03-02T10:00:00")
        let moved = try #require(try Self.migrated(ticket, world))
        let after = try #require(moved.ticket)
        #expect(moved.events.count == 1 && moved.events[0].definition.version == 2)
        #expect(after.definition.version == 2 && after.state == "working")
        #expect(after.clocks["whole"] == whole)
        #expect(after.clocks["contact"] == nil && after.clocks["progress"]?.startedAt == world.context.now)
        #expect(after.responsible == World.parks)
        #expect(moved.events[0].adjustment == .version(from: 1, PlanMark(name: "新流程", hash: "00")))
        #expect(try Self.migrated(after, world) == nil, "a second time moves nothing")

        var other = try world.filed(by: World.dispatcher, place: World.community)
        other = try world.after("accept", by: World.dispatcher, on: other)
        let started = try #require(other.clocks["dispatch"]).startedAt
        world.context.now = world.context.now.advanced(bySeconds: 600)
        let dispatching = try #require(try Self.migrated(other, world)?.ticket?.clocks["dispatch"])
        #expect(dispatching.startedAt == started)
        #expect(try dispatching.limit == Limit("3wh"))
    }

    @Test func `an aside is moved with the state that it leads back to`() throws {
        var world = try World()
        let signed = try world.after("sign", by: World.liaison, on: world.dispatched())
        let input: [FieldName: JSONValue] = ["return_code": "not_ours"]
        let aside = try world.after("return", by: World.liaison, on: signed, input: input, words: ["evidence": .some])
        #expect(aside.back == "signed")
        let after = try #require(try Self.migrated(aside, world)?.ticket)
        #expect(after.state == "return_requested" && after.back == "working")
        #expect(after.clocks["return_ruling"] == aside.clocks["return_review"])
        #expect(after.clocks["sign"] == aside.clocks["sign"])
        var new = try World(machine: Machine(definition: MigrationSamples.new.get(), version: 2))
        new.context = world.context
        let back = try new.after("refuse_return", by: World.dispatcher, on: after, words: ["reason": .some])
        #expect(back.state == "working" && back.back == nil)
    }

    @Test func `tasks of a ticket stay as they are, and their end must be heard`() throws {
        var world = try World()
        world.context.ids = [TicketID(50)]
        let accepted = try world.after(
            "accept",
            by: World.dispatcher,
            on: world.filed(by: World.dispatcher, place: World.community)
        )
        let helpers: [FieldName: JSONValue] = ["co_handlers": [.int(World.parks.rawValue)]]
        let ticket = try world.after("dispatch", by: World.dispatcher, on: accepted, input: helpers)
        #expect(ticket.openChildren == [TicketID(50)])
        #expect(try Self.migrated(ticket, world)?.ticket?.children == ticket.children)
        let deaf = try MigrationSamples.new.get().with(["child_ended": .null])
        let plan = try MigrationPlan(document: MigrationSamples.document)
        let migration = try Migration(plan, hash: "00", versions: [1: MigrationSamples.old.get(), 2: deaf])
        let machine = Machine(definition: deaf, version: 2)
        #expect(
            Refusal.code {
                try machine.adjust(ticket, by: .migration(migration), ordered: .clock, in: world.context)?.ticket
                    ?? ticket
            } == "children_unheard"
        )
    }

    @Test func `a ticket that cannot move says why, and stays`() throws {
        var world = try World()
        let ticket = try world.dispatched()
        let changed = try MigrationSamples.new.get()
        func code(_ changes: JSONObject, _ ticket: Ticket) throws -> String? {
            let to = try changed.with(changes)
            let plan = try MigrationPlan(document: MigrationSamples.document)
            let migration = try Migration(plan, hash: "00", versions: [1: MigrationSamples.old.get(), 2: to])
            let machine = Machine(definition: to, version: 2)
            return Refusal.code {
                try machine.adjust(ticket, by: .migration(migration), ordered: .clock, in: world.context)?.ticket
                    ?? ticket
            }
        }
        #expect(try code([:], ticket) == nil)
        #expect(try code(["states.in_progress.responsible": "lead"], ticket) == nil)
        let inHand = try world.after(
            "accept",
            by: World.dispatcher,
            on: world.filed(by: World.dispatcher, place: World.community)
        )
        #expect(try code(["states.awaiting_dispatch.responsible": "lead"], inHand) == "no_responsible")
        let graded = try world.after("sign", by: World.liaison, on: ticket)
        let asked = try world.after(
            "ask_extension",
            by: World.liaison,
            on: graded,
            input: ["extension_days": 9],
            words: ["reason": .some]
        )
        #expect(try code(["fields.extension_days.max": 5], asked) == "no_counterpart_fact")
    }

    static func migrated(_ ticket: Ticket, _ world: World) throws -> Advance? {
        let migration = try MigrationSamples.migration()
        let version = Adjustment.migration(migration).version(for: ticket.definition)
        let machine = Machine(definition: try MigrationSamples.new.get(), version: version.version)
        return try machine.adjust(ticket, by: .migration(migration), ordered: .clock, in: world.context)
    }
}

/// Random lives, migrated at some moment, and going on.
@Suite struct MigrationPropertyTests {
    @Test(arguments: PropertyRuns.seeds(0...19))
    func `lives that are moved at any moment keep the invariants of the new version`(seed: Int) throws {
        let new = try MigrationSamples.new.get()
        var moved = 0
        for life in 0..<12 {
            let comment: Comment = "seed \(seed), life \(life)"
            var lives = try RandomLives(seed: UInt64(seed * 1_000 + life))
            try lives.live(tries: 2 + life * 2)
            guard let before = lives.ticket, !before.isFinal else { continue }
            let advance: Advance?
            do {
                advance = try MigrationTests.migrated(before, lives.world)
            } catch let refusal as Refusal {
                #expect(refusal.code == "no_responsible", "\(refusal.code) \(comment)")
                continue
            }
            let after = try #require(advance?.ticket, comment)
            moved += 1
            check(after, new, comment)
            #expect(try MigrationTests.migrated(after, lives.world) == nil, comment)
            lives.events += advance?.events ?? []
            lives.ticket = after
            var world = try World(machine: Machine(definition: new, version: 2))
            world.context = lives.world.context
            lives.world = world
            try lives.goOn(tries: 25)
            #expect(try Ticket.fold(lives.events) == lives.ticket, comment)
            if let end = lives.ticket, !end.isFinal { check(end, new, comment) }
            // The ledger's parts make the whole across the move.
            let (calendar, until) = (world.context.calendars.standard, lives.events.last?.at ?? world.context.now)
            let ledger = try TimeLedger(lives.events, calendar: calendar, until: until)
            let whole = calendar.workMicroseconds(from: lives.events[0].at, to: until)
            #expect(ledger.working == whole, comment)
            for event in lives.events {
                #expect(try Event(payload: JSONValue(parsing: event.payload.canonicalBytes), of: event) == event)
            }
        }
        #expect(moved > 0)
    }

    private func check(_ ticket: Ticket, _ definition: WorkflowDefinition, _ comment: Comment) {
        #expect(ticket.responsible != nil && ticket.definition.version == 2, comment)
        guard let state = definition.states[ticket.state] else { return #expect(Bool(false), comment) }
        #expect(state.isAside == (ticket.back != nil), comment)
        let around = ticket.back.flatMap { definition.states[$0] }
        let mayRun = Set([state, around].compactMap(\.self).flatMap { $0.clocks + $0.keeps })
        #expect(!ticket.clocks.isEmpty, comment)
        for (name, clock) in ticket.clocks {
            let pauses = definition.clocks[name]?.pauses.contains(ticket.state) ?? false
            #expect(mayRun.contains(name) || pauses || state.isAside, "\(name) in \(ticket.state): \(comment)")
            #expect((clock.paused != nil) == pauses, "\(name) in \(ticket.state): \(comment)")
        }
        #expect(ticket.counters["meetings"] == nil && ticket.people["whistler"] == nil, comment)
    }
}
