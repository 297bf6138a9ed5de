import Shipped
import TestSupport
import Testing
import Workflow

/// Who sees whom to reach: in full only those who must speak with the resident.
@Suite struct ContactSightTests {
    private static func sights(_ world: World, _ ticket: Ticket, of parties: [(String, Party)]) -> [String:
        ContactSight]
    {
        let pairs = parties.map { name, party in
            (name, world.machine.contactSight(of: party, on: ticket, in: world.context.territory))
        }
        return Dictionary(pairs) { $1 }
    }

    private static let people = [
        ("reporter", World.leader), ("grid", World.gridWorker), ("desk", World.dispatcher), ("liaison", World.liaison),
        ("head", World.head), ("other department", World.otherLiaison), ("street", World.streetDispatcher),
        ("section", World.handler), ("administrator", World.person(120, "system_administrator", World.community)),
        ("administrator of the department", World.person(121, "audit_administrator", World.water)),
        ("resident", Party(identity: .resident)), ("clock", Party.clock),
    ]

    @Test func `before it is dispatched only the desk must reach the resident`() throws {
        var world = try World()
        var ticket = try world.filed(by: World.leader, place: World.community)
        ticket = try world.after("accept", by: World.dispatcher, on: ticket)
        let expected: [String: ContactSight] = [
            "reporter": .full, "grid": .nothing, "desk": .full, "liaison": .nothing, "head": .nothing,
            "other department": .nothing, "street": .masked, "section": .nothing, "administrator": .nothing,
            "administrator of the department": .nothing, "resident": .masked, "clock": .nothing,
        ]
        #expect(Self.sights(world, ticket, of: Self.people) == expected)
    }

    @Test func `the department that answers sees it, and no more once it has answered`() throws {
        var world = try World()
        let signed = try world.after("sign", by: World.liaison, on: world.dispatched())
        let then = Self.sights(world, signed, of: Self.people)
        #expect(then["liaison"] == .full && then["head"] == .full && then["desk"] == .full)
        #expect(then["section"] == .nothing, "it is not theirs yet")
        #expect(then["administrator of the department"] == .nothing && then["other department"] == .nothing)
        let inside = try world.after(
            "assign_inside",
            by: World.liaison,
            on: signed,
            input: ["section": .int(World.section.rawValue)]
        )
        #expect(Self.sights(world, inside, of: Self.people)["section"] == .full)
        let handled = try world.handled()
        let after = Self.sights(world, handled, of: Self.people)
        #expect(after["liaison"] == .masked && after["desk"] == .full)
    }

    @Test func `where life has ended nobody must reach the resident, but who entered it still reads it`() throws {
        var world = try World()
        let ticket = try world.filed(by: World.leader, place: World.community)
        let resident = Party(identity: .resident)
        let ended = try world.after("withdraw_matter", by: resident, on: ticket, words: ["reason": .some])
        #expect(ended.isFinal)
        let sights = Self.sights(world, ended, of: Self.people)
        #expect(sights["desk"] == .masked && sights["reporter"] == .full && sights["street"] == .masked)
    }

    @Test func `要求保密: the desk alone, and nobody else learns of it`() throws {
        var world = try World()
        var ticket = try world.filed(by: World.leader, place: World.community, input: ["confidential": true])
        ticket = try world.after("accept", by: World.dispatcher, on: ticket)
        ticket = try world.after("dispatch", by: World.dispatcher, on: ticket)
        let signed = try world.after("sign", by: World.liaison, on: ticket)
        let sights = Self.sights(world, signed, of: Self.people)
        #expect(sights["desk"] == .full && sights["reporter"] == .full)
        for name in ["liaison", "head", "street", "section"] { #expect(sights[name] == .nothing, "\(name)") }
        let open = try world.after(
            "correct",
            by: World.dispatcher,
            on: signed,
            input: ["confidential": false],
            words: ["reason": .some]
        )
        #expect(Self.sights(world, open, of: Self.people)["liaison"] == .full)
    }

    @Test func `who is complained of sees nothing of it, whatever they hold`() throws {
        var world = try World()
        let signed = try world.after("sign", by: World.liaison, on: world.dispatched())
        let named = try world.after(
            "name_complained",
            by: World.dispatcher,
            on: signed,
            input: ["complained_of": [.int(World.water.rawValue)]]
        )
        let sights = Self.sights(world, named, of: Self.people)
        #expect(sights["liaison"] == .nothing && sights["head"] == .nothing && sights["desk"] == .full)
    }

    @Test func `物业 sees the summary, and nothing of whom to reach`() throws {
        let definition = try Shipped.definition("issue").with(["privacy.summary.kinds": ["department"]])
        var world = try World(machine: Machine(definition: definition, version: 1))
        var ticket = try world.filed(by: World.dispatcher, place: World.community)
        ticket = try world.after("accept", by: World.dispatcher, on: ticket)
        ticket = try world.after("dispatch", by: World.dispatcher, on: ticket, words: ["summary": .some])
        #expect(world.machine.sight(of: World.liaison, on: ticket, in: world.context.territory) == .summary)
        #expect(Self.sights(world, ticket, of: Self.people)["liaison"] == .nothing)
    }

    @Test func `where a definition names no such act, stars are all that is shown`() throws {
        let definition = try Shipped.definition("issue").with(["privacy.contact": ["acts": []]])
        let world = try World(machine: Machine(definition: definition, version: 1))
        let ticket = try world.filed(by: World.leader, place: World.community)
        #expect(Self.sights(world, ticket, of: Self.people)["desk"] == .masked)
    }

    @Test func `stars keep a surname, the ends of a telephone and the street`() {
        #expect(KnownContact.masked("contact_name", "欧阳锋") == "欧阳*")
        #expect(KnownContact.masked("contact_phone", "13800005678") == "138****5678")
        #expect(KnownContact.masked("contact_address", "中山路15号翠苑3号楼501室") == "中山路15号翠苑*号楼***室")
    }
}
