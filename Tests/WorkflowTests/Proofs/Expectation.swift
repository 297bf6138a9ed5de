@testable import Workflow

/// How a ticket should stand after something happened, as the tables of the field say; made step by step from how it
/// stood before.
struct Expectation {
    let rules: FieldRules
    let before: Ticket
    let event: Event
    var late: Set<ClockName>
    /// A task whose end was heard.
    var ended: (child: TicketID, state: StateName)?
    /// All that came with it.
    var step: Step?

    private var state: StateName
    private var back: StateName?
    private var desk: UnitID
    private var lead: UnitID?
    private var inside: UnitID?
    private var bound: UnitID?
    private var category: JSONValue
    private var urgency: String
    private var place: UnitID
    private var people: [MarkName: PersonID]
    private var counters: [CounterName: Int]
    private var facts: [FieldName: JSONValue]
    private var running: Set<ClockName>
    private var links: Links
    private var claims: Set<ClockName>
    /// Clocks that go on by those of a matter that was merged into this one.
    private var hurried: [ClockName: Countdown] = [:]
    /// Clocks that start: they run if there is a limit for them.
    private var fresh: Set<ClockName> = []
    private var isEntered = false
    /// Who answered for it before.
    private var answered: UnitID?
    private var extensions: [String] = []
    private var tasks: [Int64] = []
    private var told: [Audience] = []

    init(rules: FieldRules, before: Ticket, event: Event) {
        self.rules = rules
        self.before = before
        self.event = event
        late = before.late
        state = before.state
        back = before.back
        desk = before.desk
        lead = before.lead
        inside = before.inside
        bound = before.bound
        category = .string(before.category)
        urgency = before.urgency.rawValue
        place = before.place
        people = before.people.dictionary
        counters = before.counters.dictionary
        facts = before.facts.dictionary.merging(event.input.dictionary.filter { rules.kept.contains($0.key) }) { $1 }
        running = Set(before.clocks.keys)
        links = before.links
        answered = before.responsible
        claims = before.claims
    }
}

extension Expectation {
    // MARK: - What is done

    mutating func carryOut(_ does: [String], _ command: Command) {
        for word in does where !word.hasPrefix(">") { carryOut(word, command) }
    }

    private mutating func carryOut(_ word: String, _ command: Command) {
        let unit = { (field: FieldName) in command.input[field]?.int.map { UnitID($0) } }
        if let mark = word.after("@") {
            if let name = MarkName(mark), let person = command.by.person { people[name] = person }
        } else if let counter = word.after("+").flatMap({ CounterName($0) }) {
            counters[counter, default: 0] += 1
        } else if let counter = word.after("0").flatMap({ CounterName($0) }) {
            counters[counter] = 0
        } else if let clock = word.after("restart:").flatMap({ ClockName($0) }) {
            start(clock)
        } else if let clock = word.after("stop:").flatMap({ ClockName($0) }) {
            running.remove(clock)
        } else if word == "tasks:co_handlers+directory", command.input["co_handlers"] == nil {
            // Where nobody is named, those whom the directory names.
            tasks += (before.rule?.coHandlers ?? []).filter { $0 != lead && !before.complains(of: $0) }.map(\.rawValue)
        } else if let field = word.after("tasks:").map({ $0.replacing("+directory", with: "") }).flatMap({
            FieldName($0)
        }) {
            tasks += (command.input[field] ?? before.facts[field])?.array?.compactMap(\.int) ?? []
        } else if let clock = word.after("claim:").flatMap({ ClockName($0) }) {
            claim(clock)
        } else if let ending = word.after("ends:") {
            facts["ending"] = .string(ending)
        } else if word.hasPrefix("extend:") {
            extensions.append("\(facts["extension_days"]?.int ?? 0)wd")
        } else {
            carryOutPlain(word, unit, command)
        }
    }

    private mutating func carryOutPlain(_ word: String, _ unit: (FieldName) -> UnitID?, _ command: Command) {
        switch word {
        case "up": desk = Standing.next(above: desk, on: before) ?? desk
        case "down": desk = unit("unit_below") ?? desk
        case "lead":
            lead = unit("lead") ?? before.rule?.lead
            inside = nil
        case "nolead":
            lead = nil
            inside = nil
        case "inside": inside = unit("section")
        case "outside": inside = nil
        case "bind": bound = before.responsible
        case "free": bound = nil
        case "excluded": facts["excluded"] = true
        case "classify":
            category = command.input["category"] ?? category
            urgency = command.input["urgency"]?.string ?? urgency
            place = unit("place") ?? place
        case "grant":
            late.subtract(claims)
            claims = []
        case "refuse": claims = []
        default: carryOutLink(word, command)
        }
    }

