import Shipped
import Workflow

/// The district on which definitions are tried: a street with everything below it, two departments with their parts,
/// people of every post, and several sets of calendars that a life can meet.
enum Ground {
    static let district = DistrictID(7)

    /// Units, by id: kind and the unit above.
    static let units: [Int64: (kind: UnitKind, parent: Int64?)] = [
        9: ("district", nil), 1: ("street", 9), 2: ("community", 1), 8: ("village", 1), 12: ("compound", 2),
        3: ("grid", 12), 4: ("building", 3), 13: ("stairwell", 4), 5: ("department", 9), 10: ("section", 5),
        6: ("department", 9), 11: ("section", 6), 14: ("residents_committee", 2), 15: ("owners_committee", 12),
        16: ("property_company", 12), 17: ("resident_unit", 1), 18: ("volunteer_team", 2),
    ]

    /// Everybody, each with the letters by which a session names them.
    static let people: [(name: String, party: Party)] = [
        ("stairwell leader", person(100, "stairwell_leader", 13)),
        ("building leader", person(101, "building_leader", 4)),
        ("grid worker", person(102, "grid_worker", 3)), ("compound head", person(111, "grid_head", 12)),
        ("dispatcher", person(103, "community_dispatcher", 2)), ("second dispatcher", person(104, "grid_mentor", 2)),
        ("village dispatcher", person(112, "community_dispatcher", 8)),
        ("street dispatcher", person(107, "street_dispatcher", 1)), ("duty leader", person(110, "duty_leader", 1)),
        ("street head", person(113, "street_head", 1)), ("inspector", person(114, "inspector", 9)),
        ("contact leader", person(115, "contact_leader", 9)), ("district head", person(122, "street_head", 9)),
        ("liaison", person(105, "department_liaison", 5)), ("clerk", person(116, "handler", 5)),
        ("deputy head", person(117, "deputy_head", 5)), ("head", person(109, "department_head", 5)),
        ("handler", person(108, "handler", 10)), ("second handler", person(118, "section_head", 10)),
        ("other liaison", person(106, "department_liaison", 6)), ("other head", person(119, "department_head", 6)),
        ("other handler", person(120, "handler", 11)),
        // The handler, since made liaison of the department; and a post that nobody should have entered.
        ("promoted handler", person(108, "department_liaison", 5)), ("odd head", person(124, "street_head", 2)),
        // Two posts: in the section and as the department's liaison.
        ("both", Party(identity: .person(PersonID(121)), posts: [post("handler", 10), post("department_liaison", 5)])),
        // Two hats: the community's dispatcher is the department's liaison as well.
        (
            "two hats",
            Party(
                identity: .person(PersonID(123)),
                posts: [post("community_dispatcher", 2), post("department_liaison", 5), post("street_dispatcher", 1)]
            )
        ),
        ("resident", Party(identity: .resident)), ("clock", .clock),
    ]

    /// Sets of calendars: the office without holidays, with those of China, with the days of a later year added, the
    /// office of Boston, around the clock.
    static let books = Result { try makeBooks() }

    static let territory = Result {
        try UnitTree(
            units.sorted { $0.key < $1.key }.map { id, unit in
                Unit(
                    id: UnitID(id),
                    code: "u\(id)",
                    kind: unit.kind,
                    name: "\(unit.kind) \(id)",
                    parent: unit.parent.map { UnitID($0) }
                )
            }
        )
    }

    static let categories = ["水务", "水务/停水", "园林", "园林/古树", "上收", "配合", "其他"]

    static let directory = Result {
        try Workflow.Directory(
            [
                DirectoryRule(id: "W1", category: "水务", place: nil, lead: UnitID(5), limits: ["whole": Limit("2wd")]),
                DirectoryRule(
                    id: "W2",
                    category: "水务/停水",
                    place: nil,
                    lead: UnitID(5),
                    limits: ["whole": Limit("24h"), "sign": Limit("1h")]
                ),
                DirectoryRule(id: "P1", category: "园林", place: nil, lead: UnitID(6)),
                DirectoryRule(
                    id: "P2",
                    category: "园林/古树",
                    place: nil,
                    lead: UnitID(6),
                    coHandlers: [UnitID(5), UnitID(6)],
                    evidence: EvidenceRule(asked: [.photo, .measurement], necessity: "树龄", approval: "区发〔2026〕3号")
                ),
                DirectoryRule(id: "T1", category: "上收", place: nil, lead: UnitID(6), duty: .reclaimed),
                DirectoryRule(id: "S1", category: "配合", place: nil, lead: UnitID(5), duty: .assist),
            ],
            categories: ["其他"]
        )
    }

