import Shipped
import Testing
import Workflow

/// Which state belongs to which work list follows from the definition.
@Suite struct WorkListTests {
    @Test(arguments: ["issue", "task"])
    func `every state that is not the end, and no draft, is in exactly one list by hands`(_ name: String) throws {
        let definition = try Shipped.definition(name)
        let living = definition.states.filter { !$0.value.isFinal && $0.key != "draft" }.keys
        let byHands: [WorkList] = [
            .toTake, .toDispatch, .inHand, .toApprove, .toDecide, .toFillBack, .askedBack, .setAside,
        ]
        let listed = byHands.flatMap { definition.states(of: $0).values.flatMap(\.self) }
        #expect(listed.sorted() == living.sorted())
        for list in [WorkList.mine, .nearLimit, .overdue] {
            #expect(definition.states(of: list).values.flatMap(\.self).sorted() == living.sorted())
        }
    }

    @Test func `the lists of the shipped definition are those that people expect`() throws {
        let issue = try Shipped.definition("issue")
        #expect(issue.states(of: .toTake) == [.responsible: ["dispatched", "reported"]])
        #expect(
            issue.states(of: .toDecide) == [.above: ["disputed", "whistled"], .desk: ["return_requested"]]
        )
        #expect(issue.states(of: .toApprove) == [.responsible: ["awaiting_approval"]])
        // What is in hand at a desk is given to no part of a department.
        #expect(issue.states(of: .inside) == [.responsible: ["rework", "signed"]])
        #expect(issue.states(of: .toFillBack) == [.responsible: ["to_fill_back"]])
        #expect(issue.draftStates == ["draft"])
        #expect(
            issue.states(of: .inHand) == [
                .responsible: [
                    "answering", "awaiting_callback", "handled", "in_progress", "rework", "signed",
                ]
            ]
        )
        #expect(issue.states(of: .toDispatch) == [.responsible: ["awaiting_dispatch"]])
        // What waits for the desk is not what it watches.
        let watched = Set(issue.states(of: .givenOut).values.joined())
        #expect(watched.isSuperset(of: ["dispatched", "signed", "disputed", "parked", "rework"]))
        #expect(watched.isDisjoint(with: ["return_requested", "draft", "closed"]))
        #expect(issue.states(of: .askedBack) == [.resident: ["awaiting_information"]])
        #expect(issue.states(of: .setAside) == [.nobody: ["merged", "parked"]])
        #expect(issue.whistledStates == ["whistled", "answering"] && issue.askedStates.isEmpty)
        let task = try Shipped.definition("task")
        #expect(task.states(of: .toTake) == [.responsible: ["assigned"]])
        #expect(task.states(of: .inside) == [.responsible: ["accepted"]] && task.states(of: .toApprove).isEmpty)
        #expect(
            task.states(of: .toDispatch).isEmpty && task.states(of: .toFillBack).isEmpty && task.draftStates.isEmpty
        )
        #expect(task.whistledStates.isEmpty)
        #expect(task.askedStates == ["assigned", "accepted", "return_requested", "disputed", "submitted"])
    }
}
