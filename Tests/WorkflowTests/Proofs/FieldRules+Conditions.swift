import Workflow

/// What a rule of the field looks at: the ticket before the act, who acts, and what was given.
struct Case {
    let ticket: Ticket
    let command: Command
    let context: Context
    let at: Instant

    /// A value given now, or kept before.
    func value(_ field: FieldName) -> JSONValue? { command.input[field] ?? ticket.facts[field] }

    func isBy(_ standing: String) -> Bool { Standing(standing[...]).holds(command.by, on: ticket) }

    func isGiven(_ field: FieldName) -> Bool {
        command.input[field] != nil || command.words[field]?.text.trimmed.isEmpty == false
    }

    var isAtStreet: Bool { Ground.kind(ticket.desk) == "street" }

    var proposedLead: UnitID? { command.input["lead"]?.int.map { UnitID($0) } ?? ticket.rule?.lead }

    func unit(_ field: FieldName) -> UnitID? { command.input[field]?.int.map { UnitID($0) } }
}

/// The conditions that the tables name.
extension Case {
    func holds(_ condition: String) -> Bool {
        if let named = named(condition) { return named }
        if condition.hasPrefix("not by:") { return !isBy(String(condition.dropFirst(7))) }
        if condition.hasPrefix("by:") { return isBy(String(condition.dropFirst(3))) }
        if let mark = condition.after("not ") {
            return command.by.person == nil || ticket.people.first { $0.key.text == mark }?.value != command.by.person
        }
        if let clock = condition.after("window:") {
            return ticket.countdown(clock).map { !$0.isExpired && at <= $0.due } ?? false
        }
        if let clock = condition.after("late:").flatMap({ ClockName($0) }) {
            return ticket.late.contains(clock) && !ticket.claims.contains(clock)
        }
        if let clock = condition.after("runs:") { return ticket.countdown(clock) != nil }
        if let clock = condition.after("idle:") { return ticket.countdown(clock) == nil }
        return compared(condition)
    }

    /// `returns<2`, `call_attempts>=3`, `outcome=planned`, `state=a,b`.
    private func compared(_ condition: String) -> Bool {
        if let parts = condition.pair(">=") { return count(parts.0) >= Int(parts.1) ?? .max }
        if let parts = condition.pair("<") { return count(parts.0) < Int(parts.1) ?? .min }
        guard let parts = condition.pair("="), let field = FieldName(parts.0) else {
            preconditionFailure("no condition is “\(condition)”")
        }
        let wanted = parts.1.parts(",")
        if parts.0 == "state" { return wanted.contains(ticket.state.text) }
        return wanted.contains(value(field)?.string ?? "")
    }

    private func count(_ counter: String) -> Int { ticket.counters.first { $0.key.text == counter }?.value ?? 0 }

    private func named(_ condition: String) -> Bool? {
        switch condition {
        // 村: to a town what a community is to a street.
        case "community or street": ["village", "community", "street"].contains(Ground.kind(ticket.desk))
        case "level above": Standing.next(above: ticket.desk, on: ticket) != nil
        // 交办下级: to a unit of the base below; never a department's own matter (上级收回 or 配合).
        case "below desk": unit("unit_below").map { isOfBase($0) && Ground.isAbove(ticket.desk, $0) } ?? false
        case "base's own": (ticket.rule?.duty ?? .basic) == .basic
        case "may lead": proposedLead.map { Self.leads.contains(Ground.kind($0) ?? "") } ?? true
        case "inside lead":
            unit("section").map { inside in ticket.lead.map { Ground.isAbove($0, inside) } ?? false } ?? false
        case "tasks ended": ticket.children.values.allSatisfy { $0.end != nil }
        // 三级哨 by a community, 二级 by a street, 一级 by the street's head.
        case "rank of whistle": isOfRank
        // 应急哨 passes at once; a street's own whistle has nobody to pass it.
        case "passes at once": value("whistle_kind") == "emergency" || isAtStreet
        case "stays or given": isGiven("lead") || value("ruling") == "stays"
        // 列入计划 is no answer without the days for which it is to be parked.
        case "planned has days": isGiven("parking_days") || value("outcome") != "planned"
        case "rank by grade": value("grade") != "complex" || isBy("lead:deputy_head+department_head")
        case "own step": isOwnStep
        // 三次未接通, or silence.
        case "three calls or clock": command.by.identity == .clock || count("call_attempts") >= 3
        // Only who calls can say that nobody was reached.
        case "reached or called": isBy("desk") || ["satisfied", "dissatisfied"].contains(value("callback"))
        case "early enough": isEarlyEnough
        case "ended a month ago": isEndedSince
        case "part on the ladder": unit("place").map { Ground.isOfBase($0) } ?? false
        case "main can take it": canBeTaken
        case "its main": ticket.links.main != nil && ticket.links.main == other("main")?.id
        case "main solved": ["closed", "self_resolved"].contains(ticket.links.mainEnd?.text)
        case "proof as asked": isProven
        case "lead complained of": isLeadAway
        // 待回填: a platform above waits, and was not answered.
        case "owed": isOwed
        case "nothing open where owed": !isOwed || ticket.children.values.allSatisfy { $0.end != nil }
        case "not done yet": ticket.state != "to_fill_back"
        case "somebody is named": isGiven("complained_of") || isGiven("complained_people")
        case "rank of who came": isRankOfWhistle
        default: nil
        }
    }

