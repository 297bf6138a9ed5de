import Workflow

/// A life as a short session: when, who, what, and what came of it.
extension Life {
    /// The session under given rules, until the first fault, which ends it.
    func session(under machines: Machines, check: Family.Check) throws -> String {
        var family = Family(machines, start: start)
        family.isTold = true
        for next in tries where !family.isOver {
            let here = family.lines.count
            let fault = try family.take(next, check: check)
            if next.on > 0, family.lines.count > here {
                family.lines[family.lines.count - 1] += "  (task \(next.on))"
            }
            if let fault { return (family.lines + ["  ✘ \(fault)"]).joined(separator: "\n") }
        }
        return family.lines.joined(separator: "\n")
    }
}

extension Family {
    mutating func say(_ command: Command, _ advance: Advance) {
        guard isTold, let ticket = advance.ticket else { return }
        lines.append("\(time(ticket.lastAt))  \(told(command)) → \(ticket.state)")
    }

    mutating func say(_ command: Command, _ refusal: Refusal) {
        guard isTold else { return }
        lines.append("\(time(now))  \(told(command)) ✗ \(refusal.code)")
    }

    mutating func say(_ event: Event, _ ticket: Ticket) {
        guard isTold else { return }
        let timer = event.timer.map { "clock \($0.clock) \($0.step.code)" } ?? "a task"
        lines.append("\(time(event.at))  \(timer)\(event.act.map { ": \($0)" } ?? "") → \(ticket.state)")
    }

    private func told(_ command: Command) -> String {
        let times = command.input.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.canonicalText)" }
        let words = command.words.keys.sorted().map { "\($0)=…" }
        return (["\(Ground.name(of: command.by)):", command.act.text] + times + words).joined(separator: " ")
    }

    private func time(_ instant: Instant) -> String {
        guard let calendar = try? Ground.books.get()[0].standard else { return "\(instant)" }
        return calendar.local(instant).description
    }
}
