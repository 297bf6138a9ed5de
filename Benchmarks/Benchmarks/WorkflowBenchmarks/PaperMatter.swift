import Workflow

/// A matter with the district around it, without a database.
struct PaperMatter {
    /// A Monday morning of 2026.
    static let monday = Instant(seconds: 1_772_413_200)

    private let machine: Machine
    private let context: Context
    private let steps: [Command]

    init() throws {
        let definition = try WorkflowDefinition(document: Shelf.document("definitions/issue.yaml"))
        machine = Machine(definition: definition, version: 1)
        let (street, community, department) = (UnitID(1), UnitID(2), UnitID(3))
        context = Context(
            now: Self.monday,
            territory: try UnitTree([
                Unit(id: street, code: "S", kind: "street", name: "一街道", parent: nil),
                Unit(id: community, code: "C", kind: "community", name: "一社区", parent: street),
                Unit(id: department, code: "D", kind: "department", name: "一部门", parent: nil),
            ]),
            calendars: try CalendarBook(default: Shelf.calendar()),
            directory: try Directory([
                DirectoryRule(id: "R", category: "漏水", place: nil, lead: department)
            ])
        )
        func person(_ id: Int64, _ role: RoleName, _ unit: UnitID) -> Party {
            Party(identity: .person(PersonID(id)), posts: [Post(role: role, unit: unit)])
        }
        let desk = person(1, "community_dispatcher", community)
        let check = person(2, "community_dispatcher", community)
        let lead = person(3, "department_liaison", department)
        let digest = String(repeating: "0", count: 64)
        steps = [
            Command(
                act: "report",
                by: desk,
                input: ["channel": "hotline", "category": "漏水", "place": .int(community.rawValue)],
                words: [
                    "title": Words(text: "楼道漏水", digest: digest),
                    "text": Words(text: "三单元二层楼道顶部漏水两天，请尽快派人维修。", digest: digest),
                ]
            ),
            Command(act: "accept", by: desk), Command(act: "dispatch", by: desk), Command(act: "sign", by: lead),
            Command(
                act: "submit_result",
                by: lead,
                input: ["outcome": "solved"],
                words: ["text": Words(text: "已更换破损水管并清理楼道。", digest: digest)]
            ),
            Command(act: "verify", by: check),
        ]
    }

    /// Decides all its acts.
    ///
    /// - Returns: their events, and the ticket after the last.
    /// - Throws: `Refusal`, and `NoTicket` where filing made none.
    func live() throws -> (events: [Event], ticket: Ticket) {
        var advance = try machine.file(steps[0], district: DistrictID(1), id: TicketID(1), in: context)
        var events = advance.events
        for step in steps.dropFirst() {
            guard let ticket = advance.ticket else { throw NoTicket() }
            advance = try machine.decide(step, on: ticket, in: context)
            events += advance.events
        }
        guard let ticket = advance.ticket else { throw NoTicket() }
        return (events, ticket)
    }

    /// How many acts `live()` decides.
    var count: Int { steps.count }

    private struct NoTicket: Error {}
}
