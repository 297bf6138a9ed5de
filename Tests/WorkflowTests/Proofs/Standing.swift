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

    /// Whether a party stands so, by the table of units alone.
    func holds(_ party: Party, on ticket: Ticket?) -> Bool {
        switch (relation, party.identity) {
        case ("clock", .clock), ("resident", .resident): return true
        case ("child", .ticket(let id)): return ticket?.children[id] != nil
        case ("parent", .ticket(let id)): return ticket?.parent == id
        case ("reporter", .person(let id)): return ticket?.people["reporter"] == id
        case (_, .person): break
        case (_, .resident), (_, .clock), (_, .ticket): return false
        }
        return party.posts.contains { post in
            (roles.isEmpty || roles.contains(post.role.text)) && stands(post.unit, to: ticket)
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
        case "above": unit = Standing.next(above: ticket.desk)
        default: return nil
        }
        return unit.map { .unit($0, roles: roles.compactMap { RoleName($0) }.sorted()) }
    }

    /// The unit that holds matters one level up, at the base.
    static func next(above desk: UnitID) -> UnitID? {
        let levels: Set<UnitKind> = ["stairwell", "building", "grid", "compound", "community", "street"]
        var next = Ground.units[desk.rawValue]?.parent
        while let unit = next, let row = Ground.units[unit] {
            if levels.contains(row.kind) { return UnitID(unit) }
            next = row.parent
        }
        return nil
    }
}
