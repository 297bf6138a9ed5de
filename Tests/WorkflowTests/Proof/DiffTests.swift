import Testing
import Workflow

/// What a change of a definition means for tickets that run by the old one.
@Suite struct DiffTests {
    struct Change: Sendable, CustomTestStringConvertible {
        let found: String
        let path: String
        let value: JSONValue?

        init(_ found: String, _ path: String, _ value: JSONValue?) {
            (self.found, self.path, self.value) = (found, path, value)
        }

        var testDescription: String { found }
    }

    static let changes = [
        Change("compatible words_changed states.signed", "states.signed.title.en", "At work"),
        Change("needsMapping holder_changed states.signed", "states.signed.responsible", "desk"),
        Change("needsMapping clocks_of_state states.signed", "states.signed.clocks", ["whole"]),
        Change("needsMapping aside_changed states.parked", "states.parked.aside", nil),
        Change(
            "breaking end_moved states.declined",
            "states.declined",
            ["title": ["zh": "不", "en": "No"], "responsible": "desk"]
        ),
        Change("needsMapping state_gone states.withdrawn", "states.withdrawn", nil),
        Change("needsMapping limit_changed clocks.verify", "clocks.verify.limit", "2wd"),
        Change("needsMapping pauses_changed clocks.whole", "clocks.whole.pauses", ["parked"]),
        Change("compatible clock_changed clocks.whole", "clocks.whole.warnings", ["50%"]),
        Change("needsMapping ladder_changed ladders.chase", "ladders.chase.3", nil),
        Change("compatible ladder_changed ladders.chase", "ladders.chase.3.after", "6wd"),
        Change("needsMapping choices_gone fields.outcome", "fields.outcome.choices.partly", nil),
        Change("compatible field_changed fields.outcome", "fields.outcome.choices.partly.en", "half"),
        Change("compatible field_gone fields.route", "fields.route", nil),
        Change("needsMapping field_gone fields.grade", "fields.grade", nil),
        Change("compatible act_gone actions.interview", "actions.interview", nil),
        Change("compatible act_changed actions.sign", "actions.sign.may", ["note"]),
        Change("breaking level_gone ladder", "ladder.0", nil),
        Change("compatible leads_changed leads", "leads", ["department"]),
        Change("breaking children_unheard child_ended", "child_ended", nil),
        Change("breaking other_definition definition", "definition", "matter"),
    ]

    @Test(arguments: changes) func `a change is known for what it is`(change: Change) throws {
        let old = try WorkflowDefinition(document: Document.issue)
        let new = try WorkflowDefinition(document: Document.issue.setting(change.path, to: change.value))
        let found = new.changes(since: old).map { "\($0.weight) \($0.code) \($0.path)" }
        #expect(found == [change.found])
    }

    @Test func `what is added is compatible, and taking it away again is the other way round`() throws {
        let old = try WorkflowDefinition(document: Document.issue)
        let new = try WorkflowDefinition(
            document: Document.issue
                .setting("fields.colour", to: ["title": ["zh": "颜色", "en": "Colour"], "form": "flag", "keep": true])
                .setting("clocks.tea", to: ["title": ["zh": "茶", "en": "Tea"], "limit": "1h"])
                .setting("actions.wait", to: ["title": ["zh": "等", "en": "Wait"], "from": "open", "by": ["desk"]])
        )
        #expect(new.changes(since: old).map(\.code) == ["act_new", "clock_new", "field_new"])
        #expect(old.changes(since: new).map(\.code) == ["clock_gone", "field_gone", "act_gone"])
        #expect(old.changes(since: old).isEmpty)
    }
}
