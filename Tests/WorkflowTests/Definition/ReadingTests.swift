import Testing
import Workflow

/// What a document must not say is refused where it says it.
@Suite struct ReadingTests {
    static let faults: [(String, String, JSONValue?)] = [
        ("unknown_key tittle", "tittle", "x"),
        ("unknown_key states.signed.clock", "states.signed.clock", "sign"),
        ("unknown_key states.closed.clocks", "states.closed.clocks", ["whole"]),
        ("unknown_key states.closed.responsible", "states.closed.responsible", "desk"),
        ("unknown_key clocks.sign.limits", "clocks.sign.limits", "1h"),
        ("unknown_key clocks.accept.limit.normal", "clocks.accept.limit.normal", "1h"),
        ("unknown_key ladders.chase[1].act", "ladders.chase.1.act", "urge"),
        ("unknown_key actions.sign.need", "actions.sign.need", "note"),
        ("unknown_key actions.call_back.to[1].if", "actions.call_back.to.1.if", "x"),
        ("unknown_key fields.note.maximum", "fields.note.maximum", 3),
        ("unknown_key title.fr", "title.fr", "x"),
        ("missing_key definition", "definition", nil),
        ("missing_key title", "title", nil),
        ("missing_key title.en", "title.en", nil),
        ("missing_key states.signed.responsible", "states.signed.responsible", nil),
        ("missing_key clocks.sign.limit", "clocks.sign.limit", nil),
        ("missing_key clocks.accept.limit.urgent", "clocks.accept.limit.urgent", nil),
        ("missing_key clocks.whole.limit.else", "clocks.whole.limit.else", nil),
        ("not_hours clocks.whole.limit.earlier", "clocks.whole.limit.earlier", "1wd"),
        (
            "not_hours clocks.return_window.limit.earlier", "clocks.return_window.limit.earlier",
            ["ordinary": "4wh", "urgent": "1d"]
        ),
        ("missing_key clocks.return_window.limit.earlier", "clocks.return_window.limit.earlier", nil),
        ("missing_key upper.number", "upper.number", nil), ("unknown_key upper.colour", "upper.colour", "red"),
        ("missing_key ladders.chase[0].after", "ladders.chase.0.after", nil),
        ("missing_key actions.sign.from", "actions.sign.from", nil),
        ("missing_key fields.note.max", "fields.note.max", nil),
        ("missing_key fields.grade.choices", "fields.grade.choices", nil),
        ("missing_key fields.note.form", "fields.note.form", nil),
        ("wrong_type states", "states", ["reported"]),
        ("wrong_type states.signed", "states.signed", "x"),
        ("wrong_type states.closed.final", "states.closed.final", "yes"),
        ("wrong_type states.signed.title.zh", "states.signed.title.zh", ""),
        ("wrong_type states.signed.title", "states.signed.title", 5),
        ("wrong_type clocks.silence.lamp", "clocks.silence.lamp", 1),
        ("wrong_type fields.note.max", "fields.note.max", "many"),
        ("wrong_type fields.note.max", "fields.note.max", -1),
        ("wrong_type actions.note.guards[0]", "actions.note.guards", [[:]]),
        ("wrong_type actions.note.guards[0]", "actions.note.guards", [["not": "by_clock", "any": []]]),
        ("wrong_type actions.note.guards[0].at_least", "actions.note.guards", [["at_least": 3]]),
        ("wrong_type actions.note.by[0]", "actions.note.by.0", ["desk": [], "lead": []]),
        ("bad_name definition", "definition", "Issue"),
        ("bad_name states.Signed", "states.Signed", ["title": ["zh": "x", "en": "x"]]),
        ("bad_name actions.sign.to", "actions.sign.to", "a b"),
        ("bad_name actions.sign.needs[0]", "actions.sign.needs", ["1st"]),
        ("bad_name ladder[1]", "ladder.1", "楼栋"),
        ("bad_name clocks.sign.warn[0].lead[0]", "clocks.sign.warn.0.lead.0", "-"),
        ("bad_limit clocks.callback.limit", "clocks.callback.limit", "3 days"),
        ("bad_limit clocks.callback.limit", "clocks.callback.limit", "0wd"),
        ("bad_limit clocks.accept.limit.urgent", "clocks.accept.limit.urgent", "15"),
        ("bad_limit clocks.callback.limit", "clocks.callback.limit", "99999999999999999999d"),
        ("bad_limit ladders.chase[1].after", "ladders.chase.1.after", "-1wd"),
        ("unknown_word states.signed.responsible", "states.signed.responsible", "nobody"),
        ("nobody_responsible states.signed.responsible", "states.signed.responsible", "none"),
        ("unknown_word actions.sign.by[0]", "actions.sign.by.0", "everyone"),
        ("unknown_word fields.note.form", "fields.note.form", "text"),
        ("unknown_word clocks.whole.limit.else.else.from", "clocks.whole.limit.else.else.from", "catalogue"),
        (
            "bad_range fields.note", "fields.note",
            ["title": ["zh": "x", "en": "x"], "form": "number", "min": 2, "max": 1]
        ),
        ("bad_percent clocks.sign.warnings[0]", "clocks.sign.warnings.0", "80"),
        ("bad_percent clocks.sign.warnings[0]", "clocks.sign.warnings.0", "100%"),
        ("bad_percent clocks.sign.warnings[0]", "clocks.sign.warnings.0", "0%"),
        ("bad_percent clocks.sign.warnings[1]", "clocks.sign.warnings.1", "many"),
        ("cases_not_exhaustive actions.call_back.to", "actions.call_back.to.3.when", "by_clock"),
        ("cases_not_exhaustive actions.call_back.to", "actions.call_back.to", []),
        ("unknown_guard actions.note.guards", "actions.note.guards", "level_below"),
        ("unknown_guard actions.note.guards.only", "actions.note.guards", ["only": "x"]),
        ("unknown_guard actions.close.guards[0].any[0]", "actions.close.guards.0.any.0", "clock"),
        ("unknown_effect actions.elevate.effects[0]", "actions.elevate.effects.0", "lift"),
        ("unknown_effect actions.elevate.effects[1].begin", "actions.elevate.effects.1", ["begin": "accept"]),
        ("unknown_effect actions.call_back.to[2].effects[0].add", "actions.call_back.to.2.effects.0", ["add": "x"]),
    ]