    /// 部门、街道; 村居委会、业委会、物业、驻区单位、志愿队.
    static let leads: Set<UnitKind> = Set(["department", "street"]).union(onlySummary)
    /// They never see more than a 转办摘要.
    static let onlySummary: Set<UnitKind> = [
        "residents_committee", "owners_committee", "property_company", "resident_unit", "volunteer_team",
    ]

    private func isOfBase(_ unit: UnitID) -> Bool { Ground.isOfBase(unit) }

    private func other(_ field: FieldName) -> Ticket? {
        command.input[field]?.int.flatMap { context.others[TicketID($0)] }
    }

    /// 再次诉求 within 30 days of closing.
    private var isEndedSince: Bool {
        guard let end = other("earlier")?.closedAt, let month = try? Limit("30d"),
            let last = try? context.calendars.deadline(after: month, from: end)
        else { return false }
        return at <= last.due
    }

    /// 并单 into an open matter that goes its own way, by who answers at that one's desk or above it.
    private var canBeTaken: Bool {
        guard let main = other("main"), main.id != ticket.id, main.links.main == nil, ticket.links.merged.isEmpty else {
            return false
        }
        let states = ["reported", "in_progress", "awaiting_dispatch", "dispatched", "signed", "rework", "answering"]
        return states.contains(main.state.text)
            && ["desk", "above"].contains { Standing($0).holds(command.by, on: main) }
    }

    /// What the directory's rule asks for; a written account will always do.
    private var isProven: Bool {
        let given = Set(value("proof")?.array?.compactMap(\.string) ?? [])
        return given.contains("account") || Set((ticket.rule?.evidence ?? []).map(\.rawValue)).isSubset(of: given)
    }

    /// 回避, by what is known and by what is said now.
    private var isLeadAway: Bool {
        let units = value("complained_of")?.array?.compactMap(\.int) ?? []
        return ticket.lead.map { lead in units.contains { $0 == lead.rawValue || Ground.isAbove(UnitID($0), lead) } }
            ?? false
    }

    private var isOwed: Bool { ticket.facts["upper_platform"] != nil && count("answers_given") == 0 }

    private var isOfRank: Bool {
        switch value("whistle_level")?.string {
        case "three": !isAtStreet
        case "two": isAtStreet
        case "one": isAtStreet && isBy("desk:street_head")
        default: false
        }
    }

    private var isRankOfWhistle: Bool {
        switch value("whistle_level")?.string {
        case "one": value("rank") == "department_head"
        case "two": ["deputy_head", "department_head"].contains(value("rank")?.string)
        default: true
        }
    }

    private var isOwnStep: Bool {
        switch ticket.state.text {
        case "dispatched": isBy("desk")
        case "return_requested": isBy("lead")
        case "handled": isBy("lead") || isBy("inside")
        case "awaiting_approval": isBy("inside")
        default: false
        }
    }

    /// 到期前 1 个工作日或时限的 20 %，取短者.
    private var isEarlyEnough: Bool {
        guard let whole = ticket.clocks["whole"], !whole.isExpired, whole.paused == nil,
            let day = try? Limit("1wd"), let end = try? context.calendars.deadline(after: day, from: at)
        else { return false }
        let last = try? context.calendars.fraction(
            80,
            of: whole.limit ?? .atOnce,
            from: whole.startedAt,
            to: whole.due
        )
        return end.due <= whole.due || last.map { at <= $0 } == true
    }
}

extension Ticket {
    fileprivate func countdown(_ name: String) -> Countdown? { clocks.first { $0.key.text == name }?.value }
}

extension String {
    func after(_ prefix: String) -> String? { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil }

    fileprivate func pair(_ separator: String) -> (String, String)? {
        guard let range = firstRange(of: separator) else { return nil }
        return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
    }
}