    /// The definitions as shipped.
    static let machines = Result {
        Machines(
            issue: Machine(definition: try Shipped.definition("issue"), version: 1),
            task: Machine(definition: try Shipped.definition("task"), version: 1)
        )
    }

    static func context(now: Instant, calendars: Int = 0) throws -> Context {
        let books = try books.get()
        return Context(
            now: now,
            territory: try territory.get(),
            calendars: books[calendars % books.count],
            directory: try directory.get()
        )
    }

    /// Other matters of the district: one that ended lately (91), one that ended long ago (92), one in hand at the
    /// community (93) and one at the street (94).
    static func neighbours(until now: Instant) throws -> [TicketID: Ticket] {
        let machine = try machines.get().issue
        var tickets: [TicketID: Ticket] = [:]
        for (id, days, acts): (Int64, Int64, [ActionName]) in [
            (91, 10, ["resolve_here"]), (92, 40, ["resolve_here"]), (93, 0, ["accept"]),
            (94, 0, ["elevate"]),
        ] {
            let at = now.advanced(bySeconds: -days * 86_400 - 3_600)
            let by = people[4].party
            let words: [FieldName: Words] = ["text": Words(text: "有此事", digest: "0a")]
            let report = Command(act: "report", by: by, input: ["category": "其他", "place": 2], words: words)
            let context = try context(now: at)
            var ticket = try machine.file(report, district: district, id: TicketID(id), in: context).ticket
            for act in acts {
                let command = Command(act: act, by: by, words: act == "resolve_here" ? words : [:])
                ticket = try ticket.flatMap { try machine.decide(command, on: $0, in: context).ticket }
            }
            if let ticket {
                tickets[ticket.id] = machine.catchUp(ticket, until: now, in: try self.context(now: now)).advance.ticket
            }
        }
        return tickets
    }

    /// At whose desk a matter of a place begins: of the levels from the place on up the one at which whoever files it
    /// stands, else the lowest.
    static func firstDesk(of place: UnitID, by party: Party) -> UnitID? {
        guard let lowest = isOfBase(place) ? place : Standing.next(above: place) else { return nil }
        var own: UnitID? = lowest
        while let unit = own, !party.posts.contains(where: { $0.unit == unit }) { own = Standing.next(above: unit) }
        return own ?? lowest
    }

    /// Whether one unit lies above another, by the table alone.
    static func isAbove(_ upper: UnitID, _ lower: UnitID) -> Bool {
        var next = units[lower.rawValue]?.parent
        while let unit = next {
            if unit == upper.rawValue { return true }
            next = units[unit]?.parent
        }
        return false
    }

    static func kind(_ unit: UnitID?) -> UnitKind? { unit.flatMap { units[$0.rawValue]?.kind } }

    static func name(of party: Party) -> String {
        people.first { $0.party == party }?.name ?? "\(party.identity)"
    }

    private static func post(_ role: RoleName, _ unit: Int64) -> Post { Post(role: role, unit: UnitID(unit)) }

    private static func person(_ id: Int64, _ role: RoleName, _ unit: Int64) -> Party {
        Party(identity: .person(PersonID(id)), posts: [post(role, unit)])
    }

    private static func makeBooks() throws -> [CalendarBook] {
        let holidays = try Shipped.holidays()
        let night = try WorkCalendar.alwaysOpen(name: "always")
        let china = try WorkCalendar.office(holidays: holidays)
        let boston = try Shipped.calendar("boston").calendar()
        return [
            try CalendarBook(default: .office(), others: [night]),
            try CalendarBook(default: china, others: [night, boston]),
            try CalendarBook(default: boston, others: [night, china]),
            try CalendarBook(default: night, others: [boston, china]),
        ]
    }
}

/// The two definitions of a family of tickets.
struct Machines {
    var issue: Machine
    var task: Machine

    subscript(name: DefinitionName) -> Machine { name == task.definition.name ? task : issue }
}
