import Postgres
import Workflow

@testable import PGStore

extension Statement {
    /// What is asked for again and again: what a person, a unit, a street with all below it, and the district have open.
    static func workLists() -> [Query] {
        var person = TicketFilter()
        person.owner = PersonID(7)
        var unit = TicketFilter()
        unit.units = [UnitID(7)]
        var street = TicketFilter()
        street.units = Set((1...50).map { UnitID($0) })
        street.lamps = [.red]
        var place = street
        place.places = [UnitID(7)]
        var owed = TicketFilter()
        owed.units = [UnitID(7)]
        owed.owedTo = .platform("12345")
        var held = TicketFilter()
        held.isOpenOnly = true
        held.holdings = [.responsible, .responsibleAlone, .responsibleInside, .inside, .desk, .deskElsewhere].map {
            TicketFilter.Holding($0, of: [UnitID(7)], "issue", versions: [1], states: ["signed"])
        }
        var inside = held
        inside.holdings = held.holdings?.filter { $0.column == .inside }
        return [person, unit, street, place, owed, TicketFilter()].map { filter in
            var filter = filter
            filter.isOpenOnly = true
            return filter.lines(of: district, after: TicketID(3), limit: 50)
        } + [
            LampCount.statement(
                of: district,
                units: Set((1...50).map { UnitID($0) }),
                states: ["signed"],
                since: now,
                upTo: 100_001
            ), held.count(in: district, upTo: 1_001),
            inside.count(in: district, upTo: 1_001),
            inside.urgentLines(
                of: district,
                after: UrgentPlace(lamp: .red, due: now, ticket: TicketID(3)),
                limit: 50
            ), OpenTicket.held(by: UnitID(7), in: district, upTo: 2_000_000),
            OpenTicket.owned(by: PersonID(7), in: district, upTo: 2_000_000), OpenTicket.of(tickets, in: district),
            OpenTicket.visible(among: tickets, in: district), TicketLine.of(tickets, in: district),
            TicketLine.reported(by: PersonID(7), in: district, before: (now, TicketID(3)), limit: 50),
            TicketLine.watched(
                of: district,
                desks: Set((1...50).map { UnitID($0) }),
                saying: [#"%"expired":true%"#],
                lamps: [.red],
                after: TicketID(3),
                limit: 200
            ),
            CategoryUse.statement(by: PersonID(7), around: [UnitID(7), UnitID(8)], in: district, upTo: 200),
        ]
            + [nil, PositionBox("124,29,125,30")].map {
                street.map(of: district, standingAt: [], in: $0, secrecy: ["confidential"], limit: 9, upTo: 9)
            }
    }
}
