import Testing
import Workflow

/// Commands that cannot be admitted, each with the code that says why.
@Suite struct AdmissionTests {
    /// The machine of a definition whose act `note` takes a field of every form.
    static func machine() throws -> Machine {
        func field(_ form: String, _ more: JSONObject = [:]) -> JSONValue {
            let base: JSONObject = ["title": ["zh": "项", "en": "Item"], "form": .string(form)]
            return .object(base.merging(more) { $1 })
        }
        let document = try Document.issue
            .setting("fields.done", to: field("flag"))
            .setting("fields.floors", to: field("number", ["min": -2, "max": 9]))
            .setting("fields.wanted", to: field("limit"))
            .setting(
                "actions.note.may",
                to: ["contact_name", "callback", "done", "floors", "lead", "category", "target_due", "wanted"]
            )
        return Machine(definition: try WorkflowDefinition(document: document), version: 1)
    }

    static let bad: [(FieldName, JSONValue, String)] = [
        ("note", "text in the open", "bad_field"), ("contact_name", "李四", "bad_field"),
        ("callback", "happy", "bad_field"), ("callback", 1, "bad_field"), ("callback", .null, "bad_field"),
        ("done", "true", "bad_field"), ("done", 1, "bad_field"), ("floors", 10, "bad_field"),
        ("floors", -3, "bad_field"),
        ("floors", "3", "bad_field"), ("floors", .int(.min), "bad_field"), ("lead", "水务局", "bad_field"),
        ("lead", 99, "unknown_unit"), ("lead", .int(.min), "unknown_unit"), ("category", 5, "bad_field"),
        ("category", "水务/没有", "unknown_category"), ("category", "", "unknown_category"),
        ("target_due", "2026-03-02", "bad_field"), ("target_due", -1, "time_out_of_range"),
        ("target_due", .int(.max), "time_out_of_range"), ("target_due", 7_258_118_400_000_001, "time_out_of_range"),
        ("wanted", 5, "bad_field"), ("wanted", "5 days", "bad_field"), ("wanted", "0d", "bad_field"),
        ("outcome", "solved", "unexpected_field"), ("nothing", true, "unexpected_field"),
    ]

    @Test(arguments: bad) func `a field takes its own form only`(field: FieldName, value: JSONValue, code: String)
        throws
    {
        let world = try World(machine: Self.machine())
        let ticket = try world.filed()
        let command = Command(act: "note", by: World.leader, input: [field: value], words: ["note": .some])
        #expect(refusal { try world.machine.decide(command, on: ticket, in: world.context) }?.code == code)
    }

    @Test func `a field takes what fits, to the ends of its range`() throws {
        let world = try World(machine: Self.machine())
        let ticket = try world.filed()
        for input: [FieldName: JSONValue] in [
            ["callback": "refused"], ["done": false], ["floors": -2], ["floors": 9], ["lead": 5], ["category": "水务/停水"],
            ["target_due": 0], ["target_due": 7_258_118_400_000_000], ["wanted": "5wd@office"], ["wanted": "0"],
        ] {
            let command = Command(act: "note", by: World.leader, input: input, words: ["note": .some])
            #expect(refusal { try world.machine.decide(command, on: ticket, in: world.context) } == nil)
        }
    }

    @Test func `an act that is unknown, not for this state, or not for this person is refused`() throws {
        var world = try World()
        let ticket = try world.filed()
        #expect(refused(world, "fly", by: World.leader, on: ticket) == .unknownAct("fly"))
        #expect(refused(world, "sign", by: World.leader, on: ticket)?.code == "not_in_this_state")
        #expect(refused(world, "report", by: World.leader, on: ticket)?.code == "not_in_this_state")
        #expect(refused(world, "accept", by: World.gridWorker, on: ticket)?.code == "not_for_this_person")
        #expect(refused(world, "accept", by: Party(identity: .resident), on: ticket)?.code == "not_for_this_person")
        #expect(refused(world, "accept", by: .clock, on: ticket)?.code == "not_for_this_person")
        let nobody = Party(identity: World.leader.identity)
        #expect(refused(world, "accept", by: nobody, on: ticket)?.code == "not_for_this_person")
        let signed = try world.after("sign", by: World.liaison, on: world.dispatched())
        #expect(refused(world, "submit_result", by: World.otherLiaison, on: signed)?.code == "missing_need")
        #expect(refused(world, "first_contact", by: World.otherLiaison, on: signed)?.code == "not_for_this_person")
    }

    @Test func `an act that is no filing files nothing`() throws {
        let world = try World()
        let accept = Command(act: "accept", by: World.leader)
        #expect(filing(world, accept)?.code == "not_in_this_state")
        #expect(filing(world, Command(act: "fly", by: World.leader)) == .unknownAct("fly"))
    }

    @Test(
        arguments: [
            (["place": 4], "missing_need"), (["category": "水务"], "missing_need"),
            (["category": "水务", "place": 77], "unknown_unit"), (["category": "水务", "place": 5], "place_off_ladder"),
            (["category": "水务", "place": 9], "place_off_ladder"), (["category": "天文", "place": 4], "unknown_category"),
            (["category": "水务", "place": 4, "urgency": "now"], "bad_field"),
        ] as [([FieldName: JSONValue], String)]
    )
    func `a filing without a place on the ladder or a known category is refused`(
        input: [FieldName: JSONValue],
        code: String
    ) throws {
        let command = Command(act: "report", by: World.leader, input: input, words: ["text": .some])
        #expect(filing(try World(), command)?.code == code)
    }

