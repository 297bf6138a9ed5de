import Shipped
import Testing
import Workflow

/// The shipped definition `issue`, state by state: a change of its graph must be meant.
@Suite struct TransitionTableTests {
    /// What every state knows in which life goes on.
    static let everywhere = """
        add_to answer_order ask_exclusion ask_void circulate correct exclude give_up grant_backdating inform instruct interview \
        name_complained note restrict \
        refuse_backdating refuse_exclusion refuse_extension refuse_parking refuse_termination refuse_void supervise take_in task_ended \
        terminate urge void withdraw_matter
        """

    /// What each state knows besides.
    static let table: [String: String] = [
        "draft": "discard hand_in",
        "reported": "accept ask decline elevate merge resolve_here send_down whistle",
        "in_progress": "ask ask_termination elevate merge resolve_here send_down split whistle",
        "awaiting_dispatch": "ask ask_termination dispatch elevate merge resolve_here send_down split whistle",
        "merged": "main_ended unmerge",
        "whistled": "refuse_whistle triage_whistle",
        "answering": "ask_termination co_handle end_whistle",
        "awaiting_information": "go_on supply",
        "dispatched": "co_handle dispute merge reassign return sign withdraw_step",
        "signed": """
        ask co_handle ask_extension ask_parking ask_termination assign_inside dispute first_contact grant_extension grant_parking \
        merge reassign record_signing return return_inside submit_result
        """,
        "return_requested": "accept_return refuse_return withdraw_step",
        "disputed": "arbitrate confer",
        "awaiting_approval": "approve_answer refuse_answer withdraw_step",
        "parked": "lapse renew_parking resume",
        "handled": "fill_back send_back verify withdraw_step",
        "awaiting_callback": "call_back close fill_back",
        "to_fill_back": "fill_back",
        "rework": """
        ask ask_parking ask_termination assign_inside co_handle first_contact grant_parking merge reassign record_signing return_inside \
        submit_result
        """,
    ]
    static let ends: Set<String> = ["declined", "closed", "self_resolved", "terminated", "withdrawn", "voided"]

    @Test func `each state knows exactly its acts`() throws {
        let definition = try Shipped.definition("issue")
        #expect(Set(definition.states.keys.map(\.text)) == Set(Self.table.keys).union(Self.ends))
        for (state, row) in definition.states {
            let acts = definition.actions.filter { _, action in
                switch action.from {
                case .new: false
                case .open: !row.isFinal
                case .states(let states): states.contains(state)
                }
            }
            let known = Self.table[state.text].map { own in
                Set((own + " " + Self.everywhere).split(separator: " ").map(String.init))
            }
            #expect(Set(acts.keys.map(\.text)) == known ?? [], "\(state)")
        }
    }

    @Test(arguments: ["issue", "task"]) func `it has no finding`(name: String) throws {
        #expect(try Shipped.definition(name).problems() == [])
    }

    @Test func `what a matter makes, tasks can begin by`() throws {
        let (issue, task) = (try Shipped.definition("issue"), try Shipped.definition("task"))
        var broods = 0
        for action in issue.actions.values {
            for case .spawn(let brood) in action.effects + action.cases.flatMap(\.effects) {
                broods += 1
                #expect(brood.definition == task.name)
                let birth = try #require(task.actions[brood.act])
                #expect(birth.from == .new && birth.needs.isEmpty && birth.by.map(\.relation) == [.parent])
                #expect(Set(brood.with).isSubset(of: birth.may))
                for field in brood.with { #expect(task.fields[field]?.form == issue.fields[field]?.form) }
            }
        }
        #expect(broods == 4)
    }

    @Test func `what a matter passes on, tasks take in every open state`() throws {
        let (issue, task) = (try Shipped.definition("issue"), try Shipped.definition("task"))
        let passing = try #require(issue.passingOn)
        let act = try #require(task.actions[passing.act])
        #expect(act.from == .open && act.by.map(\.relation) == [.parent] && act.guards.isEmpty && act.needs.isEmpty)
        #expect(Set(passing.fields) == Set(act.may))
        for field in passing.fields { #expect(task.fields[field]?.form == issue.fields[field]?.form) }
    }

    @Test func `acts are found by their Chinese, English and other names`() throws {
        let definition = try Shipped.definition("issue")
        for word in ["签收", "sign", "Sign"] { #expect(definition.action(called: word) == "sign") }
        #expect(definition.action(called: "反馈") == "submit_result")
        #expect(definition.action(called: "飞走") == nil)
    }
}
