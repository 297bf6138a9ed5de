import Foundation
import Shipped
import Workflow

/// A small district for tests of the machine: one street with everything below it, two departments, and people.
struct World {
    static let district = DistrictID(7)
    static let street = UnitID(1)
    static let community = UnitID(2)
    static let grid = UnitID(3)
    static let building = UnitID(4)
    static let water = UnitID(5)
    static let parks = UnitID(6)
    static let bareCommunity = UnitID(8)
    static let section = UnitID(10)

    static let leader = person(101, "building_leader", building)
    static let gridWorker = person(102, "grid_worker", grid)
    static let dispatcher = person(103, "community_dispatcher", community)
    static let secondDispatcher = person(104, "community_dispatcher", community)
    static let liaison = person(105, "department_liaison", water)
    static let otherLiaison = person(106, "department_liaison", parks)
    static let streetDispatcher = person(107, "street_dispatcher", street)
    static let handler = person(108, "handler", section)
    static let head = person(109, "department_head", water)
    static let dutyLeader = person(110, "duty_leader", street)
    static let everybody = [
        leader, gridWorker, dispatcher, secondDispatcher, liaison, otherLiaison, streetDispatcher, handler, head,
        dutyLeader,
        Party(identity: .resident), .clock,
    ]

    static func person(_ id: Int64, _ role: RoleName, _ unit: UnitID) -> Party {
        Party(identity: .person(PersonID(id)), posts: [Post(role: role, unit: unit)])
    }

    private static let issue = Result { Machine(definition: try Shipped.definition("issue"), version: 1) }
    private static let book = Result { try CalendarBook(default: .office()) }

    let machine: Machine
    var context: Context

    /// The world at a local time in China, such as `2026-03-02T09:00:00` (a Monday).
    init(now: String = "2026-03-02T09:00:00", machine: Machine? = nil) throws {
        self.machine = try machine ?? Self.issue.get()
        context = Context(
            now: Self.time(now),
            territory: try Self.territory(),
            calendars: try Self.book.get(),
            directory: try Self.directory()
        )
    }

    static func time(_ local: String) -> Instant {
        guard let local = LocalDateTime(local), let book = try? book.get() else {
            preconditionFailure("not a local time")
        }
        return book.standard.instant(local)
    }

    static func territory() throws -> UnitTree {
        try UnitTree([
            Unit(id: UnitID(9), code: "99", kind: "district", name: "试验区", parent: nil),
            Unit(id: street, code: "9901", kind: "street", name: "一街道", parent: UnitID(9)),
            Unit(id: community, code: "990101", kind: "community", name: "一社区", parent: street),
            Unit(id: grid, code: "99010101", kind: "grid", name: "一网格", parent: community),
            Unit(id: building, code: "9901010101", kind: "building", name: "一号楼", parent: grid),
            Unit(id: bareCommunity, code: "990102", kind: "community", name: "二社区", parent: street),
            Unit(id: water, code: "99D1", kind: "department", name: "水务局", parent: UnitID(9)),
            Unit(id: section, code: "99D1A", kind: "section", name: "抢修队", parent: water),
            Unit(id: parks, code: "99D2", kind: "department", name: "园林局", parent: UnitID(9)),
        ])
    }

    static func directory() throws -> Workflow.Directory {
        try Workflow.Directory(
            [
                DirectoryRule(id: "W1", category: "水务", place: nil, lead: water, limits: ["whole": Limit("2wd")]),
                DirectoryRule(id: "W2", category: "水务/停水", place: nil, lead: water, limits: ["whole": Limit("24h")]),
                DirectoryRule(id: "P1", category: "园林", place: nil, lead: parks),
            ],
            categories: ["其他"]
        )
    }
}

extension World {
    /// A matter filed by the building leader.
    func filed(
        by party: Party = World.leader,
        category: String = "水务",
        place: UnitID = World.building,
        input: [FieldName: JSONValue] = [:],
        id: TicketID = TicketID(1)
    ) throws -> Ticket {
        let command = Command(
            act: "report",
            by: party,
            input: ["category": .string(category), "place": .int(place.rawValue)].merging(input) { $1 },
            words: ["text": Words(text: "楼道漏水", digest: "00")]
        )
        let advance = try machine.file(command, district: Self.district, id: id, in: context)
        guard let ticket = advance.ticket else { preconditionFailure("filing makes a ticket") }
        return ticket
    }

    /// The ticket after an act, all overdue timers fired before it; time is set first where one is given.
    mutating func after(
        _ act: ActionName,
        by party: Party,
        on ticket: Ticket,
        at local: String? = nil,
        input: [FieldName: JSONValue] = [:],
        words: [FieldName: Words] = [:],
        beside others: [Ticket] = []
    ) throws -> Ticket {
        context.others = Dictionary(others.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        if let local { context.now = Self.time(local) }
        let before = machine.catchUp(ticket, until: context.now, in: context).advance.ticket ?? ticket
        let command = Command(act: act, by: party, input: input, words: words)
        return try machine.decide(command, on: before, in: context).ticket ?? before
    }

    /// A matter that the water department is to sign.
    mutating func dispatched(category: String = "水务", id: TicketID = TicketID(1)) throws -> Ticket {
        var ticket = try filed(by: Self.dispatcher, category: category, place: Self.community, id: id)
        ticket = try after("accept", by: Self.dispatcher, on: ticket)
        return try after("dispatch", by: Self.dispatcher, on: ticket)
    }

    /// A matter in `handled`, answered by the water department's liaison.
    mutating func handled() throws -> Ticket {
        let ticket = try after("sign", by: Self.liaison, on: dispatched())
        return try after(
            "submit_result",
            by: Self.liaison,
            on: ticket,
            input: ["outcome": "solved"],
            words: ["text": .some]
        )
    }
}

extension Words {
    static let some = Words(text: "已修好", digest: "01")
}

/// A generator whose runs can be repeated.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension Refusal {
    /// The code with which something is refused; nil where it is not.
    static func code(_ body: () throws -> Ticket) -> String? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? Refusal)?.code
        }
    }
}
