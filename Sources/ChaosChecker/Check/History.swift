/// One ticket's events, folded as far as the checker looks; what it finds on the way goes into the report.
struct History {
    typealias Place = CallerNotes.Place

    let ticket: Int64
    private(set) var seq: Int64 = 0
    private(set) var at = Int64.min
    private(set) var hash = ChainHash.origin
    private(set) var state = ""
    private(set) var isFinal = false
    private(set) var responsible: Int64?
    private(set) var lead: Int64?
    private(set) var desk: Int64?
    private(set) var clocks: [String: ClockRow] = [:]
    private(set) var children: Set<Int64> = []
    private(set) var heard: Set<Int64> = []
    private var handler: Int64?
    private var left: [String: Int64] = [:]

    init(ticket: Int64) {
        self.ticket = ticket
    }

    /// Takes the next event.
    mutating func take(_ event: EventRow, _ payload: PayloadRow, district: Int64, _ report: inout CheckReport) {
        let ticket = ticket
        func bad(_ kind: ChaosFinding.Kind, _ detail: String) {
            report.note(kind, ticket: ticket, "event \(event.seq): \(detail)")
        }
        if event.seq != seq + 1 { bad(.loss, "comes after event \(seq)") }
        if event.at < at { bad(.damage, "counts from before the event before it") }
        hash = ChainHash.next(after: hash, event, district: district)
        if hash != event.hash {
            bad(.damage, "its hash is not that of its bytes upon the one before")
            hash = event.hash
        }
        checkTime(event, payload, &report)
        checkJudge(payload, bad)
        if isFinal, payload.out.contains(where: { if case .entered = $0 { true } else { false } }) {
            bad(.invariant, "what has ended is opened again")
        }
        for outcome in payload.out { apply(outcome, event, payload, bad) }
        if !isFinal, responsible == nil { bad(.invariant, "nobody is responsible") }
        if isFinal, !children.subtracting(heard).isEmpty { bad(.invariant, "it ends over open children") }
        (seq, at) = (event.seq, max(at, event.at))
    }

    /// Due comes before late, once, and not before its time.
    private func checkTime(_ event: EventRow, _ payload: PayloadRow, _ report: inout CheckReport) {
        func bad(_ kind: ChaosFinding.Kind, _ detail: String) {
            report.note(kind, ticket: ticket, "event \(event.seq): \(detail)")
        }
        guard let timer = payload.timer else {
            guard payload.isCommand else { return }
            for (clock, row) in clocks {
                if let next = row.next, next.at < event.at {
                    bad(.timer, "\(clock)/\(next.step) was due before it and had not fired")
                }
            }
            return
        }
        report.fired += 1
        guard let armed = clocks[timer.clock]?.next, armed.step == timer.step else {
            return bad(.timer, "\(timer.clock)/\(timer.step) fired though it was not armed, or twice")
        }
        if event.at != max(armed.at, at) {
            bad(.timer, "\(timer.clock)/\(timer.step) counts from another time than due")
        }
        if event.recordedAt < armed.at {
            bad(.early, "\(timer.clock)/\(timer.step) fired \(armed.at - event.recordedAt) µs before its time")
        } else {
            report.latest = max(report.latest, event.recordedAt - armed.at)
        }
    }

    /// Who verifies, confirms or calls back is not who handled.
    private func checkJudge(_ payload: PayloadRow, _ bad: (ChaosFinding.Kind, String) -> Void) {
        guard let act = payload.act, ["verify", "call_back", "confirm"].contains(act), let handler else { return }
        if payload.by == .person(handler) { bad(.invariant, "\(act) by who handled it") }
    }

    private mutating func apply(
        _ outcome: OutcomeRow,
        _ event: EventRow,
        _ payload: PayloadRow,
        _ bad: (ChaosFinding.Kind, String) -> Void
    ) {
        switch outcome {
        case .entered(let state, let isFinal): (self.state, self.isFinal) = (state, isFinal)
        case .responsible(let unit): responsible = unit
        case .lead(let unit): lead = unit
        case .desk(let unit): desk = unit
        case .filed(let desk, let lead, _): (self.desk, self.lead) = (desk, lead)
        case .spawned(let child):
            if !children.insert(child).inserted { bad(.double, "it makes \(child) twice") }
        case .childEnded(let child):
            if !children.contains(child) { bad(.damage, "a child ended that it does not have: \(child)") }
            if !heard.insert(child).inserted { bad(.double, "it hears twice of the end of \(child)") }
        case .handler(let person): handler = person
        case .started, .stopped, .paused, .resumed, .warned, .expired, .climbed: turn(outcome, event, payload, bad)
        case .other: break
        }
    }

    private mutating func turn(
        _ outcome: OutcomeRow,
        _ event: EventRow,
        _ payload: PayloadRow,
        _ bad: (ChaosFinding.Kind, String) -> Void
    ) {
        switch outcome {
        case .started(let clock, let row): clocks[clock] = row
        case .stopped(let clock):
            if payload.act == nil { bad(.invariant, "\(clock) is stopped by no act") }
            clocks[clock] = nil
        case .paused(let clock, let left):
            if payload.act == nil { bad(.invariant, "\(clock) stands still by no act") }
            clocks[clock]?.paused = ClockRow.Pause(microseconds: left)
            self.left[clock] = left
        case .resumed(let clock, let row):
            // What was left is left; a district of these runs works around the clock, and no pause moves a given time.
            if let left = left[clock], clocks[clock]?.limit != nil, clocks[clock]?.expired != true,
                row.due != event.at + left
            {
                bad(.invariant, "\(clock) goes on with \(row.due - event.at) µs, and had \(left) left")
            }
            clocks[clock]?.resume(row)
        case .warned(let clock):
            let warned = clocks[clock]?.warned ?? 0
            clocks[clock]?.warned = warned + 1
        case .expired(let clock, let next):
            clocks[clock]?.expired = true
            clocks[clock]?.rung = next
        case .climbed(let clock, let next): clocks[clock]?.rung = next
        case .entered, .responsible, .lead, .desk, .filed, .spawned, .childEnded, .handler, .other: break
        }
    }

    /// The timers that its clocks want.
    var timers: Set<TimerKeyRow> {
        Set(clocks.compactMap { clock, row in row.next.map { TimerKeyRow(clock: clock, step: $0.step, due: $0.at) } })
    }
}
