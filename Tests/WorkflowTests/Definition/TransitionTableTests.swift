import Shipped
import Testing
import Workflow

/// The shipped definition `issue`, state by state: a change of its graph must be meant.
@Suite struct TransitionTableTests {
    static let table: [String: String] = [
        "reported": "accept correct decline elevate note resolve_here supervise urge",
        "in_progress": "correct elevate note resolve_here supervise urge",
        "awaiting_dispatch": "correct dispatch elevate note resolve_here supervise urge",
        "dispatched": "correct note sign supervise urge",
        "signed": "correct first_contact note submit_result supervise urge",
        "handled": "correct note send_back supervise urge verify",
        "awaiting_callback": "call_back close correct note supervise urge",
        "rework": "correct first_contact note submit_result supervise urge",
        "declined": "", "closed": "", "self_resolved": "",
    ]

    @Test func `each state knows exactly its acts`() throws {
        let definition = try Shipped.definition("issue")
        #expect(Set(definition.states.keys.map(\.text)) == Set(Self.table.keys))
        for (state, row) in definition.states {
            let acts = definition.actions.filter { _, action in
                switch action.from {
                case .new: false
                case .open: !row.isFinal
                case .states(let states): states.contains(state)
                }
            }
            #expect(acts.keys.sorted().map(\.text).joined(separator: " ") == Self.table[state.text], "\(state)")
        }
    }

    @Test func `it has no finding`() throws {
        #expect(try Shipped.definition("issue").problems() == [])
    }

    @Test func `acts are found by their Chinese, English and other names`() throws {
        let definition = try Shipped.definition("issue")
        for word in ["签收", "sign", "Sign"] { #expect(definition.action(called: word) == "sign") }
        #expect(definition.action(called: "反馈") == "submit_result")
        #expect(definition.action(called: "飞走") == nil)
    }
}
