import Testing
import Workflow

/// Each break of the shipped definition is found, under its code and at its place.
@Suite struct ProblemsTests {
    struct Break: Sendable, CustomTestStringConvertible {
        let finding: String
        let path: String
        let value: JSONValue?

        init(_ finding: String, _ path: String, _ value: JSONValue?) {
            self.finding = finding
            self.path = path
            self.value = value
        }

        var testDescription: String { finding }
    }

    static let names = [
        Break("unknown_clock states.signed.clocks", "states.signed.clocks.0", "contract"),
        Break("unknown_clock states.reported.clocks", "states.reported.keeps", ["hole"]),
        Break("unknown_clock actions.call_back.effects", "actions.call_back.to.3.effects.1.restart", "silent"),
        Break("unknown_clock actions.first_contact.effects", "actions.first_contact.effects.1.stop", "contract"),
        Break("unknown_clock actions.note.guards", "actions.note.guards", [["not": ["in_time": "wholly"]]]),
        Break("unknown_ladder clocks.sign.ladder", "clocks.sign.ladder", "sign_four"),
        Break("unknown_action ladders.chase", "ladders.chase.0.do", "urgent"),
        Break("unknown_state actions.sign.from", "actions.sign.from.0", "despatched"),
        Break("unknown_state actions.verify.to", "actions.verify.to", "awaiting"),
        Break("unknown_state clocks.whole.pauses", "clocks.whole.pauses", ["frozen"]),
        Break("unknown_field actions.decline.needs", "actions.decline.needs.0", "reasons"),
        Break("unknown_field actions.note.may", "actions.note.may", ["remark"]),
        Break("unknown_field actions.call_back.guards", "actions.call_back.to.1.when.field", ["call": "x"]),
        Break("unknown_field passes_on.fields", "passes_on.fields.0", "complaints"),
        Break("unknown_field clocks.whole.limit", "clocks.whole.limit.given", "target"),
        Break("wrong_form upper.platform", "upper.platform", "grade"),
        Break("unknown_field upper.number", "upper.number", "no_such"),
        Break("unknown_counter upper.answered", "upper.answered", "no_such"),
        Break("unknown_clock upper.clock", "upper.clock", "no_such"),
        Break("unknown_clock upper.fill_back", "upper.fill_back", "no_such"),
        Break("unknown_counter upper.contacted", "upper.contacted", "no_such"),
        Break("unknown_field upper.outcome", "upper.outcome", "no_such"),
        Break("wrong_form upper.callback", "upper.callback", "upper_due"),
        Break("unknown_field upper.ending", "upper.ending", "no_such"),
        Break("unknown_action upper.corrected.by", "upper.corrected.by", "no_such"),
        Break("wrong_form upper.corrected.times", "upper.corrected.times", ["grade"]),
        Break("not_taken_by_act upper.corrected.times", "upper.corrected.times", ["upper_due", "target_due"]),
        Break("act_asks_more upper.corrected.by", "actions.correct.needs", ["reason", "category"]),
        Break("unknown_field clocks.return_window.limit", "clocks.return_window.limit.within", "target"),
        Break("unknown_choice actions.call_back.guards", "actions.call_back.to.1.when.field.callback", "happy"),
        Break("unknown_choice clocks.whole.limit", "clocks.whole.limit.else.else.else.values.trivial", "1h"),
        Break("unknown_kind actions.accept.guards", "actions.accept.to.0.when.desk_kind", ["comunity"]),
        Break("field_not_kept clocks.whole.limit", "fields.grade.keep", false),
        Break("wrong_form clocks.whole.limit", "clocks.whole.limit.given", "grade"),
        Break("wrong_form clocks.whole.limit", "clocks.whole.limit.else.else.else.field", "target_due"),
        Break("cannot_be_told clocks.accept.warn", "clocks.accept.warn", ["around"]),
        Break("cannot_be_told ladders.tell_lead", "ladders.tell_lead.0.tell", ["anyone"]),
        Break("cannot_be_told actions.verify.effects", "actions.verify.effects.1.tell", ["clock"]),
    ]

