import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// Whistles (吹哨报到): what units whistled for, what they were asked, and who has come.
enum WhistleEndpoints {
    static let all = [list, whistle]

    static let list = Endpoint(
        .get,
        "/api/v1/whistles",
        id: "listWhistles",
        tag: .matters,
        summary: Bilingual(
            zh: "吹出的哨（blown），或召集您单位的哨（asked）；未销的",
            en: "Whistles that your units have blown, or were called by; those that have not ended"
        ),
        access: .scope(.readMatters),
        parameters: [
            Parameter(
                "side",
                in: .query,
                .word(["blown", "asked"]),
                zh: "哪一方，默认 blown",
                en: "on which side; blown if not given"
            ),
            Parameter("below", in: .query, .flag, zh: "也含下级单位的", en: "those of the units below, too"),
        ] + Parameter.page(of: 200),
        answers: [
            .init(
                .ok,
                Bilingual(
                    zh: "一页，协办任务不在其中，故可能不满；下一页见 Link",
                    en: "a page, which may not be full since other tasks are left out; the next one is in Link"
                ),
                body: .object([.init("whistles", .list(line, max: 200))]),
                headers: [.link]
            )
        ]
    ) { call in
        let limit = call.number("limit") ?? 50
        let party = try await call.seated()
        let filter = call.configuration.whistles(blown: call.text("side") != "asked", at: call.units(of: party))
        let lines = try await call.engine.page(
            filter,
            in: call.configuration.id,
            after: call.text("after").flatMap { TicketNumber($0)?.id },
            limit: limit,
            as: Reader(party, in: call.configuration)
        )
        var headers: HTTPFields = [:]
        if lines.count == limit, let last = lines.last { headers[.link] = call.next("after", last.id.rawValue) }
        return call.json(
            ["whistles": .array(lines.compactMap { call.json(whistle: $0, for: party) })],
            headers: headers
        )
    }

    static let whistle = Endpoint(
        .get,
        "/api/v1/matters/{number}/whistle",
        id: "readWhistle",
        tag: .matters,
        summary: Bilingual(
            zh: "一件诉求的哨：召集了谁，各在什么状态、何时到场、时限如何",
            en: "A matter's whistle: who was called, where each stands, when they came, and their limits"
        ),
        access: .scope(.readMatters),
        parameters: [MatterEndpoints.number],
        answers: [.init(.ok, Bilingual(zh: "哨", en: "the whistle"), body: shape)],
        refusals: [.notFound]
    ) { call in
        let view = try await call.fullView()
        let ticket = view.telling.ticket
        guard ticket.facts[WorkflowDefinition.whistleKind] != nil else {
            throw Fault(.notFound, "no_whistle", zh: "这件没有吹过哨", en: "no whistle was blown for this matter")
        }
        var departments: [JSONValue] = []
        for (id, child) in ticket.children.sorted(by: { $0.key < $1.key }) {
            guard let number = TicketNumber("\(id)") else { continue }
            let view = try await call.view(of: number)
            guard let json = call.json(department: child, of: id, view) else { continue }
            departments.append(json)
        }
        let (kind, level) = call.whistle(ticket.facts, ticket.definition)
        return call.json([
            "number": .string(MatterHead.number(of: ticket, call.configuration)), "kind": kind, "level": level,
            "state": ["name": .string(ticket.state.text), "title": .string(view.telling.stateTitle)],
            "departments": .array(departments),
        ])
    }

    private static let line = Shape.object([
        .init("matter", MatterShapes.line), .init("kind", MatterShapes.titled.orNull),
        .init("level", MatterShapes.titled.orNull),
    ]).called("WhistleLine")

