import PGStore
import Web
import Workflow

extension MatterLook {
    /// A clock with why it ends when it does; of one that stands still, what it had left when it stopped, and no lamp.
    func clock(_ json: JSONValue) -> JSONValue {
        let clock = json["clock"] ?? .null
        var members = clock.object ?? [:]
        members["lamp"] = lamp(clock["lamp"]?.string)
        var due = due(clock["due_at"], counting: clock["counts"]).object ?? [:]
        if clock["is_window"] == true, due["is_late"] == true {
            // Nothing is late: what could be done until then can be done no more.
            (due["is_late"], due["left"]) = (false, .string(kit.words.text("time.window_over", language)))
        }
        if clock["is_paused"] == true {
            members["lamp"] = .null
            due = ["left": .string(stopped(clock)), "is_late": false, "at": .null]
        }
        members["due"] = .object(due)
        members["why"] = json["why"] ?? .array([])
        return .object(members)
    }

    /// That a clock stands still, and what it had left then, or was over.
    private func stopped(_ clock: JSONValue) -> String {
        func instant(_ name: String) -> Instant? { clock[name]?.string.flatMap { Instant(rfc3339: $0) } }
        guard let due = instant("due_at"), let at = instant("paused_at") else {
            return kit.words.text("handling.paused", language)
        }
        let measure = clock["counts"]?.string.flatMap { Limit.Measure(rawValue: $0) } ?? .working
        let rest = left.text(until: due, at: at, counting: measure)
        return kit.words.text("handling.paused_with", language, ["left": rest])
    }

    /// What a matter is owed by whoever looks, until when: the clocks that run for what they may do now.
    func owed(_ matter: JSONValue) -> [String] {
        let answered = (matter["actions"]?.array ?? []).compactMap { $0["answers"]?["name"]?.string }
        return (matter["clocks"]?.array ?? []).filter { clock in
            clock["is_paused"] != true && answered.contains { $0 == clock["name"]?.string }
        }.compactMap { clock in
            let due = due(clock["due_at"], counting: clock["counts"])
            guard let until = due["at"]?.string, let left = due["left"]?.string else { return nil }
            let facts = ["clock": clock["title"]?.string ?? "", "until": until, "left": left]
            return kit.words.text("handling.owed", language, facts)
        }
    }

    /// Who enters that somebody came who was called, in a sentence, where that is not whoever looks; nil: nobody need come.
    func registers(_ matter: JSONValue) -> String? {
        guard let rules = rules(of: matter), let clock = rules.arrivalClock,
            let running = matter["clocks"]?.array?.first(where: { $0["name"]?.string == clock.text }),
            let act = rules.actions.first(where: { $0.value.effects.contains(.count(WorkflowDefinition.arrivals)) }),
            matter["actions"]?.array?.contains(where: { $0["name"]?.string == act.key.text }) != true,
            act.value.by.contains(where: { $0.relation == .desk }), let desk = matter["desk"]?["name"]?.string,
            let until = due(running["due_at"])["at"]?.string
        else { return nil }
        let facts = ["act": act.value.title(language), "unit": desk, "until": until]
        return kit.words.text("handling.registers", language, facts)
    }

    /// What a matter keeps, as its page tells it; nil: somebody asked for it in vain.
    func fact(_ json: JSONValue) -> JSONValue? {
        guard let asked = json["asked"]?.string else { return json }
        guard asked == "pending", var members = json.object else { return nil }
        let words = ["value": json["shown"]?.string ?? ""]
        members["shown"] = .string(kit.words.text("handling.asked_for", language, words))
        return .object(members)
    }
}