    static let structure = [
        Break("waits_for_ever states.rework.clocks", "states.rework.clocks", []),
        Break("waits_for_ever states.rework.clocks", "clocks.rework.ladder", nil),
        Break("waits_for_ever states.handled.clocks", "ladders.desk_late", [["after": "0"]]),
        Break("not_for_clock actions.sign.by", "actions.sign.by", ["responsible"]),
        Break("clock_has_no_need actions.sign.needs", "actions.sign.needs", ["note"]),
        Break("timer_into_nothing states.signed.clocks", "states.signed.clocks", ["sign", "whole"]),
        Break("timer_into_nothing states.reported.clocks", "states.reported.keeps", ["whole", "silence"]),
        Break(
            "parent_unheard actions.be_told",
            "actions.be_told",
            ["title": ["zh": "告知", "en": "Be told"], "from": ["signed"], "by": ["parent"]]
        ),
        Break("filing_makes_nothing filing", "actions.report", nil),
        Break("told_nobody actions.close.effects", "actions.close.effects", [["tell": ["responsible"]]]),
        Break(
            "nobody_may actions.rate_it.by",
            "actions.rate_it",
            ["title": ["zh": "评", "en": "Rate it"], "from": "open"]
        ),
        Break("text_not_kept fields.contact_phone.keep", "fields.contact_phone.keep", true),
        Break(
            "contact_unsealed fields.contact_mail.form",
            "fields.contact_mail",
            ["title": ["zh": "邮箱", "en": "Mail"], "form": "contact", "max": 50]
        ),
        Break("unknown_action privacy.contact.acts", "privacy.contact.acts", ["phone"]),
        Break("field_not_kept privacy", "fields.confidential.keep", false),
        Break("unknown_state privacy.board.states", "privacy.board.states", ["solved"]),
        Break("field_not_kept privacy", "fields.callback.keep", false),
        Break("no_ladder ladder", "ladder", nil),
        Break("wrong_form fields.category", "fields.category.form", "flag"),
        Break("wrong_form fields.place", "fields.place.form", "category"),
        Break(
            "wrong_form fields.lead",
            "fields.lead",
            ["title": ["zh": "主办", "en": "L"], "form": "number", "max": 9]
        ),
        Break("wrong_form fields.urgency", "fields.urgency.choices.frantic", ["zh": "特急", "en": "frantic"]),
        Break("birth_needs actions.report.needs", "actions.report.needs", ["category", "text"]),
        Break("birth_without_state actions.report.to", "actions.report.to", [["effects": [], "when": []]]),
        Break("mark_never_set actions.verify.guards", "actions.verify.guards.0.other_than", "handlr"),
        Break("counter_never_counts actions.close.guards", "actions.close.guards.0.any.1.at_least", ["calls": 3]),
        Break("counter_never_counts actions.note.guards", "actions.note.guards", [["below": ["notes": 3]]]),
        Break("field_never_given actions.sign.guards", "actions.sign.guards", [["field": ["contacted_by": "phone"]]]),
        Break("case_never_reached actions.call_back.to", "actions.call_back.to.0.when", nil),
        Break("word_twice actions.note", "actions.note.also", ["催办"]),
        Break("runs_and_pauses clocks.whole.pauses", "clocks.whole.pauses", ["signed"]),
        Break("runs_and_pauses clocks.whole.pauses", "clocks.whole.pauses", ["reported"]),
        Break("restart_in_vain actions.verify.effects", "actions.verify.effects", [["restart": "sign"]]),
        Break("restart_in_vain actions.urge.effects", "actions.urge.effects", [["restart": "silence"]]),
        Break("restart_in_vain actions.decline.effects", "actions.decline.effects", [["restart": "whole"]]),
        Break("life_after_end actions.send_back.from", "actions.send_back.from", ["handled", "closed"]),
        Break("rungs_out_of_order ladders.chase", "ladders.chase.3.after", "2wd"),
        Break("children_unheard actions.co_handle", "child_ended", nil),
        Break("children_unheard actions.task_ended", "actions.task_ended.from", ["answering"]),
        Break("unknown_action child_ended", "child_ended", "task_endet"),
        Break("clock_makes_children actions.dispatch.effects", "actions.dispatch.by", ["desk", "clock"]),
        Break("wrong_form actions.whistle", "fields.departments", ["title": ["zh": "单位", "en": "U"], "form": "unit"]),
        Break("birth_into_aside actions.report.to", "actions.report.to", "parked"),
        Break("back_to_nowhere actions.note.to", "actions.note.to", "back"),
        Break("back_to_nowhere actions.supply.to", "actions.supply.from", ["signed", "awaiting_information"]),
        Break("timer_into_nothing states.disputed.clocks", "clocks.sign.pauses", ["return_requested"]),
        Break("effect_needs actions.assign_inside.needs", "actions.assign_inside.needs", ["note"]),
        Break("window_acts clocks.return_window", "clocks.return_window.lamp", true),
        Break("field_never_given actions.sign.guards", "actions.sign.guards", [["given": "note"]]),
        Break("unknown_counter clocks.contact.limit", "clocks.contact.limit.unless", "contact"),
        Break("field_not_kept actions.grant_extension.effects", "fields.extension_days.keep", false),
        Break("rungs_out_of_order ladders.chase", "ladders.chase.2.after", "0"),
    ]

