import Dispatcher
import PGStore
import Workflow

/// Something that happened to a matter, as whoever follows it is told.
struct OpenUpdate {
    /// Its id: the same whoever asks, and whenever.
    let id: String
    let number: String
    let isOpen: Bool
    let at: Instant
    let description: String?

    /// As lists have it.
    var node: OpenDocument.Node {
        .members([
            .init("update_id", id), .init("service_request_id", number),
            .init("status", isOpen ? "open" : "closed"), .init("updated_datetime", at.w3c),
            .init("description", description), .init("media_url", nil),
        ])
    }
}

extension Call {
    /// That a matter on the board ended: all that the board tells of it.
    func update(_ line: TicketLine) -> OpenUpdate {
        let number = openNumber(line.id, reportedAt: line.reportedAt)
        let title = configuration.machine(line.definition)?.definition.states[line.state]?.title(language)
        return OpenUpdate(
            id: "\(number)-end",
            number: number,
            isOpen: false,
            at: line.closedAt ?? line.lastAt,
            description: title
        )
    }

    /// What a resident learns of an event; nil: nothing.
    func update(_ event: ReportedEvent, _ words: [String: String]) -> OpenUpdate? {
        let happened = event.event
        guard let machine = configuration.machine(happened.definition), !machine.residentActs.isEmpty,
            !machine.definition.isKeptFromOthers(event.facts)
        else { return nil }
        let definition = machine.definition
        let end = happened.end
        // Whoever waits for the end hears of it, whether the resident was told by this event or an earlier one.
        guard end != nil || !ResidentNews([happened]).events.isEmpty else { return nil }
        let number = openNumber(happened.ticket, reportedAt: event.reportedAt)
        let said = ResidentNews.fields(of: happened, definition).compactMap { field in
            words[field.text].map(Masking.text)
                ?? happened.input[field].flatMap { definition.shown(field, $0, language) }
        }
        let what =
            end.flatMap { definition.states[$0]?.title(language) } ?? happened.act.flatMap {
                definition.actions[$0]?.title(language)
            }
            ?? happened.timer.flatMap { definition.clocks[$0.clock]?.title(language) }
        let separator = Bilingual(zh: "：", en: ": ")(language)
        return OpenUpdate(
            id: "\(number)-\(happened.seq)",
            number: number,
            isOpen: event.closedAt.map { happened.at < $0 } ?? true,
            at: happened.at,
            description: ([what].compactMap(\.self) + said).joined(separator: separator)
        )
    }
}

extension Event {
    /// The state in which it ended the ticket's life; nil: life goes on.
    fileprivate var end: StateName? {
        outcomes.lazy.compactMap { outcome -> StateName? in
            guard case .entered(let state, isFinal: true) = outcome else { return nil }
            return state
        }.first
    }
}

extension WorkflowDefinition {
    /// A choice as people read it.
    fileprivate func shown(_ field: FieldName, _ value: JSONValue, _ language: Language) -> String? {
        switch fields[field]?.form {
        case .choice(let choices)?, .choices(let choices)?:
            let words = value.array?.compactMap(\.string) ?? [value.string].compactMap(\.self)
            return words.map { choices[$0]?(language) ?? $0 }.joined(separator: Bilingual(zh: "、", en: ", ")(language))
        case .words, .contact, .position, .flag, .number, .unit, .units, .people, .category, .instant, .limit, .ticket,
            .code, nil:
            return nil
        }
    }
}
