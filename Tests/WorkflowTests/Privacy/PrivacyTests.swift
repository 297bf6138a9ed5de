import Shipped
import Testing
import Workflow

/// 回避、受限、转办摘要: who never holds, decides or sees a matter, whoever else may.
@Suite struct PrivacyTests {
    private static let water: JSONValue = [.int(World.water.rawValue)]

    @Test func `a department complained of cannot be given the matter, nor its parts`() throws {
        var world = try World()
        var ticket = try world.filed(by: World.dispatcher, place: World.community, input: ["complained_of": Self.water])
        ticket = try world.after("accept", by: World.dispatcher, on: ticket)
        let code: (FieldName, UnitID) -> String? = { field, unit in
            Refusal.code {
                let value: JSONValue = field == "lead" ? .int(unit.rawValue) : [.int(unit.rawValue)]
                return try world.after("dispatch", by: World.dispatcher, on: ticket, input: [field: value])
            }
        }
        // The directory proposes it, all the same.
        #expect(Refusal.code { try world.after("dispatch", by: World.dispatcher, on: ticket) } == "complained_of")
        #expect(code("lead", World.water) == "complained_of")
        world.context.ids = [TicketID(9)]
        let helped: [FieldName: JSONValue] = ["lead": .int(World.parks.rawValue), "co_handlers": Self.water]
        #expect(
            Refusal.code { try world.after("dispatch", by: World.dispatcher, on: ticket, input: helped) }
                == "complained_of"
        )
        #expect(code("lead", World.parks) == nil)
    }

    @Test func `named later, it loses the matter at once, and the desk answers for it`() throws {
        var world = try World()
        let signed = try world.after("sign", by: World.liaison, on: world.dispatched())
        #expect(signed.responsible == World.water)
        let input: [FieldName: JSONValue] = ["complained_of": Self.water]
        let freed = try world.after("name_complained", by: World.dispatcher, on: signed, input: input)
        #expect(freed.lead == nil && freed.responsible == World.community)
        #expect(freed.clocks["whole"]?.due == signed.clocks["whole"]?.due)
        let acts = world.machine.available(to: World.liaison, on: freed, in: world.context)
        #expect(acts == [], "not even a note")
        #expect(world.machine.sight(of: World.liaison, on: freed, in: world.context.territory) == .nothing)
        let parks: [FieldName: JSONValue] = ["lead": .int(World.parks.rawValue)]
        let again = try world.after(
            "reassign",
            by: World.dispatcher,
            on: freed,
            input: parks,
            words: ["reason": .some]
        )
        #expect(again.state == "dispatched" && again.lead == World.parks && again.bound == World.community)
    }

    @Test func `a community complained of does not hold the matter: the street does`() throws {
        var world = try World()
        let community: JSONValue = [.int(World.community.rawValue)]
        let ticket = try world.filed(by: Party(identity: .resident), input: ["complained_of": community])
        #expect(ticket.desk == World.street && ticket.responsible == World.street)
        for party in [World.dispatcher, World.gridWorker, World.leader] {
            #expect(world.machine.available(to: party, on: ticket, in: world.context) == [])
            #expect(world.machine.sight(of: party, on: ticket, in: world.context.territory) == .nothing)
        }
        #expect(try world.after("accept", by: World.streetDispatcher, on: ticket).state == "awaiting_dispatch")
        let street: JSONValue = [.int(World.street.rawValue)]
        #expect(throws: Refusal.complainedOf(World.street)) {
            try world.filed(by: Party(identity: .resident), place: World.street, input: ["complained_of": street])
        }
    }

    @Test func `whoever reported it for a resident is out, too, where their own unit is complained of`() throws {
        var world = try World()
        let ticket = try world.filed(by: World.dispatcher, place: World.community)
        let community: [FieldName: JSONValue] = ["complained_of": [.int(World.community.rawValue)]]
        let named = try world.after("name_complained", by: World.streetDispatcher, on: ticket, input: community)
        #expect(ticket.people["reporter"] == World.dispatcher.person)
        #expect(world.machine.sight(of: World.dispatcher, on: named, in: world.context.territory) == .nothing)
        #expect(world.machine.available(to: World.dispatcher, on: named, in: world.context) == [])
    }

    @Test func `a person complained of is out, whatever posts they hold`() throws {
        let world = try World()
        let person: JSONValue = [.int(try #require(World.dispatcher.person).rawValue)]
        let ticket = try world.filed(place: World.community, input: ["complained_people": person])
        #expect(world.machine.available(to: World.dispatcher, on: ticket, in: world.context) == [])
        #expect(world.machine.sight(of: World.dispatcher, on: ticket, in: world.context.territory) == .nothing)
        #expect(world.machine.sight(of: World.secondDispatcher, on: ticket, in: world.context.territory) == .full)
    }

    @Test func `a restricted matter is for those named, and for few roles`() throws {
        var world = try World()
        let named: [FieldName: JSONValue] = [
            "restriction": "minor", "informed": [.int(try #require(World.dispatcher.person).rawValue)],
        ]
        let plain = try world.filed(by: World.dispatcher, place: World.community)
        let ticket = try world.after("restrict", by: World.dispatcher, on: plain, input: named)
        let sight = { world.machine.sight(of: $0, on: ticket, in: world.context.territory) }
        #expect(sight(World.dispatcher) == .full && sight(World.dutyLeader) == .full)
        #expect(sight(World.secondDispatcher) == .nothing && sight(World.gridWorker) == .nothing)
        #expect(world.machine.available(to: World.secondDispatcher, on: ticket, in: world.context) == [])
        let both: JSONValue = [
            .int(try #require(World.dispatcher.person).rawValue),
            .int(try #require(World.secondDispatcher.person).rawValue),
        ]
        let wider = try world.after("inform", by: World.dispatcher, on: ticket, input: ["informed": both])
        #expect(world.machine.sight(of: World.secondDispatcher, on: wider, in: world.context.territory) == .full)
    }

    @Test func `property companies are given a summary, and see no more`() throws {
        var world = try World()
        let company = UnitID(30)
        let manager = World.person(130, "property_manager", company)
        var units = world.context.territory.all
        units.append(Unit(id: company, code: "99W1", kind: "property_company", name: "某物业", parent: World.community))
        world.context.territory = try UnitTree(units)
        let ticket = try world.after(
            "accept",
            by: World.dispatcher,
            on: world.filed(by: World.dispatcher, place: World.community)
        )
        let input: [FieldName: JSONValue] = ["lead": .int(company.rawValue)]
        #expect(
            Refusal.code { try world.after("dispatch", by: World.dispatcher, on: ticket, input: input) }
                == "missing_need"
        )
        let words: [FieldName: Words] = ["summary": Words(text: "三单元楼道灯不亮", digest: "02")]
        let sent = try world.after("dispatch", by: World.dispatcher, on: ticket, input: input, words: words)
        let territory = world.context.territory
        #expect(world.machine.sight(of: manager, on: sent, in: territory) == .summary)
        #expect(world.machine.sight(of: manager, on: ticket, in: territory) == .nothing, "on its ground, but not asked")
        #expect(try world.after("sign", by: manager, on: sent).state == "signed")
    }

    @Test func `proof is asked for only by a rule, and a written account will do`() throws {
        var world = try World()
        let asking = EvidenceRule(asked: [.photo, .measurement], necessity: "须核对复测值", approval: "某区〔2026〕3号")
        world.context.directory = try Directory([
            DirectoryRule(id: "E1", category: "水务", place: nil, lead: World.water, evidence: asking),
            DirectoryRule(id: "E2", category: "园林", place: nil, lead: World.parks),
        ])
        let signed = try world.after("sign", by: World.liaison, on: world.dispatched())
        let code: (JSONValue?) -> String? = { proof in
            var input: [FieldName: JSONValue] = ["outcome": "solved"]
            input["proof"] = proof
            return Refusal.code {
                try world.after("submit_result", by: World.liaison, on: signed, input: input, words: ["text": .some])
            }
        }
        #expect(code(nil) == "evidence_wanted" && code(["photo"]) == "evidence_wanted")
        #expect(
            code(["photo", "measurement"]) == nil && code(["account"]) == nil && code(["photo", "account"]) == nil
        )
        #expect(code(["photo", "photo"]) == "bad_field" && code(["selfie"]) == "bad_field" && code([]) == "bad_field")
        let free = try world.dispatched(category: "园林", id: TicketID(2))
        #expect(free.rule?.evidence == [])
    }

    @Test func `whom the directory names as co-handlers is asked, where nobody else is named`() throws {
        var world = try World()
        world.context.directory = try Directory([
            DirectoryRule(
                id: "C1",
                category: "水务",
                place: nil,
                lead: World.water,
                coHandlers: [World.parks, World.street]
            )
        ])
        world.context.ids = [TicketID(8), TicketID(9)]
        let ticket = try world.dispatched()
        #expect(ticket.children.values.map(\.lead.rawValue).sorted() == [World.street, World.parks].map(\.rawValue))
        world.context.ids = [TicketID(8), TicketID(9)]
        let accepted = try world.after(
            "accept",
            by: World.dispatcher,
            on: world.filed(by: World.dispatcher, place: World.community)
        )
        let one: [FieldName: JSONValue] = ["co_handlers": [.int(World.parks.rawValue)]]
        let named = try world.after("dispatch", by: World.dispatcher, on: accepted, input: one)
        #expect(named.children.values.map(\.lead) == [World.parks])
        let none = try world.after("dispatch", by: World.dispatcher, on: accepted, input: ["co_handlers": []])
        #expect(none.children.isEmpty, "the desk may say that nobody is needed")
        #expect(
            Refusal.code { try world.after("co_handle", by: World.dispatcher, on: none, input: ["co_handlers": []]) }
                == "missing_need"
        )
        world.context.ids = []
        #expect(throws: Refusal.noRoomForChildren) { try world.dispatched() }
    }
}
