import Shipped
import TestSupport
import Testing
import Workflow

/// Random lives of a matter with its tasks: whoever does what and when, nothing ends over what was made for it.
@Suite struct FamilyTests {
    /// A matter, its tasks, and what ended tasks have left for it to hear.
    private struct Family {
        var world: World
        let tasks: Machine
        var random: Seeded
        var parent: Ticket
        var events: [TicketID: [Event]]
        var children: [TicketID: Ticket] = [:]
        var unheard: [FollowUp] = []
        var nextID: Int64 = 100

        init(seed: UInt64) throws {
            world = try World()
            tasks = Machine(definition: try Shipped.definition("task"), version: 1)
            random = Seeded(seed)
            let report = Command(
                act: "report",
                by: World.dispatcher,
                input: ["category": "水务", "place": .int(World.community.rawValue)],
                words: ["text": .some]
            )
            let first = try world.machine.file(report, district: World.district, id: TicketID(1), in: world.context)
            parent = try #require(first.ticket)
            events = [parent.id: first.events]
        }

        /// One try: an act of anybody on the matter or one of its tasks, some time later.
        mutating func step() throws {
            let pause = [0, 60, 3_600, 20_000, 90_000].randomElement(using: &random) ?? 1
            world.context.now = world.context.now.advanced(
                bySeconds: Int64.random(in: 0...Int64(pause), using: &random)
            )
            let open = children.filter { !$0.value.isFinal }.keys.sorted()
            if let child = open.randomElement(using: &random), Bool.random(using: &random) {
                try act(onChild: child)
            } else {
                try actOnParent()
            }
        }

        private mutating func actOnParent() throws {
            // The worker may be late: only now and then it hears of what has ended.
            let heard = Bool.random(using: &random) ? unheard : []
            let caught = world.machine.catchUp(parent, until: world.context.now, after: heard, in: world.context)
            #expect(caught.lost.isEmpty && caught.refusals.isEmpty)
            unheard.removeAll { caught.followed.contains($0) }
            take(caught.advance)
            guard !parent.isFinal else { return }
            world.context.ids = (0..<4).map { TicketID(nextID + $0) }
            let command = command(world.machine, on: parent)
            guard let advance = try? world.machine.decide(command, on: parent, in: world.context) else { return }
            take(advance)
            nextID += Int64(advance.spawns.count)
            // What is split off is no child: it goes its own way.
            for spawn in advance.spawns where spawn.lead != nil {
                let begun = try tasks.begin(spawn, for: parent, in: world.context)
                children[spawn.id] = begun.ticket
                events[spawn.id] = begun.events
            }
        }

        private mutating func take(_ advance: Advance) {
            events[parent.id, default: []] += advance.events
            parent = advance.ticket ?? parent
        }

        private mutating func act(onChild id: TicketID) throws {
            guard let before = children[id] else { return }
            var advance = tasks.catchUp(before, until: world.context.now, in: world.context).advance
            events[id, default: []] += advance.events
            let current = advance.ticket ?? before
            let command = command(tasks, on: current)
            if let decided = try? tasks.decide(command, on: current, in: world.context) {
                events[id, default: []] += decided.events
                advance = decided
            }
            let now = advance.ticket ?? current
            children[id] = now
            if now.isFinal, let end = now.closedAt { unheard.append(FollowUp(ticket: id, state: now.state, due: end)) }
        }

        /// Something that is offered to somebody; what ends a life is tried less often.
        private mutating func command(_ machine: Machine, on ticket: Ticket) -> Command {
            let definition = machine.definition
            let party = World.everybody.randomElement(using: &random) ?? World.leader
            var acts = machine.available(to: party, on: ticket, in: world.context)
            if Int.random(in: 0...9, using: &random) > 0 {
                acts.removeAll { act in
                    definition.actions[act]?.cases.contains { $0.to.map { definition.states[$0]?.isFinal } == true }
                        == true
                }
            }
            let act = acts.randomElement(using: &random) ?? "note"
            let action = definition.actions[act]
            var input: [FieldName: JSONValue] = [:]
            var words: [FieldName: Words] = [:]
            for field in (action?.needs ?? []) + (action?.may ?? []).filter({ _ in Bool.random(using: &random) }) {
                switch definition.fields[field]?.form {
                case .words, .contact: words[field] = .some
                case .position: break
                case .choice(let choices):
                    input[field] = .string(choices.keys.sorted().randomElement(using: &random) ?? "")
                case .unit: input[field] = 5
                case .units: input[field] = Bool.random(using: &random) ? [5, 6] : [6]
                case .category: input[field] = "水务"
                case .instant: input[field] = .int(world.context.now.advanced(bySeconds: 3_600).microseconds)
                case .flag: input[field] = true
                case .choices(let choices): input[field] = .array(choices.keys.sorted().prefix(2).map { .string($0) })
                case .people: input[field] = [101, 103]
                case .number(let range): input[field] = .int(range.lowerBound)
                case .limit: input[field] = "5wd"
                case .code: input[field] = "12345"
                case .ticket: input[field] = 1
                case nil: break
                }
            }
            return Command(act: act, by: party, input: input, words: words)
        }
    }

    @Test(arguments: 0..<8) func `a matter never ends over open tasks, and hears of each end once`(seed: Int) throws {
        var made = 0
        for life in 0..<30 {
            var family = try Family(seed: UInt64(seed * 100 + life))
            for _ in 0..<150 where !family.parent.isFinal {
                let ended = family.children.filter(\.value.isFinal)
                try family.step()
                for (id, before) in ended { #expect(family.children[id] == before, "what has ended stays so") }
                let parent = family.parent
                #expect(!parent.isFinal || family.children.values.allSatisfy(\.isFinal), "seed \(seed), life \(life)")
                #expect(Set(parent.children.keys) == Set(family.children.keys))
                for (id, child) in family.children {
                    #expect(child.parent == parent.id && child.lead == parent.children[id]?.lead)
                    if let end = parent.children[id]?.end { #expect(child.isFinal && child.state == end) }
                }
            }
            for (id, events) in family.events {
                #expect(try Ticket.fold(events) == (id == family.parent.id ? family.parent : family.children[id]))
            }
            made += family.children.count
        }
        #expect(made > 0)
    }
}