    private mutating func carryOutLink(_ word: String, _ command: Command) {
        let number = { (field: FieldName) in command.input[field]?.int.map { TicketID($0) } }
        let other: TicketID? = if case .ticket(let id) = command.by.identity { id } else { nil }
        switch word {
        case "merges":
            links.main = number("main")
            links.mainEnd = nil
        case "parts":
            links.main = nil
            links.mainEnd = nil
        case "taken":
            if let other { links.merged.insert(other) }
        case "given_up":
            if let other { links.merged.remove(other) }
        case "ended_main":
            links.mainEnd = step?.news?.state
            if let handler = step?.news?.handler { people["handler"] = handler }
        case "splits_off": links.splitOff.formUnion(step?.spawns.map(\.id) ?? [])
        case "repeats":
            let earlier = number("earlier").flatMap { step?.context.others[$0] }
            counters["repeats"] = earlier?.counters["repeats", default: 0] ?? 0
            counters["repeats", default: 0] += 1
        default: preconditionFailure("nothing is done by “\(word)”")
        }
    }

    // MARK: - Who is kept away, what was entered later

    /// 回避: whoever turns out to be complained of loses the matter at once.
    mutating func keepAway() {
        guard let units = event.input["complained_of"], units != before.facts["complained_of"] else { return }
        let away = { (unit: UnitID?) in
            unit.map { unit in
                units.array?.compactMap(\.int).contains { $0 == unit.rawValue || Ground.isAbove(UnitID($0), unit) }
                    ?? false
            } ?? false
        }
        while away(desk), let up = Standing.next(above: desk) { desk = up }
        if away(lead) || away(inside) { inside = nil }
        if away(lead) { lead = nil }
        if away(bound) { bound = nil }
        if away(answered) { answered = desk }
    }

    private mutating func claim(_ clock: ClockName) {
        guard late.contains(clock) else { return }
        claims.insert(clock)
        if !running.contains("backdating_review") { start("backdating_review") }
    }

    /// 补录: counted apart; a clock that it ended after its time, and would have kept, waits for a level up.
    mutating func backdate(_ after: Ticket) {
        guard let time = event.input["occurred_at"]?.int.map({ Instant(microseconds: $0) }) else { return }
        counters["backdated", default: 0] += 1
        guard rules.states[state]?.answers != "end" else { return }
        let going = running.filter { !fresh.contains($0) || rules.limit(of: $0, for: after) != Expectation.noLimit }
        for (clock, countdown) in before.clocks.sorted(by: { $0.key < $1.key })
        where countdown.isExpired && !going.contains(clock) && countdown.startedAt <= time && time <= countdown.due {
            claim(clock)
        }
    }

    /// Of those merged the earliest clock rules.
    private mutating func hurry() {
        guard event.act == "take_in", let row = rules.states[state] else { return }
        for (clock, other) in step?.joining?.clocks ?? [:] where row.starts.contains(clock) || row.keeps.contains(clock)
        {
            if let own = before.clocks[clock], own.paused != nil || own.due <= other.due { continue }
            running.insert(clock)
            hurried[clock] = other
        }
    }

    private mutating func start(_ clock: ClockName) {
        // Whether it has a limit at all may rest on what was counted just now.
        running.insert(clock)
        fresh.insert(clock)
    }

    /// The state that follows, and the clocks that go on, begin and end with it.
    mutating func enter(_ to: String?) {
        guard let to else { return }
        let isBack = to == "back"
        guard let next = isBack ? back : StateName(to), let row = rules.states[next] else { return }
        if row.answers == "aside" {
            back = back ?? state
        } else {
            back = nil
        }
        state = next
        isEntered = true
        if row.answers == "end" {
            running = []
            return
        }
        if row.answers != "aside" {
            running = running.filter { clock in
                row.starts.contains(clock) || row.keeps.contains(clock)
                    || rules.clocks[clock]?.stands.contains(next.text) == true
            }
        }
        guard !isBack else { return }
        for clock in row.starts where !running.contains(clock) { start(clock) }
    }

