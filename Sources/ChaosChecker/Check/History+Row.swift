extension History {
    /// Compares what the events say with the ticket's row and timers.
    func check(against snapshot: JournalSnapshot, _ report: inout CheckReport) {
        func bad(_ kind: ChaosFinding.Kind, _ detail: String) { report.note(kind, ticket: ticket, detail) }
        guard let row = snapshot.tickets[ticket] else { return bad(.loss, "it has events and no row") }
        if row.seq != seq { bad(.damage, "the row stands at event \(row.seq), its events at \(seq)") }
        if row.hash != hash { bad(.damage, "the row's hash is not that of the last event") }
        if row.state != state || row.isClosed != isFinal { bad(.damage, "the row is in \(row.state), not in \(state)") }
        if row.responsible != responsible { bad(.damage, "another unit answers for it than its events say") }
        if row.lead != lead || row.desk != desk { bad(.damage, "lead or desk is not what its events say") }
        checkTimers(snapshot, bad)
    }

    private func checkTimers(_ snapshot: JournalSnapshot, _ bad: (ChaosFinding.Kind, String) -> Void) {
        let (live, dead) = (snapshot.timers[ticket] ?? [], snapshot.dead[ticket] ?? [])
        let news = live.filter { $0.clock.hasPrefix("~") }
        for timer in timers.subtracting(live) {
            bad(.timer, "\(timer.clock)/\(timer.step) is \(dead.contains(timer) ? "put aside" : "armed nowhere")")
        }
        for timer in live.subtracting(news).subtracting(timers) {
            bad(.timer, "\(timer.clock)/\(timer.step) is armed, and its events want no such")
        }
        for timer in live where timer.due < snapshot.overdueBefore {
            bad(.timer, "\(timer.clock)/\(timer.step) was due long ago and has not fired")
        }
        for timer in dead where timer.clock.hasPrefix("~") {
            bad(.timer, "\(timer.clock)/\(timer.step) is put aside")
        }
        let told = Set(news.compactMap { Int64($0.clock.dropFirst()) })
        for child in children {
            guard let row = snapshot.tickets[child] else {
                bad(.invariant, "its child \(child) is gone")
                continue
            }
            if row.isClosed, !heard.contains(child), !told.contains(child) {
                bad(.loss, "its child \(child) has ended, and nobody will tell it")
            }
            if !row.isClosed, heard.contains(child) { bad(.invariant, "its child \(child) has ended and is open") }
        }
    }
}
