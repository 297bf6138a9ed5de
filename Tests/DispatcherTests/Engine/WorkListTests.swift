import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// Lists of what is open are merged from indexes; what they hold is what a look at every ticket finds.
@Suite struct WorkListTests {
    @Test func `a unit's list is what it holds or answers for, page by page, none twice`() async throws {
        try await TestDistrict.with { city in
            try await city.fillLists()
            let all = try await city.everything()
            let units = ["S", "C1", "C2", "W", "P"].map { city.unit($0) }
            // Each alone, each with the next, and all of them: a ticket's desk and lead are often both asked for.
            let questions = units.map { [$0] } + zip(units, units.dropFirst()).map { [$0, $1] } + [units]
            var found = 0
            for question in questions {
                var filter = TicketFilter()
                filter.isOpenOnly = true
                filter.units = Set(question)
                let wanted = all.filter { ticket in
                    [ticket.responsible, ticket.desk, ticket.lead].contains { $0.map(question.contains) ?? false }
                }.map(\.id)
                for page in [1, 2, 3, 500] { #expect(try await city.list(filter, page: page) == wanted) }
                found += wanted.count
            }
            #expect(found > 20)
            var whole = TicketFilter()
            whole.isOpenOnly = true
            for page in [1, 4, 500] { #expect(try await city.list(whole, page: page) == all.map(\.id)) }
            whole.units = []
            #expect(try await city.list(whole, page: 5) == [])
        }
    }

    @Test func `other conditions hold in every part of the merge`() async throws {
        try await TestDistrict.with { city in
            try await city.fillLists()
            let all = try await city.everything()
            var filter = TicketFilter()
            filter.isOpenOnly = true
            filter.units = [city.unit("C1")]
            filter.states = ["dispatched", "handled"]
            filter.category = "水务"
            let wanted = all.filter { ["dispatched", "handled"].contains($0.state) && $0.category == "水务" }.map(\.id)
            #expect(wanted.count >= 2)
            #expect(try await city.list(filter, page: 1) == wanted)
            filter.owner = city.party("water").person
            let owned = all.filter { wanted.contains($0.id) && $0.owner == filter.owner }.map(\.id)
            #expect(try await city.list(filter, page: 1) == owned && !owned.isEmpty && owned.count < wanted.count)
        }
    }

    @Test func `what happened at a place is found with what has ended there, page by page, none twice`() async throws {
        try await TestDistrict.with { city in
            try await city.fillLists()
            for place in ["G", "C2", "G"] {
                _ = try await city.file(by: place == "G" ? "grid" : "street", place: place)
            }
            var all: [Ticket] = []
            try await city.engine.tickets(TicketFilter(), in: city.id) { all.append($0.ticket) }
            #expect(all.contains { $0.isFinal } && all.count == 12)
            for places in [["C1"], ["G", "C2"], ["C1", "G", "C2"], ["B"]] {
                var filter = TicketFilter()
                filter.places = Set(places.map { city.unit($0) })
                for units in [nil, ["S", "C1", "G", "W"], ["W"]] {
                    filter.units = units.map { Set($0.map { city.unit($0) }) }
                    let wanted = all.filter { ticket in
                        let holders = [ticket.responsible, ticket.desk, ticket.lead].compactMap(\.self)
                        return filter.places?.contains(ticket.place) == true
                            && filter.units.map { holders.contains(where: $0.contains) } ?? true
                    }.map(\.id)
                    for page in [1, 2, 500] { #expect(try await city.list(filter, page: page) == wanted) }
                }
            }
        }
    }

    @Test func `a line says what the whole ticket says`() async throws {
        try await TestDistrict.with { city in
            try await city.fillLists()
            var lines: [TicketLine] = []
            try await city.engine.lines(TicketFilter(), in: city.id, page: 3) { lines.append($0) }
            var tickets: [ListedTicket] = []
            try await city.engine.tickets(TicketFilter(), in: city.id, page: 3) { tickets.append($0) }
            #expect(lines.count == tickets.count && lines.count == 9)
            for (line, listed) in zip(lines, tickets) {
                let ticket = listed.ticket
                #expect(line.id == ticket.id && line.definition == ticket.definition && line.seq == ticket.seq)
                #expect(line.state == ticket.state && line.category == ticket.category && line.lamp == ticket.lamp)
                #expect(line.urgency == ticket.urgency && line.place == ticket.place && line.desk == ticket.desk)
                #expect(line.lead == ticket.lead && line.responsible == ticket.responsible)
                #expect(line.owner == ticket.owner && line.reportedAt == ticket.reportedAt)
                #expect(line.lastAt == ticket.lastAt && line.closedAt == ticket.closedAt)
                #expect(line.glance.nextDue == ticket.nextDue && line.glance.late == ticket.late.sorted())
                #expect(line.title == listed.title && line.text == listed.text)
            }
            #expect(lines.contains { $0.closedAt != nil } && lines.contains { $0.glance.nextDue != nil })
        }
    }
}

extension TestDistrict {
    /// Nine tickets: reported, accepted, dispatched, signed, handled, closed; of water and parks.
    fileprivate func fillLists() async throws {
        let water = try await file(count: 7)
        for _ in 0..<2 { _ = try await engine.submit(filing(category: "园林")) }
        for ticket in water[1...] { try await act("accept", by: "desk", on: ticket) }
        for ticket in water[2...] { try await act("dispatch", by: "desk", on: ticket) }
        for ticket in water[4...] { try await act("sign", by: "water", on: ticket) }
        for ticket in water[5...] {
            try await act("first_contact", by: "water", on: ticket, input: ["contacted_by": "phone"])
            try await act(
                "submit_result",
                by: "water",
                on: ticket,
                input: ["outcome": "solved"],
                texts: ["text": "修好了"]
            )
        }
        try await act("verify", by: "desk2", on: water[6])
        try await act("call_back", by: "desk", on: water[6], input: ["callback": "satisfied"])
    }

    /// All open tickets, whole, in the order of their ids.
    fileprivate func everything() async throws -> [Ticket] {
        var all: [Ticket] = []
        try await engine.tickets(TicketFilter(), in: id) { if !$0.ticket.isFinal { all.append($0.ticket) } }
        return all
    }

    fileprivate func list(_ filter: TicketFilter, page: Int) async throws -> [TicketID] {
        var found: [TicketID] = []
        try await engine.lines(filter, in: id, page: page) { found.append($0.id) }
        return found
    }
}