    /// Messages, to those who stand so after it.
    mutating func tell(_ does: [String], _ after: Ticket) {
        tell(does.joined(separator: " ").tellings, after)
    }

    mutating func tell(_ standings: [Standing], _ after: Ticket) {
        told += standings.compactMap { $0.audience(of: after) }
    }
}

extension Expectation {
    // MARK: - What came of it

    mutating func fault(_ after: Ticket, _ event: Event, spawns: [Spawn]) -> String? {
        hurry()
        return faultOfPlace(after) ?? faultOfHands(after) ?? faultOfMemory(after) ?? faultOfClocks(after)
            ?? faultOfMessages(event, spawns)
    }

    private func faultOfPlace(_ after: Ticket) -> String? {
        if after.state != state { return "leads to \(after.state), not to \(state)" }
        if after.back != back { return "leads back to \(after.back?.text ?? "nothing")" }
        let entered = event.outcomes.contains { if case .entered = $0 { true } else { false } }
        if entered != isEntered { return entered ? "enters \(after.state) anew" : "enters no state" }
        if after.desk != desk { return "held by \(after.desk), not by \(desk)" }
        if after.lead != lead { return "led by another" }
        if after.inside != inside { return "worked on by another part" }
        if after.bound != bound { return "another is held to it" }
        if .string(after.category) != category || after.place != place || after.urgency.rawValue != urgency {
            return "classified otherwise"
        }
        return nil
    }

    private func faultOfHands(_ after: Ticket) -> String? {
        guard let row = rules.states[after.state] else { return nil }
        let answers: UnitID? =
            switch row.answers {
            case "end": nil
            case "desk": bound ?? desk
            case "lead": bound ?? lead ?? desk
            default: bound ?? answered ?? desk
            }
        if after.responsible != answers { return "another unit answers for it" }
        if after.isFinal != (row.answers == "end") { return "life ends here, or not" }
        let hand: HeldBy? =
            switch row.hand {
            case "desk": .unit(desk)
            case "above": .unit(Standing.decider(above: desk, on: after) ?? desk)
            case "resident": .resident
            case "nobody": .nobody
            default: nil
            }
        let held = hand == answers.map { .unit($0) } ? nil : hand
        return after.held == held ? nil : "in other hands"
    }

    private func faultOfMemory(_ after: Ticket) -> String? {
        if after.people.dictionary != people { return "remembers others" }
        let some = { (counters: [CounterName: Int]) in counters.filter { $0.value != 0 } }
        if some(after.counters.dictionary) != some(counters) { return "counts otherwise" }
        if after.facts.dictionary != facts { return "keeps other values" }
        if after.late != late { return "other clocks are late" }
        if after.claims != claims { return "other clocks are claimed to be kept" }
        if after.links != links { return "hangs together with others" }
        let ends = after.children.mapValues(\.end)
        var wanted = before.children.mapValues(\.end)
        if let ended { wanted[ended.child] = .some(ended.state) }
        for spawn in after.children.keys where wanted[spawn] == nil { wanted[spawn] = .some(nil) }
        return ends == wanted ? nil : "other ends of tasks"
    }

    private func faultOfClocks(_ after: Ticket) -> String? {
        let wanted = running.filter { !fresh.contains($0) || rules.limit(of: $0, for: after) != Expectation.noLimit }
        let known = Set(after.clocks.keys).filter { rules.clocks[$0] != nil }
        if known != wanted {
            let odd = known.symmetricDifference(wanted).sorted().map(\.text).joined(separator: ", ")
            return "these clocks run, or should: \(odd)"
        }
        for (clock, countdown) in after.clocks where rules.clocks[clock] != nil {
            if let other = hurried[clock] {
                let isTaken = countdown.startedAt == other.startedAt && countdown.due == other.due
                guard isTaken, countdown.limit == other.limit else { return "\(clock): not the earliest rules" }
                continue
            }
            let started = step?.spawn?.starts[clock] ?? event.at
            let start = fresh.contains(clock) ? started : before.clocks[clock]?.startedAt
            if countdown.startedAt != start { return "\(clock) begins at another time" }
            let old = before.clocks[clock]?.extensions.map(\.description) ?? []
            let isAnew = old.isEmpty || countdown.startedAt != before.clocks[clock]?.startedAt
            let wanted = (isAnew ? [] : old) + (clock == "whole" ? extensions : [])
            if countdown.extensions.map(\.description) != wanted { return "\(clock): granted otherwise" }
        }
        return nil
    }

