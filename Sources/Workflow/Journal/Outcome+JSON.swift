/// Outcomes as they stand in the journal: an object with one member, named after the case.
extension Outcome {
    var json: JSONValue {
        switch self {
        case .filed(let filing): ["filed": filing.json]
        case .entered(let state, let isFinal):
            ["entered": isFinal ? ["state": .string(state.text), "final": true] : ["state": .string(state.text)]]
        case .responsible(let unit): ["responsible": .id(unit)]
        case .owner(let person): ["owner": .id(person)]
        case .desk(let unit): ["desk": .int(unit.rawValue)]
        case .lead(let unit): ["lead": .id(unit)]
        case .held(let holder): ["held": holder?.json ?? .null]
        case .inside(let unit): ["inside": .id(unit)]
        case .bound(let unit): ["bound": .id(unit)]
        case .spawned(let child, let definition, let lead):
            ["spawned": Child(definition: definition, lead: lead).json(child)]
        case .childEnded(let child, let state):
            ["child_ended": ["ticket": .int(child.rawValue), "state": .string(state.text)]]
        case .passedOn(let telling, let children):
            ["passed_on": .object(telling.members.merging(["to": .array(children.map { .int($0.rawValue) })]) { $1 })]
        case .linked(let change): ["linked": change.json]
        case .setAside(let state): ["aside": state.map { .string($0.text) } ?? .null]
        case .classified(let category, let place, let urgency):
            [
                "classified": [
                    "category": .string(category), "place": .int(place.rawValue), "urgency": .string(urgency.rawValue),
                ]
            ]
        case .matched(let rule): ["matched": rule?.json ?? .null]
        case .remembered(let mark, let person):
            ["remembered": ["mark": .string(mark.text), "person": .int(person.rawValue)]]
        case .counted(let counter, let count):
            ["counted": ["counter": .string(counter.text), "count": .int(Int64(count))]]
        case .kept(let field, let value): ["kept": ["field": .string(field.text), "value": value]]
        case .claimed(let clock, let claim):
            ["claimed": ["clock": .string(clock.text), "claim": .string(claim.rawValue)]]
        case .forgot(let keepsake): ["forgot": keepsake.json]
        case .told(let audience): ["told": audience.json]
        case .started, .stopped, .paused, .resumed, .warned, .expired, .climbed: clockJSON
        }
    }

    private var clockJSON: JSONValue {
        switch self {
        case .started(let clock, let countdown): ["started": countdown.json(named: clock)]
        case .stopped(let clock): ["stopped": .string(clock.text)]
        case .paused(let clock, let remaining): ["paused": ["clock": .string(clock.text), "left": remaining.json]]
        case .resumed(let clock, let times): ["resumed": times.json(named: clock)]
        case .warned(let clock): ["warned": .string(clock.text)]
        case .expired(let clock, let next): ["expired": ["clock": .string(clock.text), "next": next?.json ?? .null]]
        case .climbed(let clock, let next): ["climbed": ["clock": .string(clock.text), "next": next?.json ?? .null]]
        case .filed, .entered, .responsible, .owner, .desk, .lead, .held, .inside, .bound, .setAside, .spawned,
            .childEnded, .passedOn, .linked, .classified, .matched, .remembered, .counted, .kept, .claimed, .forgot,
            .told:
            preconditionFailure("only outcomes of clocks come here")
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        let (key, member) = try reader.single()
        switch key {
        case "filed": self = .filed(try Filing(reader: member))
        case "entered":
            self = .entered(try member.required("state").name(), isFinal: member.value["final"] == true)
        case "responsible": self = .responsible(try member.idOrNull())
        case "owner": self = .owner(try member.idOrNull())
        case "desk": self = .desk(try member.id())
        case "lead": self = .lead(try member.idOrNull())
        case "held": self = .held(member.value == .null ? nil : try HeldBy(reader: member))
        case "inside": self = .inside(try member.idOrNull())
        case "bound": self = .bound(try member.idOrNull())
        case "spawned":
            let child = try Child(reader: member)
            self = .spawned(try member.required("ticket").id(), child.definition, lead: child.lead)
        case "child_ended":
            self = .childEnded(try member.required("ticket").id(), try member.required("state").name())
        case "passed_on":
            let children = try member.list("to").map { (element) throws(Problem) -> TicketID in try element.id() }
            self = .passedOn(try Telling(reader: member), to: children)
        case "linked": self = .linked(try LinkChange(reader: member))
        case "aside": self = .setAside(member.value == .null ? nil : try member.name())
        case "classified":
            self = .classified(
                category: try member.required("category").string(),
                place: try member.required("place").id(),
                urgency: try member.required("urgency").choice(Urgency.self)
            )
        case "matched": self = .matched(member.value == .null ? nil : try RuleMatch(reader: member))
        case "remembered":
            self = .remembered(try member.required("mark").name(), try member.required("person").id())
        case "counted":
            self = .counted(try member.required("counter").name(), try member.required("count").count())
        case "kept": self = .kept(try member.required("field").name(), member.value["value"] ?? .null)
        case "claimed":
            self = .claimed(try member.required("clock").name(), try member.required("claim").choice(Claim.self))
        case "forgot": self = .forgot(try Keepsake(reader: member))
        case "told": self = .told(try Audience(reader: member))
        default: self = try Self.clock(key, member)
        }
    }

    private static func clock(_ key: String, _ member: DocumentReader) throws(Problem) -> Outcome {
        switch key {
        case "started": return .started(try member.required("clock").name(), try Countdown(reader: member))
        case "stopped": return .stopped(try member.name())
        case "paused":
            return .paused(try member.required("clock").name(), try Remaining(reader: member.required("left")))
        case "resumed":
            return .resumed(try member.required("clock").name(), try Countdown.Times(reader: member))
        case "warned": return .warned(try member.name())
        case "expired", "climbed":
            let clock: ClockName = try member.required("clock").name()
            let next = try member.optional("next").map { (reader) throws(Problem) in
                try Countdown.RungTime(reader: reader)
            }
            return key == "expired" ? .expired(clock, next: next) : .climbed(clock, next: next)
        default: throw member.fault("unknown_outcome", zh: "不认识的结果“\(key)”", en: "no outcome is “\(key)”")
        }
    }
}

extension Keepsake {
    var json: JSONValue {
        switch self {
        case .fact(let field): ["fact": .string(field.text)]
        case .counter(let counter): ["counter": .string(counter.text)]
        case .mark(let mark): ["mark": .string(mark.text)]
        }
    }

    init(reader: DocumentReader) throws(Problem) {
        let (key, member) = try reader.single()
        switch key {
        case "fact": self = .fact(try member.name())
        case "counter": self = .counter(try member.name())
        case "mark": self = .mark(try member.name())
        default: throw member.fault("unknown_outcome", zh: "不认识的结果“\(key)”", en: "no outcome is “\(key)”")
        }
    }
}
