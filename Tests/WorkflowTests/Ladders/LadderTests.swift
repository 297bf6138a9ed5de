import Shipped
import Testing
import Workflow

/// Each of the six ladders of DOMAIN.md carries a matter from bottom to top, as data alone.
@Suite struct LadderTests {
    @Test(arguments: LadderPlan.six) func `the definition with its ladder is proved`(plan: LadderPlan) throws {
        let document = try plan.document()
        let definition = try WorkflowDefinition(document: document)
        #expect(definition.problems().map { "\($0.code) \($0.path)" } == [])
        #expect(definition.ladder == plan.kinds)
        let named = document.all(under: "desk_kind").flatMap { $0.array ?? [] }.compactMap(\.string)
        #expect(!named.isEmpty && Set(named).isSubset(of: plan.kinds.map(\.text)), "no kind of another ladder is left")
    }

    @Test func `the shipped ladder written as such data gives the shipped document`() throws {
        let document = try LadderPlan.shipped.document()
        #expect(try document.setting("owners.roles.compound", to: nil) == Document.issue)
    }

    @Test(arguments: LadderPlan.six)
    func `a matter climbs to the top and is dispatched there, and whoever is above is told`(plan: LadderPlan) throws {
        try Self.run(LadderGround(plan))
    }

    /// From the lowest unit to the call-back.
    static func run(_ ground: LadderGround) throws {
        var climb = try LadderClimb(ground)
        for (index, step) in ground.steps.enumerated() {
            try check(climb, at: step, index)
            let told = try climb.outlast("accept")
            // Above the last step, whoever is there hears of it, though matters never climb to them.
            let above = index + 1 == ground.steps.count ? step.parent : ground.steps[index + 1].id
            #expect(told == [step.id] + [above].compactMap(\.self), "late at \(step.kind): it and whoever is above")
            if climb.next != nil { try climb.elevate(by: ground.person(at: step)) }
        }
        let top = try ground.person(at: #require(ground.steps.last))
        #expect(climb.refusal(of: "elevate", by: top) == "no_level_above")
        try climb.act("accept", by: top)
        try climb.act("dispatch", by: top)
        #expect(climb.ticket.responsible == ground.department.id)
        try climb.act("sign", by: ground.liaison)
        try climb.act("submit_result", by: ground.liaison, input: ["outcome": "solved"], words: ["text"])
        #expect(climb.ticket.responsible == ground.steps.last?.id)
        try climb.act("verify", by: top)
        try climb.act("call_back", by: top, input: ["callback": "satisfied"])
        #expect(climb.ticket.state == "closed")
        try climb.checkInvariants()
    }

    /// One level holds the matter: it alone is responsible, its own person answers, those above watch.
    private static func check(_ climb: LadderClimb, at step: Unit, _ index: Int) throws {
        let ground = climb.ground
        #expect(climb.ticket.desk == step.id && climb.ticket.responsible == step.id && climb.ticket.held == nil)
        #expect(climb.ticket.owner == (try ground.person(at: step).person), "\(step.kind)")
        let others = ground.steps.filter { $0.id != step.id } + ground.strangers.values
        for other in others {
            let person = try ground.person(at: other)
            #expect(climb.refusal(of: "elevate", by: person) == "not_for_this_person", "\(other.kind) at \(step.kind)")
            let isAbove = ground.steps[(index + 1)...].contains(other)
            let offered = climb.world.machine.available(to: person, on: climb.ticket, in: climb.world.context)
            #expect(offered.contains("supervise") == isAbove, "\(other.kind) over \(step.kind)")
        }
        let territory = climb.world.context.territory
        let sight = climb.world.machine.sight(of: try ground.person(at: step), on: climb.ticket, in: territory)
        #expect(sight == (step.kind == "property_company" ? .summary : .full))
    }

    @Test(arguments: LadderPlan.six)
    func `whatever levels a place lacks, the others are visited bottom up`(plan: LadderPlan) throws {
        for subset in 0..<(1 << plan.kinds.count) - 1 {
            let missing = Set(plan.kinds.enumerated().filter { subset >> $0.offset & 1 == 1 }.map(\.element))
            var climb = try LadderClimb(LadderGround(plan, without: missing))
            let (kinds, end) = try climb.climb()
            #expect(kinds == plan.kinds.filter { !missing.contains($0) })
            #expect(end == "no_level_above")
            try climb.checkInvariants()
        }
    }

    @Test(arguments: LadderPlan.six)
    func `each level can resolve a matter, and send it down again`(plan: LadderPlan) throws {
        let ground = try LadderGround(plan)
        for (index, step) in ground.steps.enumerated() {
            var climb = try LadderClimb(ground)
            for below in ground.steps[..<index] { try climb.elevate(by: ground.person(at: below)) }
            var returned = climb
            let person = try ground.person(at: step)
            try climb.act("resolve_here", by: person, words: ["text"])
            #expect(climb.ticket.state == "self_resolved")
            try climb.checkInvariants()
            for below in ground.steps[..<index] {
                var copy = returned
                let words: [FieldName] = below.kind == "property_company" ? ["summary"] : []
                try copy.act("send_down", by: person, input: ["unit_below": .int(below.id.rawValue)], words: words)
                #expect(copy.ticket.responsible == below.id)
                try copy.checkInvariants()
            }
            if let stranger = ground.strangers[step.kind] {
                let unit: [FieldName: JSONValue] = ["unit_below": .int(stranger.id.rawValue)]
                let code = Refusal.code {
                    try returned.act("send_down", by: person, input: unit)
                    return returned.ticket
                }
                #expect(code != nil, "nobody hands a matter to a neighbour")
            }
        }
    }

    @Test(arguments: LadderPlan.six.filter { $0.dispatchers.count > 1 })
    func `whoever dispatches below the top has the level above over the department`(plan: LadderPlan) throws {
        for kind in plan.dispatchers where kind != plan.top {
            // A place has a village or a community, never one below the other.
            let ground = try LadderGround(plan, without: kind == "village" ? ["community"] : [])
            var climb = try LadderClimb(ground)
            while climb.desk?.kind != kind { try climb.elevate(by: ground.person(at: #require(climb.desk))) }
            let person = try ground.person(at: #require(climb.desk))
            try climb.act("accept", by: person)
            try climb.act("dispatch", by: person)
            try climb.act("sign", by: ground.liaison)
            _ = try climb.outlast("whole")
            climb.world.context.now = climb.world.context.now.advanced(bySeconds: 30 * 86_400)
            let late = climb.world.machine.catchUp(
                climb.ticket,
                until: climb.world.context.now,
                in: climb.world.context
            )
            let told = late.advance.events.flatMap(\.outcomes).compactMap { outcome -> [RoleName]? in
                guard case .told(.unit(let unit, let roles)) = outcome, unit == climb.next?.id else { return nil }
                return roles
            }
            let above = try #require(plan.levels.first { $0.kind == climb.next?.kind })
            #expect(told.contains { $0.contains(above.roles[0]) }, "\(above.kind) is told by its own role: \(told)")
        }
    }

    @Test func `a level that sees the summary only is handed one, and the act must take it`() throws {
        let plan = LadderPlan.property
        var climb = try LadderClimb(LadderGround(plan))
        try climb.elevate(by: climb.ground.person(at: #require(climb.desk)))
        let worker = try climb.ground.person(at: #require(climb.desk))
        #expect(climb.refusal(of: "elevate", by: worker) == "missing_need")
        #expect(climb.refusal(of: "elevate", by: worker, words: ["summary"]) == nil)
        let document = try plan.document().setting("actions.elevate.may", to: ["reason"])
        #expect(Document.findings(document) == ["summary_never_given actions.elevate.may"])
    }
}
