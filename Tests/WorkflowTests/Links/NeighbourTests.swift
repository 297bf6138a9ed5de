import Shipped
import Testing
import Workflow

/// Random lives of three matters that are merged and parted, with news that come late: both sides always agree.
@Suite struct NeighbourTests {
    private struct Neighbours {
        var world: World
        var random: Seeded
        var matters: [TicketID: Ticket] = [:]
        var events: [TicketID: [Event]] = [:]
        var unheard: [(to: TicketID, news: FollowUp)] = []
        var merges = 0
        var ends = 0

        init(seed: UInt64) throws {
            world = try World()
            random = Seeded(seed)
            for id in 1...3 {
                let report = Command(
                    act: "report",
                    by: World.dispatcher,
                    input: ["category": "水务", "place": .int(World.community.rawValue)],
                    words: ["text": .some]
                )
                let id = TicketID(Int64(id))
                let made = try world.machine.file(report, district: World.district, id: id, in: world.context)
                take(made, as: id)
            }
        }

        private mutating func take(_ advance: Advance, as id: TicketID) {
            for event in advance.events {
                events[id, default: []].append(event)
                if let ticket = advance.ticket {
                    unheard += FollowUp.left(by: event, of: ticket).map { (to: $0.to, news: $0.1) }
                }
            }
            if let ticket = advance.ticket { matters[id] = ticket }
        }

        mutating func step() throws {
            let pause = [0, 600, 9_000, 90_000].randomElement(using: &random) ?? 1
            world.context.now = world.context.now.advanced(
                bySeconds: Int64.random(in: 0...Int64(pause), using: &random)
            )
            for id in matters.keys.sorted() {
                guard let ticket = matters[id] else { continue }
                // The worker may be late.
                let heard = Bool.random(using: &random) ? unheard.filter { $0.to == id } : []
                let caught = world.machine.catchUp(
                    ticket,
                    until: world.context.now,
                    after: heard.map(\.news),
                    in: world.context
                )
                #expect(caught.lost.isEmpty && caught.refusals.isEmpty)
                unheard.removeAll { news in news.to == id && caught.followed.contains(news.news) }
                take(caught.advance, as: id)
            }
            try act()
        }

        private mutating func act() throws {
            let open = matters.filter { !$0.value.isFinal }.keys.sorted()
            guard let id = open.randomElement(using: &random), let ticket = matters[id] else { return }
            let main = matters.keys.sorted().randomElement(using: &random) ?? id
            world.context.others = matters.filter { $0.key != id || Bool.random(using: &random) }
            let (act, party) =
                [
                    ("accept", World.dispatcher), ("dispatch", World.dispatcher), ("sign", World.liaison),
                    ("merge", World.dispatcher), ("merge", World.streetDispatcher), ("unmerge", World.dispatcher),
                    ("submit_result", World.liaison), ("verify", World.dispatcher), ("call_back", World.dispatcher),
                    ("withdraw_matter", Party(identity: .resident)), ("return", World.liaison),
                ].randomElement(using: &random) ?? ("note", World.dispatcher)
            if act == "withdraw_matter", Int.random(in: 0...5, using: &random) > 0 { return }
            let action = world.machine.definition.actions[ActionName(act) ?? "note"]
            var input: [FieldName: JSONValue] = [
                "main": .int(main.rawValue), "outcome": "solved", "callback": "satisfied", "return_code": "not_ours",
            ]
            input = input.filter { action?.needs.contains($0.key) == true }
            let texts: [FieldName] = ["text", "reason", "evidence"].filter { action?.needs.contains($0) == true }
            let command = Command(
                act: ActionName(act) ?? "note",
                by: party,
                input: input,
                words: Dictionary(texts.map { ($0, Words.some) }, uniquingKeysWith: { $1 })
            )
            guard let advance = try? world.machine.decide(command, on: ticket, in: world.context) else { return }
            if let joining = advance.joining, let main = matters[joining.main] {
                // The one act that two must agree to: where the other refuses, neither changes.
                guard let joined = try? world.machine.join(joining, to: main, in: world.context) else { return }
                take(joined, as: joining.main)
                merges += joining.isTaken ? 1 : 0
            }
            take(advance, as: id)
        }

        /// What must hold after every step.
        func check() {
            for (id, ticket) in matters {
                #expect(ticket.isFinal == (ticket.responsible == nil))
                if let main = ticket.links.main.flatMap({ matters[$0] }), !ticket.isFinal {
                    let isMerged = ticket.state == "merged"
                    #expect(isMerged == (ticket.links.mainEnd == nil), "\(ticket.state)")
                    #expect(main.links.merged.contains(id), "whoever is merged is known to be")
                    let hears = main.isFinal && unheard.contains { $0.to == id && $0.news.ticket == main.id }
                    #expect(!isMerged || !main.isFinal || hears, "nobody waits for what has ended")
                } else {
                    #expect(ticket.state != "merged")
                }
                for other in ticket.links.merged where !ticket.isFinal {
                    guard let merged = matters[other] else { continue }
                    let hears = unheard.contains { $0.to == id && $0.news.ticket == other }
                    #expect(merged.links.main == id && (!merged.isFinal || hears))
                }
            }
        }
    }

    @Test(arguments: 0..<4) func `both sides of a merge agree, whoever ends first`(seed: Int) throws {
        var merges = 0
        for life in 0..<40 {
            var neighbours = try Neighbours(seed: UInt64(seed * 1_000 + life))
            for _ in 0..<120 {
                try neighbours.step()
                neighbours.check()
            }
            for (id, events) in neighbours.events { #expect(try Ticket.fold(events) == neighbours.matters[id]) }
            merges += neighbours.merges
        }
        #expect(merges > 40, "\(merges)")
    }
}
