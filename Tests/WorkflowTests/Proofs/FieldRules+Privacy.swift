import Workflow

/// What keeps an act from being done whatever the act is: what was entered later, and who is complained of.
extension Case {
    /// 补录: never before the report or after now, within 24 h, with number, person and outcome of the call.
    var backdated: String? {
        guard let time = command.input["occurred_at"]?.int.map({ Instant(microseconds: $0) }) else { return nil }
        if time < ticket.reportedAt { return "done before the report" }
        if time > at { return "not done yet" }
        if at.microseconds - time.microseconds > 24 * 3_600 * 1_000_000 { return "entered too late" }
        let needs: [FieldName] = ["call_number", "call_person", "call_outcome"]
        return needs.allSatisfy { isGiven($0) } ? nil : "without what was said on the telephone"
    }

    /// 回避: nobody complained of is given it, and somebody must be left to hold it.
    func given(to does: [String]) -> String? {
        var units: [UnitID?] = []
        if does.contains("lead") { units.append(proposedLead) }
        if does.contains("down") { units.append(unit("unit_below")) }
        if does.contains("inside") { units.append(unit("section")) }
        for word in does.compactMap({ $0.after("tasks:") }) {
            let field = FieldName(word.replacing("+directory", with: ""))
            units += (field.flatMap { command.input[$0] }?.array ?? []).map { $0.int.map { UnitID($0) } }
        }
        if units.contains(where: { $0.map { ticket.complains(of: $0) } ?? false }) {
            return "for whom is complained of"
        }
        let isTakenBack = ticket.rule?.duty == .reclaimed && does.contains("lead")
        if isTakenBack, proposedLead.map({ Ground.isOfBase($0) }) ?? false { return "for what the law has taken back" }
        let isPartial = units.contains { $0.flatMap { Ground.kind($0) }.map { Self.onlySummary.contains($0) } ?? false }
        if isPartial, !isGiven("summary") { return "without what they may see" }
        guard let given = command.input["complained_of"], given != ticket.facts["complained_of"] else { return nil }
        let complained = given.array?.compactMap(\.int) ?? []
        return Ground.hasDesk(above: ticket.desk, without: complained) ? nil : "against everybody"
    }
}

extension Ground {
    private static let base: Set<UnitKind> = [
        "stairwell", "building", "grid", "compound", "village", "community", "street",
    ]

    static func isOfBase(_ unit: UnitID) -> Bool {
        kind(unit).map { base.contains($0) } ?? false
    }

    /// Whether a desk, or a level above it, is not complained of.
    static func hasDesk(above desk: UnitID, without complained: [Int64]) -> Bool {
        var next: UnitID? = desk
        while let unit = next {
            if !complained.contains(where: { $0 == unit.rawValue || isAbove(UnitID($0), unit) }) { return true }
            next = Standing.next(above: unit)
        }
        return false
    }

    /// Whether a matter of a place has such a desk: who reports it holds it at their own level.
    static func hasDesk(from place: UnitID, by party: Party, without complained: [Int64]) -> Bool {
        var own: UnitID? = place
        while let unit = own, !party.posts.contains(where: { $0.unit == unit }) { own = Standing.next(above: unit) }
        return hasDesk(above: own ?? place, without: complained)
    }
}
