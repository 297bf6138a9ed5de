import Shipped
import TestSupport
import Testing
import Workflow

/// Clocks reckoned anew because calendars changed.
@Suite struct RecomputeTests {
    private var world: World

    init() throws {
        world = try World(machine: SmallDefinitions.parking())
        world.context.calendars = try CalendarYear.book()
    }

    private mutating func filed(at local: String, grade: JSONValue? = nil) throws -> Ticket {
        world.context.now = World.time(local)
        let input: [FieldName: JSONValue] = grade.map { ["grade": $0] } ?? [:]
        return try world.filed(by: World.dispatcher, category: "其他", place: World.community, input: input)
    }

    private func steps(_ ticket: Ticket, until local: String) -> [String] {
        world.machine.catchUp(ticket, until: World.time(local), in: world.context).advance.events.map {
            "\($0.timer?.step.code ?? "") \($0.at)"
        }
    }

    @Test mutating func `a deadline that ran into an unknown year is final once its list arrives`() throws {
        let ticket = try filed(at: "2026-12-21T09:30:00", grade: "complex")
        #expect(ticket.clocks["whole"]?.isProvisional == true)
        #expect(ticket.clocks["whole"]?.due == World.time("2027-01-04T18:00:00"))
        #expect(try world.recomputed(ticket) == nil, "nothing is known yet")

        world.context.now = World.time("2026-12-23T10:00:00")
        world.context.calendars = try CalendarYear.book(
            known: 2026...2027,
            off: ["2027-01-01"],
            makeUp: ["2027-01-03"]
        )
        let advance = try #require(try world.recomputed(ticket))
        let after = try #require(advance.ticket)
        // The first is off, the Sunday is worked: the tenth day is Monday the fourth, as before, and is final now.
        #expect(after.clocks["whole"]?.due == World.time("2027-01-04T18:00:00"))
        #expect(after.clocks["whole"]?.isProvisional == false)
        #expect(try world.recomputed(after) == nil)
        let event = try #require(advance.events.first)
        #expect(advance.events.count == 1 && event.act == nil && event.timer == nil)
        #expect(event.by.identity == .clock && event.adjustment == .calendars(["office"]))
        #expect(event.at == world.context.now && after.seq == ticket.seq + 1)

        world.context.calendars = try CalendarYear.book(known: 2026...2027, off: ["2027-01-01"])
        #expect(try world.moved(ticket).clocks["whole"]?.due == World.time("2027-01-05T18:00:00"))
    }

    @Test mutating func `a day off gives a day more, and a make-up workday that is taken back too`() throws {
        world.context.calendars = try CalendarYear.book(makeUp: ["2026-03-07"])
        let ticket = try filed(at: "2026-03-02T09:00:00")
        #expect(ticket.clocks["whole"]?.due == World.time("2026-03-07T18:00:00"))
        world.context.calendars = try CalendarYear.book()
        let monday = try world.moved(ticket)
        #expect(monday.clocks["whole"]?.due == World.time("2026-03-09T18:00:00"))
        world.context.calendars = try CalendarYear.book(off: ["2026-03-04"])
        let tuesday = try world.moved(monday)
        #expect(tuesday.clocks["whole"]?.due == World.time("2026-03-10T18:00:00"))
        #expect(tuesday.clocks["whole"]?.startedAt == ticket.clocks["whole"]?.startedAt)
        #expect(steps(tuesday, until: "2026-03-11T09:00:00").count == 2)
    }

    @Test mutating func `a warning that was given is not given twice`() throws {
        let ticket = try filed(at: "2026-03-02T09:00:00")
        world.context.now = World.time("2026-03-05T10:00:00")
        world.context.calendars = try CalendarYear.book(off: ["2026-03-06"])
        let after = try world.moved(ticket)
        #expect(after.clocks["whole"]?.warned == 1 && after.lamp == .yellow)
        #expect(steps(after, until: "2026-03-11T09:00:00") == ["due 2026-03-10T10:00:00Z"])
    }

    @Test mutating func `one that is no longer late by the new days is given back its time; its flag stays`() throws {
        let ticket = try filed(at: "2026-03-02T09:00:00")
        // Late since Monday at six; then Monday turns out to have been a typhoon day.
        world.context.now = World.time("2026-03-10T10:00:00")
        world.context.calendars = try CalendarYear.book(off: ["2026-03-09"])
        let after = try world.moved(ticket)
        #expect(after.clocks["whole"]?.isExpired == false && after.clocks["whole"]?.rung == nil)
        #expect(after.clocks["whole"]?.due == World.time("2026-03-10T18:00:00"))
        #expect(after.late == ["whole"])
        #expect(after.lamp == .yellow)
        #expect(steps(after, until: "2026-03-11T09:00:00") == ["due 2026-03-10T10:00:00Z"], "late a second time")
    }