    private static let department = Shape.object([
        .init("number", .number), .init("lead", MatterShapes.unit),
        .init("state", MatterShapes.titled.orNull.noted(zh: "您看不到的为 null", en: "null where you may not see it")),
        .init("arrived_at", Shape.instant.orNull.noted(zh: "首次到场", en: "when somebody came first")),
        .init(
            "arrive_by",
            Shape.instant.orNull.noted(
                zh: "最迟何时到场；已到的、您看不到的为 null",
                en: "until when they have to come; null: they have, or you may not see it"
            )
        ),
        .init("clocks", .list(MatterShapes.clock, max: 200)),
        .init("end", MatterShapes.titled.orNull.noted(zh: "结局；未结为 null", en: "its final state; null while it is open")),
    ]).called("WhistledDepartment")

    private static let shape = Shape.object([
        .init("number", .number), .init("kind", MatterShapes.titled.orNull),
        .init("level", MatterShapes.titled.orNull), .init("state", MatterShapes.titled),
        .init("departments", .list(department, max: 1_000)),
    ]).called("Whistle")
}

extension Call {
    /// Units of their posts, with all below them where that is asked for; who keeps the system has none by that post.
    func units(of party: Party) -> Set<UnitID> { units(of: party, withBelow: flag("below")) }

    /// The same, whatever is asked for.
    func units(of party: Party, withBelow: Bool) -> Set<UnitID> {
        let posts = party.posts.filter { !PostBook.administrators.contains($0.role) }
        return Set(posts.flatMap { withBelow ? configuration.territory.subtree(of: $0.unit) : [$0.unit] })
    }

    /// Kind and level of a whistle, with what people call them.
    fileprivate func whistle(_ facts: NameMap<NameKind.Field, JSONValue>, _ ref: DefinitionRef) -> (
        JSONValue, JSONValue
    ) {
        func titled(_ field: FieldName) -> JSONValue {
            guard let word = facts[field]?.string else { return .null }
            var title = word
            if case .choice(let choices)? = configuration.machine(ref)?.definition.fields[field]?.form {
                title = choices[word]?(language) ?? word
            }
            return ["name": .string(word), "title": .string(title)]
        }
        return (titled(WorkflowDefinition.whistleKind), titled(WorkflowDefinition.whistleLevel))
    }

    /// A line of the list; nil where it is no whistle, or they see nothing of it.
    fileprivate func json(whistle line: TicketLine, for party: Party) -> JSONValue? {
        guard line.glance.facts[WorkflowDefinition.whistleKind] != nil, let matter = json(line, for: party) else {
            return nil
        }
        guard matter["sight"]?.string == "full" else { return ["matter": matter, "kind": .null, "level": .null] }
        let (kind, level) = whistle(line.glance.facts, line.definition)
        return ["matter": matter, "kind": kind, "level": level]
    }

    /// What a department was asked; nil where it was asked for another reason (协办).
    fileprivate func json(department child: Child, of id: TicketID, _ view: MatterView?) -> JSONValue? {
        let rules = configuration.machine(latest: child.definition)?.definition
        guard rules?.askedStates.isEmpty == false else { return nil }
        let seen = view.flatMap { $0.sight == .full ? $0 : nil }
        if let seen, seen.telling.ticket.facts[WorkflowDefinition.whistleKind] == nil { return nil }
        let end = child.end.map { state -> JSONValue in
            ["name": .string(state.text), "title": .string(rules?.states[state]?.title(language) ?? state.text)]
        }
        let arrival = seen?.telling.dossier.events.first { $0.event.counts("arrivals") }
        return [
            "number": .string(seen.map { MatterHead.number(of: $0.telling.ticket, configuration) } ?? "\(id)"),
            "lead": configuration.json(child.lead),
            "state": seen.map {
                ["name": .string($0.telling.ticket.state.text), "title": .string($0.telling.stateTitle)]
            } ?? .null,
            "arrived_at": .orNull(arrival?.event.at.description),
            "arrive_by": .orNull(
                rules?.arrivalClock.flatMap { seen?.telling.ticket.clocks[$0]?.due.description }
            ),
            "clocks": .array(seen.map { view in view.clocks.map { view.clock($0.0, $0.1) } } ?? []),
            "end": end ?? .null,
        ]
    }
}
