import Shipped
import Testing
import Workflow

/// In which order acts are offered.
@Suite struct OfferedActsTests {
    private static let issue = Result { try Shipped.definition("issue") }

    private static func offered(_ acts: [ActionName], _ state: StateName) throws -> OfferedActs {
        try issue.get().offered(acts, in: state)
    }

    @Test(
        arguments: [
            ("reported", ["merge", "decline", "elevate", "accept", "whistle"], "accept"),
            ("awaiting_dispatch", ["ask", "dispatch", "elevate", "merge", "whistle"], "dispatch"),
            ("dispatched", ["return", "sign", "dispute", "co_handle"], "sign"),
            ("signed", ["return", "submit_result", "first_contact", "ask_extension"], "submit_result"),
            ("whistled", ["refuse_whistle", "triage_whistle"], "triage_whistle"),
            ("awaiting_approval", ["refuse_answer", "approve_answer"], "approve_answer"),
            ("handled", ["send_back", "verify", "withdraw_step"], "verify"),
            ("return_requested", ["refuse_return", "accept_return"], "accept_return"),
        ] as [(StateName, [ActionName], ActionName)]
    )
    func `what usually comes next stands first`(_ state: StateName, _ acts: [ActionName], _ usual: ActionName) throws {
        let offered = try Self.offered(acts, state)
        #expect(offered.first.first == usual && offered.usual == usual, "\(offered)")
        // In whatever order they are given.
        #expect(try Self.offered(acts.reversed(), state) == offered)
        #expect(Set(offered.first + offered.others) == Set(acts))
    }

    @Test func `what is possible in every state waits below, and what is of the state does not`() throws {
        let acts: [ActionName] = [
            "note", "withdraw_matter", "urge", "correct", "first_contact", "assign_inside", "submit_result",
        ]
        let offered = try Self.offered(acts, "signed")
        #expect(offered.others.sorted() == ["correct", "note", "urge", "withdraw_matter"])
        #expect(offered.first == ["submit_result", "first_contact", "assign_inside"])
    }

    @Test func `both ways to decide what was asked for stand side by side, and an answer that is owed is no rarity`()
        throws
    {
        let asked = try Self.offered(
            ["co_handle", "refuse_extension", "reassign", "grant_extension", "note"],
            "signed"
        )
        #expect(Array(asked.first.prefix(2)) == ["grant_extension", "refuse_extension"] && asked.others == ["note"])
        let ended = try Self.offered(["urge", "refuse_termination", "terminate", "verify"], "handled")
        #expect(ended.first == ["verify", "terminate", "refuse_termination"] && ended.usual == "verify")
        let owed = try Self.offered(["answer_order", "note", "submit_result", "first_contact"], "signed")
        #expect(owed.first == ["submit_result", "answer_order", "first_contact"] && owed.usual == "submit_result")
        // What may be decided whenever it is asked for is not what a ticket usually waits for.
        #expect(try Self.offered(["grant_backdating", "triage_whistle"], "whistled").usual == "triage_whistle")
    }

    @Test func `to take a step back is offered, and is not what usually comes next`() throws {
        let offered = try Self.offered(["withdraw_step", "co_handle", "reassign"], "dispatched")
        #expect(offered.usual != "withdraw_step" && offered.first.contains("withdraw_step"))
        #expect(try Self.offered(["withdraw_step"], "dispatched").usual == nil)
    }

    @Test func `an act that the definition does not know is lost to nobody`() throws {
        let offered = try Self.offered(["sign", "fly_away"], "dispatched")
        #expect(offered.first == ["sign"] && offered.others == ["fly_away"])
    }
}
