import Shipped
import Testing
import Workflow

/// 补录: telephone first, paper later, with number, person and outcome; never to make late in time by oneself.
@Suite struct BackdatingTests {
    private static let call: [FieldName: Words] = ["call_number": .some, "call_person": .some, "call_outcome": .some]

    private static func at(_ local: String) -> [FieldName: JSONValue] {
        ["occurred_at": .int(World.time(local).microseconds)]
    }

    /// First contact by telephone: due at the close of the next working day.
    private static func contacted(
        _ world: inout World,
        at entered: String,
        occurred: String,
        words: [FieldName: Words] = call
    ) throws -> Ticket {
        let signed = try world.after("sign", by: World.liaison, on: world.dispatched())
        return try world.after(
            "first_contact",
            by: World.liaison,
            on: signed,
            at: entered,
            input: at(occurred),
            words: words
        )
    }

    @Test func `in time and entered later is only counted`() throws {
        var world = try World()
        let ticket = try Self.contacted(&world, at: "2026-03-02T16:00:00", occurred: "2026-03-02T10:00:00")
        #expect(ticket.counters["backdated"] == 1 && ticket.claims.isEmpty && ticket.late.isEmpty)
        #expect(ticket.clocks["backdating_review"] == nil && ticket.clocks["contact"] == nil)
    }

    @Test func `late turns into in time only where a level up says so`() throws {
        for (act, party, isLate) in [
            ("grant_backdating", World.streetDispatcher, false), ("refuse_backdating", World.streetDispatcher, true),
            ("note", World.dispatcher, true),
        ] {
            var world = try World()
            let claimed = try Self.contacted(&world, at: "2026-03-04T09:00:00", occurred: "2026-03-03T17:00:00")
            #expect(claimed.late == ["contact"] && claimed.claims == ["contact"])
            #expect(claimed.clocks["backdating_review"] != nil)
            let own = Refusal.code { try world.after("grant_backdating", by: World.dispatcher, on: claimed) }
            #expect(own == "not_for_this_person")
            // Undecided, the clock refuses it at the close of the next working day.
            let words: [FieldName: Words] = act == "note" ? ["note": .some] : [:]
            let time = act == "note" ? "2026-03-06T09:00:00" : "2026-03-04T10:00:00"
            let decided = try world.after(ActionName(act) ?? "note", by: party, on: claimed, at: time, words: words)
            #expect(decided.claims.isEmpty && decided.late.contains("contact") == isLate, "\(act)")
            #expect(decided.clocks["backdating_review"] == nil)
        }
    }

    @Test func `late and entered later stays late`() throws {
        var world = try World()
        let ticket = try Self.contacted(&world, at: "2026-03-04T12:00:00", occurred: "2026-03-03T18:30:00")
        #expect(ticket.late == ["contact"] && ticket.claims.isEmpty && ticket.counters["backdated"] == 1)
    }

    @Test(arguments: [
        ("2026-03-02T08:59:59", "2026-03-02T16:00:00"), ("2026-03-02T16:00:01", "2026-03-02T16:00:00"),
        ("2026-03-02T10:00:00", "2026-03-03T10:00:01"),
    ])
    func `before the report, after now and too long ago are refused`(occurred: String, entered: String) throws {
        var world = try World()
        #expect(
            Refusal.code { try Self.contacted(&world, at: entered, occurred: occurred) } == "occurred_out_of_range"
        )
    }

    @Test(arguments: ["call_number", "call_person", "call_outcome"] as [FieldName])
    func `number, person and outcome must be given`(missing: FieldName) throws {
        var world = try World()
        var words = Self.call
        words[missing] = nil
        let code = Refusal.code {
            try Self.contacted(&world, at: "2026-03-02T16:00:00", occurred: "2026-03-02T10:00:00", words: words)
        }
        #expect(code == "missing_need")
    }

    @Test func `signed by the clock, though taken on by telephone`() throws {
        var world = try World()
        let dispatched = try world.dispatched()
        let input = Self.at("2026-03-02T11:00:00")
        let claimed = try world.after(
            "record_signing",
            by: World.liaison,
            on: dispatched,
            at: "2026-03-02T17:00:00",
            input: input,
            words: Self.call
        )
        #expect(claimed.state == "signed" && claimed.late == ["sign"] && claimed.claims == ["sign"])
        let granted = try world.after("grant_backdating", by: World.streetDispatcher, on: claimed)
        #expect(granted.late.isEmpty)
        let again = Refusal.code {
            try world.after("record_signing", by: World.liaison, on: granted, input: input, words: Self.call)
        }
        #expect(again == "not_late")
    }
}