    @Test mutating func `one that stays late climbs on from where it stood, by the new days`() throws {
        let ticket = try filed(at: "2026-03-02T09:00:00")
        world.context.now = World.time("2026-03-10T19:00:00")
        let late = world.machine.catchUp(ticket, until: world.context.now, in: world.context).advance.ticket
        #expect(late?.clocks["whole"]?.rung?.at == World.time("2026-03-11T18:00:00"))
        world.context.calendars = try CalendarYear.book(off: ["2026-03-11"])
        let after = try world.moved(#require(late))
        #expect(after.counters["nudges"] == 1, "the first step was taken on the tenth")
        #expect(after.clocks["whole"]?.rung?.at == World.time("2026-03-12T18:00:00"))
        #expect(after.clocks["whole"]?.isExpired == true)
    }

    @Test mutating func `what is left of a clock that stands still stays, but for days before its pause`() throws {
        var ticket = try filed(at: "2026-03-02T09:00:00")
        ticket = try world.after("park", by: World.dispatcher, on: ticket, at: "2026-03-04T09:00:00")
        let left = ticket.clocks["whole"]?.paused
        world.context.now = World.time("2026-03-05T09:00:00")
        world.context.calendars = try CalendarYear.book(off: ["2026-03-06"])
        let later = try world.moved(ticket)
        #expect(later.clocks["whole"]?.paused == left)
        world.context.calendars = try CalendarYear.book(off: ["2026-03-03"])
        let earlier = try world.moved(ticket)
        #expect(earlier.clocks["whole"]?.paused?.microseconds == left.map { $0.microseconds + 7 * 3_600_000_000 })
        let going = try world.after("unpark", by: World.dispatcher, on: earlier, at: "2026-03-05T09:00:00")
        #expect(going.clocks["whole"]?.due == World.time("2026-03-11T18:00:00"))
    }

    @Test mutating func `a due time from above stays as it was given, and what has ended stays as it ended`() throws {
        world.context.now = World.time("2026-03-02T09:00:00")
        let target: [FieldName: JSONValue] = ["target": .int(World.time("2026-03-20T12:00:00").microseconds)]
        let given = try world.filed(by: World.dispatcher, category: "其他", place: World.community, input: target)
        let done = try world.after("finish", by: World.dispatcher, on: filed(at: "2026-03-02T09:00:00"))
        world.context.calendars = try CalendarYear.book(off: ["2026-03-04", "2026-03-20"])
        #expect(try world.recomputed(given) == nil)
        #expect(try world.recomputed(done) == nil)
    }
}

/// The same over random lives of the shipped definition.
@Suite struct RecomputePropertyTests {
    @Test(arguments: PropertyRuns.seeds(0...9))
    func `reckoned anew is as if the days had been known from the start`(seed: Int) throws {
        var moved = 0
        for life in 0..<8 {
            let number = UInt64(seed * 1_000 + life)
            var lived = try Self.life(number, Self.plain)
            let before = try #require(lived.ticket)
            guard !before.isFinal else { continue }
            // What nobody has lived through yet is told now.
            let known = try CalendarYear.book(known: 2026...2027, Self.days(after: lived.world.context.now, number))
            let other = try Self.life(number, known)
            lived.world.context.calendars = known
            #expect(other.events.map(\.at) == lived.events.map(\.at), "seed \(seed), life \(life)")
            let after = try lived.world.recomputed(before)?.ticket ?? before
            #expect(after.clocks == other.ticket?.clocks, "seed \(seed), life \(life)")
            #expect(try lived.world.recomputed(after) == nil)
            if after != before { moved += 1 }
        }
        #expect(moved > 0)
    }

    @Test(arguments: PropertyRuns.seeds(0...9))
    func `the same days move nothing, and a second time nothing more`(seed: Int) throws {
        for life in 0..<8 {
            let number = UInt64(seed * 1_000 + life)
            var lived = try Self.life(number, Self.plain, tries: 6 + 2 * life)
            let ticket = try #require(lived.ticket)
            #expect(try lived.world.recomputed(ticket) == nil, "seed \(seed), life \(life)")
            // Days that were lived through turn out otherwise.
            var random = Seeded(number)
            let days = Set(
                (0..<6).map { _ in LocalDate(daysSinceEpoch: 20_458 + Int.random(in: 0..<200, using: &random)) }
            )
            lived.world.context.calendars = try CalendarYear.book(
                known: 2026...2027,
                days.map { DayException(date: $0, name: "改", kind: Bool.random(using: &random) ? .off : .makeUp) }
            )
            guard let after = try lived.world.recomputed(ticket) else { continue }
            let again = try #require(after.ticket)
            let (machine, context) = (lived.world.machine, lived.world.context)
            #expect(try machine.adjust(again, by: .calendars(["office"]), ordered: .clock, in: context) == nil)
            #expect(ticket.late.isSubset(of: again.late) && ticket.state == again.state)
        }
    }

    /// The year 2026 without a holiday.
    private static var plain: CalendarBook { get throws { try known.get() } }
    private static let known = Result { try CalendarYear.book() }
    /// The shipped definition with clocks that run for days wherever a random life stands.
    private static let slow = Result {
        let days: JSONObject = [
            "clocks.accept.limit": "6wd", "clocks.dispatch.limit": "5bd", "clocks.sign.limit": "30wh",
            "clocks.verify.limit": "12d", "clocks.triage.limit": "9wd", "clocks.callback.limit": "4wd",
        ]
        return Machine(definition: try Shipped.definition("issue").with(days), version: 1)
    }

    private static func life(_ seed: UInt64, _ book: CalendarBook, tries: Int = 9) throws -> RandomLives {
        var world = try World(machine: slow.get())
        world.context.calendars = book
        var lives = try RandomLives(seed: seed, world: world)
        try lives.live(tries: tries)
        return lives
    }

    /// Most of the next five weeks is otherwise, from the day on that nobody has lived through.
    private static func days(after now: Instant, _ seed: UInt64) -> [DayException] {
        var random = Seeded(seed &+ 7)
        let first = Int(now.advanced(bySeconds: 8 * 3_600).microseconds / 86_400_000_000) + 1
        return (first..<first + 35).filter { _ in Int.random(in: 0..<4, using: &random) > 0 }.map {
            DayException(
                date: LocalDate(daysSinceEpoch: $0),
                name: "改",
                kind: Int.random(in: 0..<4, using: &random) > 0 ? .off : .makeUp
            )
        }
    }
}
