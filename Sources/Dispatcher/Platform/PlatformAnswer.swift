import PGStore
package import Workflow

/// The answer to a matter of a platform above (回填), as its events say it.
///
/// Pure. Words are whole: the platform has the resident's own already.
package struct PlatformAnswer: Sendable {
    private let telling: TicketTelling
    /// Who takes it out, and when; told in the columns that ask for it.
    private let taken: Taken

    /// Who takes an answer out.
    package struct Taken: Sendable {
        /// By name.
        package let by: String
        /// When.
        package let at: Instant

        /// Notes who takes it out.
        package init(by name: String, at: Instant) {
            self.by = name
            self.at = at
        }
    }

    /// Describes the answer to a matter.
    package init(_ telling: TicketTelling, taken: Taken) {
        self.telling = telling
        self.taken = taken
    }

    /// The cells of a platform's row, in the order of its columns; empty where there is nothing to say.
    package func cells(_ columns: [AnswerColumn]) -> [String] {
        columns.map { column in
            guard let value = value(column.fact) else { return "" }
            return column.words[value.word] ?? value.shown
        }
    }

    /// When the platform wants it at the latest; nil: it did not say, or has it.
    package var due: Instant? { due(upper?.clock) }

    /// Until when it is to be given back, once all else is done (待回填); nil: it is not so far.
    package var fillBackDue: Instant? { due(upper?.fillBack) }

    /// The same by heading, for a message.
    package func json(_ columns: [AnswerColumn]) -> JSONValue {
        let cells = cells(columns).map { JSONValue.string($0) }
        return .object(JSONObject(zip(columns.map(\.heading), cells).map { ($0, $1) }, uniquingKeysWith: { $1 }))
    }
}

extension PlatformAnswer {
    // MARK: - What it says

    /// What there is to say: a word that a platform may have one of its own for, and what people read.
    private func value(_ fact: AnswerFact) -> (word: String, shown: String)? {
        switch fact {
        case .upperNumber: field(upper?.number)
        case .number: plain(TicketNumber(ticket, calendar: telling.calendar).description)
        case .ending: ending
        case .outcome: field(upper?.outcome)
        case .text: text.map { ($0, $0) }
        case .unit: plain(telling.unitName(ticket.lead ?? ticket.desk))
        case .helpers: helpers
        case .reportedAt: plain(telling.calendar.shown(ticket.reportedAt))
        case .contactedAt: upper?.contacted.flatMap { counter in time { $0.counts(counter) } }
        case .handledAt: answered.map { plain(telling.calendar.shown($0.at)) }
        case .callback: field(upper?.callback)
        case .category: plain(ticket.category)
        case .place: plain(telling.unitName(ticket.place))
        case .takenBy: plain(taken.by)
        case .takenAt: plain(telling.calendar.shown(taken.at))
        }
    }

    private var ticket: Ticket { telling.ticket }

    private var events: [Event] { telling.dossier.events.map(\.event) }

    private func plain(_ text: String) -> (word: String, shown: String) { (text, text) }

    private func field(_ name: FieldName?) -> (word: String, shown: String)? {
        guard let name, let value = ticket.facts[name] else { return nil }
        return (value.string ?? value.canonicalText, telling.shown(name, value))
    }

    /// What the rules that the ticket is pinned to say of matters of platforms above.
    private var upper: UpperMatters? { telling.definition?.upper }

    private func due(_ clock: ClockName?) -> Instant? { clock.flatMap { ticket.clocks[$0]?.due } }

    /// How it ended, or is about to; nothing while it runs.
    private var ending: (word: String, shown: String)? {
        ticket.isFinal ? (ticket.state.text, telling.stateTitle) : field(upper?.ending)
    }

    private var helpers: (word: String, shown: String)? {
        let names = Set(ticket.children.values.map(\.lead)).sorted().map(telling.unitName)
        return names.isEmpty ? nil : plain(names.joined(separator: "、"))
    }

    private func time(_ holds: (Event) -> Bool) -> (word: String, shown: String)? {
        events.first(where: holds).map { plain(telling.calendar.shown($0.at)) }
    }

    /// The event that answered: the last of whoever handled it, or else the last that had to say why.
    private var answered: Event? {
        let all = events
        return all.last { $0.remembers("handler") } ?? all.last { $0.seq > 1 && !words($0).isEmpty }
    }

    private var text: String? {
        guard let answered else { return nil }
        let words = words(answered)
        guard words.count > 1 else { return words.first?.text }
        return words.map { "\(telling.title(of: $0.field))：\($0.text)" }.joined(separator: "；")
    }

    /// What an act had to say in words.
    private func words(_ event: Event) -> [(field: FieldName, text: String)] {
        guard let act = event.act, let action = telling.definition?.actions[act] else { return [] }
        return action.needs.compactMap { name in
            guard case .words = telling.definition?.fields[name]?.form else { return nil }
            return telling.dossier.text(name.text, seq: event.seq).map { (name, $0) }
        }
    }
}