    @Test(arguments: faults) func `a fault is refused at its place`(finding: String, path: String, value: JSONValue?)
        throws
    {
        #expect(Document.findings(try Document.issue.setting(path, to: value)) == [finding])
    }

    @Test func `faults of all sections are reported at once, in the order of the document`() throws {
        let document = try Document.issue
            .setting("extra", to: 1).setting("definition", to: "I").setting("title.en", to: nil)
            .setting("fields.note.form", to: "text").setting("fields.reason.max", to: nil)
            .setting("clocks.sign.limit", to: "soon").setting("ladders.chase.0.after", to: nil)
            .setting("states.signed.responsible", to: "me").setting("actions.note.by.0", to: "all")
            .setting("actions.urge.guards", to: "never")
        #expect(
            Document.findings(document) == [
                "unknown_key extra", "bad_name definition", "missing_key title.en", "unknown_word fields.note.form",
                "missing_key fields.reason.max", "bad_limit clocks.sign.limit", "missing_key ladders.chase[0].after",
                "unknown_word states.signed.responsible", "unknown_word actions.note.by[0]",
                "unknown_guard actions.urge.guards",
            ]
        )
    }

    @Test(arguments: [.null, true, 0, "issue", [], [["definition": "issue"]]] as [JSONValue])
    func `a document that is no map is refused`(document: JSONValue) {
        #expect(Document.findings(document).first == "wrong_type ")
    }

    @Test func `an empty map lacks what every definition has`() {
        #expect(Document.findings([:]) == ["missing_key definition", "missing_key title"])
    }

    @Test func `what is read is what was written`() throws {
        let definition = try WorkflowDefinition(document: Document.issue)
        #expect(definition.name == "issue")
        #expect(definition.ladder == ["stairwell", "building", "grid", "compound", "village", "community", "street"])
        #expect(definition.states["reported"]?.keeps.first == "whole")
        #expect(definition.states["parked"]?.keeps.contains("reply") == true, "kept by the whole definition")
        #expect(definition.states["closed"]?.keeps == [])
        #expect(definition.clocks["silence"]?.lamp == false)
        #expect(definition.clocks["sign"]?.warnings == [80])
        #expect(definition.clocks["callback"]?.limit == .fixed(try Limit("1wd")))
        #expect(definition.ladders["chase"]?.map(\.act) == ["urge", "supervise", nil, nil])
        #expect(definition.actions["urge"]?.from == .open)
        #expect(definition.actions["close"]?.guards == [.any([.byClock, .atLeast("call_attempts", 3)])])
        #expect(definition.actions["elevate"]?.effects.prefix(3) == [.elevate, .reset("asks"), .restart("accept")])
        #expect(definition.actions["call_back"]?.cases.map(\.to) == ["to_fill_back", "closed", "rework", nil])
        #expect(
            definition.actions["dispatch"]?.guards == [.deskKind(["village", "community", "street"]), .leadAllowed]
        )
        #expect(definition.document == (try Document.issue))
    }
}