    /// 拆单: a matter of its own, which has used the time that was used; 并单: what the main is asked.
    private func faultOfParts(_ spawns: [Spawn]) -> String? {
        let parts = spawns.filter { $0.lead == nil }
        guard parts.count == (event.act == "split" ? 1 : 0) else { return "parts are split off" }
        for part in parts {
            if part.act != "split_off" || part.definition != rules.name { return "another kind of part" }
            if part.starts != (before.clocks["whole"].map { ["whole": $0.startedAt] } ?? [:]) {
                return "time begins anew"
            }
            let words = Set(event.words.keys).intersection(["text", "title"])
            if part.input != event.input || Set(part.words.keys) != words { return "a part is told otherwise" }
        }
        guard event.act == "merge" || event.act == "unmerge" else { return nil }
        let isTaken = event.act == "merge"
        let clocks = before.clocks.filter { ["whole", "rework"].contains($0.key) && $0.value.paused == nil }
        guard let joining = step?.joining, joining.main.rawValue == event.input["main"]?.int, joining.at == event.at,
            joining.isTaken == isTaken, joining.clocks == (isTaken ? clocks : [:])
        else { return "its main is asked otherwise" }
        return nil
    }

    /// Open tasks hear of who is complained of and why it is restricted, where that is known only now.
    private func faultOfTelling(_ event: Event) -> String? {
        let fields: [FieldName] = ["complained_of", "complained_people", "restriction", "informed"]
        let new = facts.filter { fields.contains($0.key) && before.facts[$0.key] != $0.value }
        let tasks = new.isEmpty ? [] : before.children.filter { $0.value.end == nil }.keys.sorted()
        let wanted = tasks.isEmpty ? [] : [Outcome.passedOn(Telling(act: "be_told", values: new), to: tasks)]
        let told = event.outcomes.filter { if case .passedOn = $0 { true } else { false } }
        return told == wanted ? nil : "open tasks are told otherwise"
    }

    private static let noLimit = FieldRules.Wanted?.some(.none)

    private func faultOfMessages(_ event: Event, _ spawns: [Spawn]) -> String? {
        let units = event.outcomes.compactMap { outcome -> Int64? in
            guard case .spawned(_, _, let lead) = outcome else { return nil }
            return lead.rawValue
        }
        if units != tasks { return "tasks for \(units), not for \(tasks)" }
        if let fault = faultOfParts(spawns) ?? faultOfTelling(event) { return fault }
        for spawn in spawns where spawn.lead != nil {
            let privacy: [FieldName] = ["complained_of", "complained_people", "restriction", "informed"]
            let fields: [FieldName] = privacy + ["whistle_kind", "whistle_level", "arrive_by"]
            let isWhistle = tasks.isEmpty || event.act == "whistle" || event.act == "triage_whistle"
            let wanted = (isWhistle ? fields : privacy).reduce(into: [:]) { $0[$1] = facts[$1] }
            if Set(spawn.words.keys) != Set(event.words.keys).intersection(["summary"]) {
                return "a task is told more, or less"
            }
            if spawn.input.dictionary != wanted { return "a task is told otherwise" }
            if spawn.definition != "task" || spawn.act != "assign" { return "another kind of task" }
        }
        let sent = event.outcomes.compactMap { outcome -> String? in
            guard case .told(let audience) = outcome else { return nil }
            return audience.key
        }
        return sent.sorted() == told.map(\.key).sorted()
            ? nil
            : "tells \(sent.sorted().joined(separator: ", ")), not \(told.map(\.key).sorted().joined(separator: ", "))"
    }
}

extension Audience {
    fileprivate var key: String {
        switch self {
        case .unit(let unit, let roles): "\(unit.rawValue):\(roles.map(\.text).sorted().joined(separator: "+"))"
        case .person(let person): "person \(person.rawValue)"
        case .resident: "resident"
        }
    }
}
