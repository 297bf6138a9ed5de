import Shipped
import Testing

@testable import Workflow

/// How far a clock has climbed, what was asked for, and who has to act: as the shipped rules say it.
@Suite struct EscalationTests {
    private static func clocks(_ text: String) throws -> [ClockGlance] {
        try TicketGlance(body: #"{"clocks":[\#(text)]}"#).clocks
    }

    @Test func `the reminder at the expiry is no escalation, a word to those above and every later step is`() throws {
        let issue = try Shipped.definition("issue")
        let reminded = try Self.clocks(#"{"clock":"whole","due":5,"expired":true,"rung":{"at":9,"rung":1}}"#)
        #expect(issue.escalation(of: reminded) == nil)
        let ordered = try Self.clocks(#"{"clock":"whole","due":5,"expired":true,"rung":{"at":9,"rung":2}}"#)
        let order = try #require(issue.escalation(of: ordered))
        #expect(order.clock == "whole" && order.steps == 2 && order.act == "supervise")
        #expect(order.told.flatMap(\.roles) == ["deputy_head", "department_head"])
        // A desk's own limit tells those above at once.
        let desk = try Self.clocks(#"{"clock":"accept","due":5,"expired":true}"#)
        #expect(issue.escalation(of: desk)?.steps == 1)
        // What has not expired, and what stands still, has climbed nowhere.
        #expect(issue.escalation(of: try Self.clocks(#"{"clock":"accept","due":5}"#)) == nil)
        let still = try Self.clocks(#"{"clock":"accept","due":5,"expired":true,"paused":{},"since":7}"#)
        #expect(issue.escalation(of: still) == nil)
    }

    @Test func `of several clocks the one that climbed highest counts`() throws {
        let issue = try Shipped.definition("issue")
        let clocks = try Self.clocks(
            #"{"clock":"accept","due":1,"expired":true},{"clock":"whole","due":5,"expired":true}"#
        )
        let escalation = try #require(issue.escalation(of: clocks))
        #expect(escalation.clock == "whole" && escalation.steps == 4)
        #expect(escalation.told.contains { $0.relation == .above })
    }

    @Test func `requests are what a desk or those above decide while work goes on`() throws {
        let issue = try Shipped.definition("issue")
        let told = Dictionary(uniqueKeysWithValues: issue.requests.map { ($0.clock, $0.act) })
        #expect(told["extension_review"] == "ask_extension" && told["parking_review"] == "ask_parking")
        #expect(told["backdating_review"] == .some(nil))
        // An order is answered by who is responsible: nobody decides about it.
        #expect(!told.keys.contains("reply") && !told.keys.contains("whole"))
    }

    @Test func `whom a ticket waits for is who has to act, where that is not who answers for it`() throws {
        let issue = try Shipped.definition("issue")
        func unit(_ id: Int64, _ kind: UnitKind, _ parent: UnitID?) throws -> Unit {
            Unit(id: UnitID(id), code: "\(id)", kind: kind, name: "\(id)", parent: parent)
        }
        let territory = try UnitTree([
            try unit(9, "district", nil), try unit(1, "street", UnitID(9)), try unit(2, "community", UnitID(1)),
            try unit(3, "department", nil),
        ])
        func awaited(
            _ state: StateName,
            _ responsible: Int64,
            _ helpers: [Int64] = [],
            desk: Int64 = 2
        ) -> Awaited? {
            issue.awaited(
                in: state,
                desk: UnitID(desk),
                responsible: UnitID(responsible),
                helpers: helpers.map { UnitID($0) },
                in: territory
            )
        }
        let triage = Awaited(units: [UnitID(1)], what: .act("triage_whistle"), clock: "triage")
        #expect(awaited("whistled", 2) == triage)
        #expect(awaited("answering", 2, [3]) == Awaited(units: [UnitID(3)], what: .come, clock: nil))
        #expect(awaited("answering", 2) == nil)
        #expect(awaited("return_requested", 3) == Awaited(units: [UnitID(2)], what: .decide, clock: "return_review"))
        #expect(awaited("disputed", 3) == Awaited(units: [UnitID(1)], what: .decide, clock: "arbitration"))
        // Above the last step of the ladder the district decides, and where nobody is above, the desk itself is named.
        let district = Awaited(units: [UnitID(9)], what: .decide, clock: "arbitration")
        #expect(awaited("disputed", 3, desk: 1) == district)
        #expect(awaited("disputed", 3, desk: 9)?.units == [UnitID(9)])
        // What a part of the department has answered waits for the department.
        let approval = Awaited(units: [UnitID(3)], what: .act("approve_answer"), clock: "answer_review")
        #expect(awaited("awaiting_approval", 3) == approval)
        // Who answers for it acts, or the resident, or nobody: nothing more is to be said. Helpers elsewhere are not awaited.
        for state in ["reported", "dispatched", "signed", "awaiting_information", "parked", "closed"] as [StateName] {
            #expect(awaited(state, 3, [3]) == nil, "\(state)")
        }
    }
}
