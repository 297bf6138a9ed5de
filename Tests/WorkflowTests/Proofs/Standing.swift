import Workflow

/// How a party must stand to a ticket, as the rules of the field say it: `desk`, `lead:department_head+deputy_head`.
struct Standing: Hashable {
    let relation: String
    let roles: Set<String>

    init(_ text: Substring) {
        let parts = text.split(separator: ":", maxSplits: 1)
        relation = String(parts.first ?? "")
        roles = parts.count > 1 ? Set(parts[1].split(separator: "+").map(String.init)) : []
    }

    init(_ rule: PartyRule) {
        relation = rule.relation.rawValue
        roles = Set(rule.roles.map(\.text))
    }

    private static let reporter: MarkName = "reporter"

    /// Whether a party stands so, by the table of units alone.
    func holds(_ party: Party, on ticket: Ticket?) -> Bool {
        if let ticket, let person = party.person, ticket.list(.complainedPeople).contains(person.rawValue) {
            return false
        }
        // Who belongs to nobody else than those complained of is out, whatever else they are to the matter.
        if let ticket, party.person != nil, !party.posts.isEmpty,
            party.posts.allSatisfy({ ticket.complains(of: $0.unit) })
        {
            return false
        }
        switch (relation, party.identity) {
        case ("ticket", .ticket): return true
        case ("main", .ticket(let id)): return ticket?.links.main == id
        case ("merged", .ticket(let id)): return ticket?.links.merged.contains(id) == true
        case ("clock", .clock), ("resident", .resident): return true
        case ("child", .ticket(let id)): return ticket?.children[id] != nil
        case ("parent", .ticket(let id)): return ticket?.parent == id
        case ("reporter", .person(let id)): return ticket?.people[Self.reporter] == id
        case (_, .person): break
        case (_, .resident), (_, .clock), (_, .ticket): return false
        }
        return party.posts.contains { post in
            (roles.isEmpty || roles.contains(post.role.text)) && stands(post.unit, to: ticket)
                && ticket.map { Self.isAdmitted(party, post, to: $0) } ?? true
        }
    }

    private func stands(_ unit: UnitID, to ticket: Ticket?) -> Bool {
        if relation == "anyone" { return true }
        guard let ticket else { return false }
        switch relation {
        case "responsible": return unit == ticket.responsible
        case "desk": return unit == ticket.desk
        case "lead": return unit == ticket.lead
        case "inside": return ticket.inside.map { $0 == unit || Ground.isAbove($0, unit) } ?? false
        case "above": return Ground.isAbove(unit, ticket.desk)
        case "around":
            return unit == ticket.place || Ground.isAbove(unit, ticket.place) || Ground.isAbove(ticket.place, unit)
        default: return false
        }
    }

    /// To whom a message goes that is sent to them; nil: to nobody.
    func audience(of ticket: Ticket) -> Audience? {
        let unit: UnitID?
        switch relation {
        case "resident": return .resident
        case "reporter": return ticket.people["reporter"].map { .person($0) }
        case "responsible": unit = ticket.responsible
        case "desk": unit = ticket.desk
        case "lead": unit = ticket.lead
        case "inside": unit = ticket.inside
        case "above": unit = Standing.decider(above: ticket.desk, on: ticket)
        default: return nil
        }
        guard let unit, !ticket.complains(of: unit) else { return nil }
        return .unit(unit, roles: roles.compactMap { RoleName($0) }.sorted())
    }

    /// 回避: nobody of a unit complained of; 受限: only those named, or of these posts.
    private static func isAdmitted(_ party: Party, _ post: Post, to ticket: Ticket) -> Bool {
        if ticket.complains(of: post.unit) { return false }
        guard ticket.facts[.restriction] != nil else { return true }
        return unrestricted.contains(post.role.text)
            || party.person.map { ticket.list(.informed).contains($0.rawValue) } ?? false
    }

    private static let unrestricted: Set<String> = [
        "duty_leader", "street_head", "street_dispatcher", "department_liaison", "deputy_head", "department_head",
    ]

    private static let levels: Set<UnitKind> = [
        "stairwell", "building", "grid", "compound", "village", "community", "street",
    ]

    /// The next unit above that holds matters, and is not complained of.
    static func next(above desk: UnitID, on ticket: Ticket) -> UnitID? {
        var unit = next(above: desk)
        while let up = unit, ticket.complains(of: up) { unit = next(above: up) }
        return unit
    }

    /// Who decides above a desk, and is not complained of: the base's next level, else any unit above, such as the district.
    static func decider(above desk: UnitID, on ticket: Ticket) -> UnitID? {
        var unit: UnitID? = desk
        repeat {
            unit = unit.flatMap { next(above: $0) ?? Ground.units[$0.rawValue]?.parent.map { UnitID($0) } }
        } while unit.map(ticket.complains) ?? false
        return unit
    }

    /// The unit that holds matters one level up, at the base.
    static func next(above desk: UnitID) -> UnitID? {
        var next = Ground.units[desk.rawValue]?.parent
        while let unit = next, let row = Ground.units[unit] {
            if levels.contains(row.kind) { return UnitID(unit) }
            next = row.parent
        }
        return nil
    }
}

extension Ticket {
    func list(_ field: FieldName) -> [Int64] { facts[field]?.array?.compactMap(\.int) ?? [] }

    /// 被反映对象: the unit itself, or one above it.
    func complains(of unit: UnitID) -> Bool {
        list(.complainedOf).contains { $0 == unit.rawValue || Ground.isAbove(UnitID($0), unit) }
    }
}

/// Names that are asked for with every try: a literal is checked each time.
extension FieldName {
    static let complainedOf: FieldName = "complained_of"
    static let complainedPeople: FieldName = "complained_people"
    static let restriction: FieldName = "restriction"
    static let informed: FieldName = "informed"
}
