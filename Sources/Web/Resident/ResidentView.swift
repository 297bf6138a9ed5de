import Dispatcher
import PGStore
import Workflow

/// A matter as its own resident sees it: in plain words, without anybody's name.
///
/// A slip of paper with number and code proves less than an account: what others wrote, and the resident themselves, is
/// shown with telephones, numbers of cards and rooms behind stars.
struct ResidentView {
    let telling: TicketTelling
    /// Pictures that they sent themselves.
    let pictures: [StoredAttachment]
    let now: Instant

    private var ticket: Ticket { telling.ticket }
    private var configuration: DistrictConfiguration { telling.configuration }
    private var language: Language { telling.language }
    private var definition: WorkflowDefinition? { telling.definition }

    /// The number that people use.
    var number: String { MatterHead.number(of: ticket, configuration) }

    /// The state, with its title.
    var state: JSONValue { ["name": .string(ticket.state.text), "title": .string(telling.stateTitle)] }

    var json: JSONValue {
        let news = ResidentNews(telling.dossier.events.map(\.event))
        let due = ticket.closedAt == nil ? definition?.residentDue(of: ticket) : nil
        let step = ticket.closedAt == nil ? definition?.residentStep(of: ticket) : nil
        return [
            "number": .string(number), "state": state,
            "meaning": .orNull(definition?.states[ticket.state]?.meaning?(language)),
            "category": .string(ticket.category), "place": configuration.json(ticket.place),
            "text": .orNull(telling.dossier.text("text", seq: 1).map(Masking.text)),
            "reported_at": .string(ticket.reportedAt.description),
            "closed_at": .orNull(ticket.closedAt?.description),
            "holder": holder, "helpers": .array(helpers.map { .string($0) }),
            "waits_for": AwaitedView(ticket, configuration, language)?.json ?? .null,
            "step_due_at": .orNull(step?.description),
            "due_at": .orNull(due?.description), "due_shown": .orNull(due.map(telling.calendar.shown)),
            "answer": news.answer.map(self.answer) ?? .null, "rating": rating,
            "news": .array(news.events.map(event)), "acts": acts,
            "pictures": .array(pictures.map { $0.ownJSON(of: number) }),
        ]
    }
}

extension ResidentView {
    // MARK: - Parts

    /// Who has to act now, by the unit's name.
    private var holder: JSONValue {
        .orNull(ticket.holder(resident: telling.say("您本人", "you"), name: telling.unitName))
    }

    /// Units that help, as long as they do.
    private var helpers: [String] { ticket.helpers.map(telling.unitName) }

    /// What was decided, by which unit, and why.
    private func answer(_ event: Event) -> JSONValue {
        let outcome = definition?.privacy.board?.outcome.flatMap { name in
            event.input[name].map { telling.shown(name, $0) }
        }
        return [
            "at": .string(event.at.description), "by": .string(actor(event)), "outcome": .orNull(outcome),
            "text": .orNull(telling.dossier.text("text", seq: event.seq).map(Masking.text)),
        ]
    }

    private var rating: JSONValue {
        guard let name = definition?.privacy.board?.rating, let value = ticket.facts[name] else { return .null }
        return .string(telling.shown(name, value))
    }

    private func event(_ event: Event) -> JSONValue {
        let fields = definition.map { ResidentNews.fields(of: event, $0) } ?? []
        // What was filed stands above.
        let words = event.seq == 1 ? [] : fields.compactMap { word($0, event) }
        return [
            "at": .string(event.at.description), "act": .orNull(event.act?.text),
            "what": .string(telling.what(event)), "by": .string(actor(event)),
            "words": .array(words),
        ]
    }

    private func word(_ field: FieldName, _ event: Event) -> JSONValue? {
        let text =
            event.input[field].map { telling.shown(field, $0) } ?? telling.dossier.text(field.text, seq: event.seq)
        return text.map { ["title": .string(telling.title(of: field)), "text": .string(Masking.text($0))] }
    }

    /// Who did something, by the unit: people's names are nobody's business but their own.
    private func actor(_ event: Event) -> String {
        switch event.by.identity {
        case .person: event.by.post.map { telling.unitName($0.unit) } ?? telling.say("工作人员", "staff")
        case .resident: telling.say("您本人", "you")
        case .clock, .ticket: telling.say("系统", "the system")
        }
    }

    private var acts: JSONValue {
        guard let machine = configuration.machine(ticket.definition) else { return [] }
        let party = Party(identity: .resident)
        let names = machine.available(to: party, on: ticket, in: configuration.context(at: now))
        let view = ActionView(definition: machine.definition, language: language)
        return .array(names.compactMap { view.json($0) })
    }
}

extension Ticket {
    /// Who has to act now, as a resident is told; nil: nobody, or its life has ended.
    ///
    /// - Parameters:
    ///   - resident: what the resident themself is called.
    ///   - name: what a unit is called.
    /// - Returns: the name.
    func holder(resident: String, name: (UnitID) -> String) -> String? {
        guard closedAt == nil else { return nil }
        return switch held {
        case .resident?: resident
        case .nobody?: nil
        case .unit(let unit)?: name(unit)
        case nil: responsible.map(name)
        }
    }

    /// Units that help, as long as they do, in the order of their ids.
    var helpers: [UnitID] { Set(children.values.filter { $0.end == nil }.map(\.lead)).sorted() }
}
