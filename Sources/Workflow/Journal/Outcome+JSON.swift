/// Outcomes as they stand in the journal: an object with one member, named after the case.
extension Outcome: CanonicalWritable {
    /// Writes it as the journal keeps it.
    public func write(to writer: inout CanonicalWriter) { writer.object { member(of: &$0) } }

    private func member(of writer: inout CanonicalWriter) {
        switch self {
        case .filed(let filing): writer.member("filed", filing)
        case .entered(let state, let isFinal):
            writer.member("entered") { writer in
                writer.object { writer in
                    writer.flag("final", isFinal)
                    writer.member("state", state)
                }
            }
        case .responsible(let unit): writer.nullable("responsible", unit)
        case .owner(let person): writer.nullable("owner", person)
        case .desk(let unit): writer.member("desk", unit)
        case .lead(let unit): writer.nullable("lead", unit)
        case .held(let holder): writer.nullable("held", holder)
        case .inside(let unit): writer.nullable("inside", unit)
        case .bound(let unit): writer.nullable("bound", unit)
        case .spawned(let child, let definition, let lead):
            writer.member("spawned") { Child(definition: definition, lead: lead).write(child, to: &$0) }
        case .childEnded(let child, let state): writer.pair("child_ended", ("state", state), ("ticket", child))
        case .passedOn(let telling, let children):
            writer.member("passed_on") { telling.write(to: &$0, children: children) }
        case .linked(let change): writer.member("linked", change)
        case .setAside(let state): writer.nullable("aside", state)
        case .classified(let category, let place, let urgency):
            writer.member("classified") { writer in
                writer.object { writer in
                    writer.member("category", category)
                    writer.member("place", place)
                    writer.member("urgency", urgency.rawValue)
                }
            }
        case .matched(let rule): writer.nullable("matched", rule)
        case .remembered(let mark, let person): writer.pair("remembered", ("mark", mark), ("person", person))
        case .counted(let counter, let count): writer.pair("counted", ("count", count), ("counter", counter))
        case .kept(let field, let value): writer.pair("kept", ("field", field), ("value", value))
        case .claimed(let clock, let claim): writer.pair("claimed", ("claim", claim.rawValue), ("clock", clock))
        case .forgot(let keepsake): writer.member("forgot", keepsake)
        case .attached(let file): writer.member("attached", file)
        case .told(let audience): writer.member("told", audience)
        case .started, .stopped, .paused, .resumed, .warned, .expired, .climbed: clock(of: &writer)
        }
    }

    private func clock(of writer: inout CanonicalWriter) {
        switch self {
        case .started(let clock, let countdown):
            writer.member("started") { countdown.write(named: clock, to: &$0) }
        case .stopped(let clock): writer.member("stopped", clock)
        case .paused(let clock, let remaining): writer.pair("paused", ("clock", clock), ("left", remaining))
        case .resumed(let clock, let times): writer.member("resumed") { times.write(named: clock, to: &$0) }
        case .warned(let clock): writer.member("warned", clock)
        case .expired(let clock, let next): writer.clock("expired", clock, next: next)
        case .climbed(let clock, let next): writer.clock("climbed", clock, next: next)
        case .filed, .entered, .responsible, .owner, .desk, .lead, .held, .inside, .bound, .setAside, .spawned,
            .childEnded, .passedOn, .linked, .classified, .matched, .remembered, .counted, .kept, .claimed, .forgot,
            .attached, .told:
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
        case "attached": self = .attached(try AttachedFile(reader: member))
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

extension CanonicalWriter {
    /// Writes an object of two members as a member.
    fileprivate mutating func pair(
        _ key: StaticString,
        _ first: (StaticString, some CanonicalWritable),
        _ second: (StaticString, some CanonicalWritable)
    ) {
        member(key) { writer in
            writer.object { writer in
                writer.member(first.0, first.1)
                writer.member(second.0, second.1)
            }
        }
    }

    fileprivate mutating func clock(_ key: StaticString, _ clock: ClockName, next: Countdown.RungTime?) {
        member(key) { writer in
            writer.object { writer in
                writer.member("clock", clock)
                writer.nullable("next", next)
            }
        }
    }
}

extension Keepsake: CanonicalWritable {
    /// Writes it as the journal keeps it.
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .fact(let field): writer.object("fact", field)
        case .counter(let counter): writer.object("counter", counter)
        case .mark(let mark): writer.object("mark", mark)
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