    @Test func `a need is met by something to read`() throws {
        let world = try World()
        let ticket = try world.filed()
        for text in ["", " ", "\n\t\u{3000}"] {
            let words: [FieldName: Words] = ["note": Words(text: text, digest: "00")]
            #expect(refused(world, "note", by: World.leader, on: ticket, words: words)?.code == "missing_need")
        }
        #expect(refused(world, "note", by: World.leader, on: ticket)?.message.zh == "“补记”需要填写“说明”")
    }

    @Test func `a text has its length and no NUL`() throws {
        let world = try World()
        let ticket = try world.filed()
        func note(_ text: String) -> Refusal? {
            refused(world, "note", by: World.leader, on: ticket, words: ["note": Words(text: text, digest: "00")])
        }
        #expect(note(String(repeating: "字", count: 2_000)) == nil)
        let long = note(String(repeating: "字", count: 2_001))
        #expect(long?.code == "text_too_long")
        #expect(long?.message.zh == "“说明”最多 2000 字，现有 2001 字")
        #expect(
            note("e" + String(repeating: "\u{301}", count: 2_000))?.code == "text_too_long",
            "one letter, 2001 signs"
        )
        #expect(note("a\0b")?.code == "text_has_nul")
        let words: [FieldName: Words] = ["note": .some, "reason": .some]
        #expect(refused(world, "note", by: World.leader, on: ticket, words: words)?.code == "unexpected_field")
        let choice: [FieldName: Words] = ["note": .some, "grade": .some]
        #expect(refused(world, "correct", by: World.leader, on: ticket, words: choice)?.code == "missing_need")
        let grade: [FieldName: Words] = ["reason": .some, "grade": .some]
        #expect(refused(world, "correct", by: World.leader, on: ticket, words: grade)?.code == "bad_field")
    }

    @Test func `a caller who has seen another step is told so`() throws {
        let world = try World()
        let ticket = try world.filed()
        for expected in [0, 2, -1, .max] {
            let command = Command(act: "accept", by: World.leader, expectedSeq: expected)
            let why = refusal { try world.machine.decide(command, on: ticket, in: world.context) }
            #expect(why == .stale(expected: expected, actual: 1))
        }
        let command = Command(act: "accept", by: World.leader, expectedSeq: 1)
        #expect(refusal { try world.machine.decide(command, on: ticket, in: world.context) } == nil)
    }

    @Test func `a lead must be a unit that can lead, and there must be one`() throws {
        var world = try World()
        var ticket = try world.filed(by: World.dispatcher, category: "其他", place: World.community)
        ticket = try world.after("accept", by: World.dispatcher, on: ticket)
        #expect(refused(world, "dispatch", by: World.dispatcher, on: ticket) == .noLead(category: "其他"))
        let grid = refused(world, "dispatch", by: World.dispatcher, on: ticket, input: ["lead": 3])
        #expect(grid?.code == "cannot_lead")
        world.context.directory = try Workflow.Directory([
            DirectoryRule(id: "G", category: "其他", place: nil, lead: UnitID(404))
        ])
        ticket = try world.filed(by: World.dispatcher, category: "其他", place: World.community)
        ticket = try world.after("accept", by: World.dispatcher, on: ticket)
        #expect(
            refused(world, "dispatch", by: World.dispatcher, on: ticket)?.code == "cannot_lead",
            "the directory names a unit that is no more"
        )
    }

    @Test func `a limit on a calendar that is not there is refused, and the ticket stays as it was`() throws {
        let document = try Document.issue.setting("clocks.dispatch.limit", to: "2wh@moon")
        let world = try World(machine: Machine(definition: WorkflowDefinition(document: document), version: 1))
        let ticket = try world.filed(by: World.dispatcher, place: World.community)
        let why = refused(world, "accept", by: World.dispatcher, on: ticket)
        #expect(why?.code == "unknown_calendar")
        #expect(why?.message.zh.contains("moon") == true)
    }

    @Test func `a ticket of another definition is refused, not fatal`() throws {
        var world = try World()
        let ticket = try world.dispatched()
        let without = try Document.issue
            .setting("clocks.sign", to: nil).setting("states.dispatched.clocks", to: ["whole"])
        let other = Machine(definition: try WorkflowDefinition(document: without), version: 2)
        let caught = other.catchUp(ticket, until: World.time("2026-03-02T17:00:00"), in: world.context)
        #expect(caught.refused?.why == .notInDefinition("sign"))
        let stateless = try Document.issue.setting("states.signed", to: nil)
        let third = Machine(definition: try WorkflowDefinition(document: stateless), version: 3)
        let sign = Command(act: "sign", by: World.liaison)
        #expect(refusal { try third.decide(sign, on: ticket, in: world.context) } == .notInDefinition("signed"))
    }
}

extension AdmissionTests {
    private func refused(
        _ world: World,
        _ act: ActionName,
        by party: Party,
        on ticket: Ticket,
        input: [FieldName: JSONValue] = [:],
        words: [FieldName: Words] = [:]
    ) -> Refusal? {
        let command = Command(act: act, by: party, input: input, words: words)
        return refusal { try world.machine.decide(command, on: ticket, in: world.context) }
    }

    private func filing(_ world: World, _ command: Command) -> Refusal? {
        refusal { try world.machine.file(command, district: World.district, id: TicketID(1), in: world.context) }
    }
}

/// Why a decision is refused; nil where it is not.
func refusal(_ body: () throws -> some Any) -> Refusal? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? Refusal
    }
}
