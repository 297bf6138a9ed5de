import Workflow

/// "Limits in use": what a clock's limit is for a ticket.
extension FieldRules {
    enum Wanted: Equatable {
        case limit(String)
        /// A due time that came with the ticket (上级时限).
        case due(Int64)
        /// So much before that: 4 wh, around the clock when urgent.
        case before(Int64, String)
        /// A limit, but no later than so much before that.
        case within(String, Int64, String)
        /// The clock does not run.
        case none
    }

    func limit(of clock: ClockName, for ticket: Ticket) -> Wanted? {
        guard let row = clocks[clock] else { return nil }
        let isUrgent = ticket.urgency == .urgent
        let texts = row.limit.parts(",")
        if texts.count == 2 { return .limit(isUrgent ? texts[1] : texts[0]) }
        switch row.limit {
        case "sign": return isUrgent ? .limit("30m") : directory(clock, ticket) ?? .limit("4wh")
        case "parking": return .limit(ticket.facts["parking_days"]?.int.map { "\($0)d" } ?? "90d")
        case "reply": return .limit(ticket.facts["reply_days"]?.int.map { "\($0)wd" } ?? "1wd")
        case "contact":
            return ticket.counters["contacts", default: 0] > 0 ? Wanted.none : .limit(isUrgent ? "2h" : "1wd")
        case "whole": return whole(clock, ticket)
        case "upper": return (ticket.facts["upper_due"]?.int).map { .due($0) } ?? Wanted.none
        case "upper_return": return (ticket.facts["upper_return_by"]?.int).map { .due($0) } ?? Wanted.none
        case "return_window":
            let limit = isUrgent ? "30m" : "1wd"
            guard let end = ticket.facts["upper_return_by"]?.int else { return .limit(limit) }
            return .within(limit, end, isUrgent ? "30m" : "4wh")
        case "answer":
            let kinds = ["emergency": "10m", "enforcement": "30m", "routine": "4wh"]
            return .limit(kind(ticket).flatMap { kinds[$0] } ?? (isUrgent ? "30m" : "4wh"))
        case "arrival": return arrival(ticket)
        default: return .limit(row.limit)
        }
    }

    private func directory(_ clock: ClockName, _ ticket: Ticket) -> Wanted? {
        ticket.rule?.limits[clock].map { .limit($0.description) }
    }

    private func kind(_ ticket: Ticket) -> String? { ticket.facts["whistle_kind"]?.string }

    /// The upper platform's time rules, then the directory's, then the grade's: enquiry 1 wd, ordinary 5, complex 15.
    private func whole(_ clock: ClockName, _ ticket: Ticket) -> Wanted {
        if let due = ticket.facts["upper_due"]?.int { return .before(due, ticket.urgency == .urgent ? "4h" : "4wh") }
        if let due = ticket.facts["target_due"]?.int { return .due(due) }
        if let limit = directory(clock, ticket) { return limit }
        switch ticket.facts["grade"]?.string {
        case "enquiry": return .limit("1wd")
        case "complex": return .limit("15wd")
        default: return .limit("5wd")
        }
    }

    /// 应急哨 30 min on the spot, 执法哨 as agreed, 日常哨 within 3 wd; who only helps need not come.
    private func arrival(_ ticket: Ticket) -> Wanted {
        if ticket.counters["arrivals", default: 0] > 0 { return .none }
        if let due = ticket.facts["arrive_by"]?.int { return .due(due) }
        switch kind(ticket) {
        case "emergency": return .limit("30m")
        case "enforcement": return .limit("4h")
        case "routine": return .limit("3wd")
        default: return .none
        }
    }
}
