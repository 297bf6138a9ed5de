import Workflow

/// The five invariants of the machine, asked of every step, whatever the definition.
enum Invariants {
    /// What is wrong with a step.
    ///
    /// - Parameters:
    ///   - step: what came of something.
    ///   - family: the matter with its tasks after it.
    ///   - deep: whether events and rows are written and read back, too.
    /// - Returns: nil where nothing is wrong.
    static func fault(of step: Step, _ family: Family, deep: Bool = true) -> String? {
        guard let after = step.after else { return nil }
        if step.event == nil { return step.before == after ? nil : "a refused act changed the ticket" }
        return responsible(after) ?? away(after) ?? hands(step, after) ?? kin(step, after, family) ?? clocks(
            step,
            after
        )
            ?? (deep ? folds(step, after) : nil)
    }

    /// 1. Exactly one unit answers for it until its end, and nobody waits for ever; a return frees nobody.
    private static func responsible(_ after: Ticket) -> String? {
        if (after.responsible == nil) != after.isFinal { return "not exactly one unit answers in \(after.state)" }
        if after.isFinal != (after.closedAt != nil) { return "an end without its time" }
        if after.isFinal, !after.clocks.isEmpty { return "a clock runs after the end" }
        if !after.isFinal, after.clocks.isEmpty { return "no clock runs in \(after.state)" }
        if let bound = after.bound, !after.isFinal, after.responsible != bound { return "who is held to it got away" }
        return nil
    }

    /// 回避: whoever is complained of never holds it.
    private static func away(_ after: Ticket) -> String? {
        let holders = [after.desk, after.lead, after.inside, after.responsible, after.bound].compactMap(\.self)
        return holders.contains { after.complains(of: $0) } ? "whoever is complained of holds it" : nil
    }

    /// 2. Who verifies, calls back, approves or confirms is not who handled; who decides is not who asked.
    private static func hands(_ step: Step, _ after: Ticket) -> String? {
        guard let act = step.event?.act, let person = step.command?.by.person, let before = step.before else {
            return nil
        }
        let others: [ActionName: MarkName] = [
            "verify": "handler", "call_back": "handler", "send_back": "handler", "approve_answer": "handler",
            "confirm": "handler", "grant_extension": "asker", "grant_parking": "asker", "terminate": "asker",
            "void": "asker", "exclude": "asker",
        ]
        guard let mark = others[act], before.people[mark] == person else { return nil }
        return "\(act) by its own \(mark)"
    }

    /// 3. Nothing ends over open tasks; what has ended stays so.
    private static func kin(_ step: Step, _ after: Ticket, _ family: Family) -> String? {
        if step.before?.isFinal == true, step.before?.state != after.state { return "life after the end" }
        guard after.parent == nil else { return nil }
        let tasks = family.tickets.dropFirst()
        if after.isFinal, tasks.contains(where: { !$0.isFinal }) { return "it ended over an open task" }
        for task in tasks where after.children[task.id]?.end != nil && !task.isFinal { return "a task ended too early" }
        return nil
    }

    /// 4. A clock stops only by an act; time moves forward; due comes before late; a pause keeps what was used.
    private static func clocks(_ step: Step, _ after: Ticket) -> String? {
        guard let event = step.event, let before = step.before else { return nil }
        if event.at < before.lastAt { return "time runs back" }
        if event.timer == nil, case .person = event.by.identity, before.timers.contains(where: { $0.due < event.at }) {
            return "an act came before what was due"
        }
        // A level up may grant that what was entered later kept its clock.
        let granted = event.act == "grant_backdating" ? before.claims : []
        if !before.late.subtracting(granted).isSubset(of: after.late) { return "a clock's lateness was forgotten" }
        for (clock, old) in before.clocks {
            guard let new = after.clocks[clock] else {
                if event.act == nil { return "\(clock) stopped by no act" }
                continue
            }
            guard new.startedAt == old.startedAt, new.limit == old.limit, new.extensions == old.extensions else {
                continue
            }
            if new.pauses.count < old.pauses.count { return "\(clock) forgot a pause" }
            // What is set right may count anew; nothing else may touch a due time but by a pause.
            guard event.act != "correct", event.act != "take_in" else { continue }
            if let fault = time(clock, old, new, at: event.at, step.context.calendars) { return fault }
        }
        return nil
    }

    /// What was left when it was stopped is left when it goes on; between pauses the due time stays.
    private static func time(
        _ clock: ClockName,
        _ old: Countdown,
        _ new: Countdown,
        at: Instant,
        _ book: CalendarBook
    ) -> String? {
        let limit = old.limit ?? .atOnce
        switch (old.paused, new.paused) {
        case (nil, nil): return old.due == new.due ? nil : "\(clock) is due at another time"
        case (nil, let left?):
            let was = try? book.remaining(of: limit, at: at, due: old.due)
            return was == left && new.pausedAt == at ? nil : "\(clock) stopped with other time left"
        // 上级时限: whoever gave the due time knows of no pause here.
        case (_?, nil) where old.limit == nil: return old.due == new.due ? nil : "\(clock) given from above moved"
        case (let left?, nil):
            let now = try? book.remaining(of: limit, at: at, due: new.due)
            return now?.microseconds == left.microseconds ? nil : "\(clock) goes on with other time left"
        case (let before?, let after?): return before == after ? nil : "\(clock) used time while it stood still"
        }
    }

    /// 5. The event alone makes the row: read back from its bytes and applied, it gives the same bytes.
    private static func folds(_ step: Step, _ after: Ticket) -> String? {
        guard let event = step.event else { return nil }
        do {
            let copy = try Event(payload: JSONValue(parsing: event.payload.canonicalBytes), of: event)
            if copy != event { return "the event is not read back" }
            var folded = try step.before ?? Ticket(first: copy)
            if step.before != nil { try folded.apply(copy) }
            if folded != after { return "the event does not fold to the row" }
            let row = try Ticket(columns: .init(after), body: JSONValue(parsing: after.body.canonicalBytes))
            return row == after && row.body.canonicalBytes == folded.body.canonicalBytes
                ? nil : "the row is not read back"
        } catch {
            return "the event or row is not read back: \(error)"
        }
    }
}