    @Test(arguments: names) func `a name that nothing bears is found at its place`(broken: Break) throws {
        let findings = Document.findings(try Document.issue.setting(broken.path, to: broken.value))
        #expect(findings == [broken.finding])
    }

    @Test(arguments: structure)
    func `a hole in the life of a ticket is found at its place`(broken: Break) throws {
        let findings = Document.findings(try Document.issue.setting(broken.path, to: broken.value))
        #expect(findings.contains(broken.finding), "found: \(findings)")
    }

    @Test func `a definition without a beginning is found`() throws {
        var document = try Document.issue.setting("filing", to: nil).setting("actions.split", to: nil)
        for act in ["report", "save_draft", "repeat", "split_off"] {
            document = try document.setting("actions.\(act)", to: nil)
        }
        #expect(Document.findings(document).contains("no_beginning actions"))
    }

    @Test func `a state that nothing leads to, and one that leads nowhere, are found`() throws {
        var document = try Document.issue.setting("actions.verify.to", to: "rework")
            .setting("actions.main_ended.to", to: "back")
        var findings = Document.findings(document)
        #expect(findings.contains("unreachable_state states.awaiting_callback"))
        #expect(!findings.contains("no_way_out states.awaiting_callback"), "from there a way would lead on")
        document = try Document.issue
            .setting("actions.main_ended.to", to: "back").setting("actions.call_back.to", to: "rework").setting(
                "actions.close.to",
                to: "rework"
            )
            .setting("actions.accept_return.to", to: "signed").setting("actions.withdraw_step.to.1.to", to: "signed")
        for act in ["withdraw_matter", "terminate", "void", "fill_back"] {
            document = try document.setting("actions.\(act).to", to: nil)
        }
        findings = Document.findings(document)
        #expect(
            findings.filter { $0.hasPrefix("no_way_out") }.map { $0.split(separator: ".")[1] } == [
                "answering", "awaiting_approval", "awaiting_callback", "awaiting_information", "dispatched", "disputed",
                "handled", "merged", "parked", "return_requested", "rework", "signed", "to_fill_back",
            ]
        )
        #expect(findings.contains("unreachable_state states.closed"))
    }

    @Test func `all unknown names are found at once`() throws {
        var document = try Document.issue
        for broken in Self.names.prefix(1) + Self.names[5...7] + Self.names[10...11] {
            document = try document.setting(broken.path, to: broken.value)
        }
        let findings = Document.findings(document)
        #expect(findings.count == 6)
        for broken in Self.names.prefix(1) + Self.names[5...7] + Self.names[10...11] {
            #expect(findings.contains(broken.finding))
        }
    }

    @Test func `a finding says in both languages what is wrong`() throws {
        for broken in Self.names + Self.structure {
            guard let document = try? Document.issue.setting(broken.path, to: broken.value),
                let definition = try? WorkflowDefinition(document: document)
            else { continue }
            for problem in definition.problems() {
                #expect(!problem.message.zh.isEmpty && !problem.message.en.isEmpty)
                #expect(problem.message.zh != problem.message.en)
            }
        }
    }
}
