package import PGStore
package import Workflow

/// A ticket's dossier in words: what happened, who did it, what fields hold; for every screen and print the same.
package struct TicketTelling: Sendable {
    /// The ticket with its events and texts.
    package let dossier: Dossier
    /// The district.
    package let configuration: DistrictConfiguration
    /// The language of the words.
    package let language: Language
    /// What units were called when the ticket ended, where that is another name than today's.
    package let formerNames: [UnitID: String]

    /// Makes it.
    package init(
        _ dossier: Dossier,
        _ configuration: DistrictConfiguration,
        language: Language,
        formerNames: [UnitID: String] = [:]
    ) {
        self.dossier = dossier
        self.configuration = configuration
        self.language = language
        self.formerNames = formerNames
    }

    /// The ticket.
    package var ticket: Ticket { dossier.ticket }
    /// Whose local time is shown.
    package var calendar: WorkCalendar { configuration.calendars.standard }
    /// The rules it is pinned to; nil where they were never published here.
    package var definition: WorkflowDefinition? { configuration.machine(ticket.definition)?.definition }

    /// What a unit was called when an ended ticket ended; what it is called now, while one runs.
    package func unitName(_ id: UnitID) -> String { formerNames[id] ?? configuration.unitName(id) }

    /// What people call the ticket's state.
    package var stateTitle: String { title(of: ticket.state) }

    /// What people call a state.
    package func title(of state: StateName) -> String { definition?.states[state]?.title(language) ?? state.text }

    /// What people call a clock.
    package func title(of clock: ClockName) -> String { definition?.clocks[clock]?.title(language) ?? clock.text }

    /// What people call an act.
    package func title(of act: ActionName) -> String {
        let title =
            switch act {
            case Machine.handOverAct: HandOver.title
            case Machine.attachAct: Machine.attachTitle
            default: definition?.actions[act]?.title
            }
        return title?(language) ?? act.text
    }

    /// What people call a field.
    package func title(of field: FieldName) -> String { definition?.fields[field]?.title(language) ?? field.text }

    /// A number without its date, which only the ticket itself knows.
    package func number(of id: TicketID) -> String { TicketNumber("\(id)")?.description ?? "\(id)" }

    /// The summary that 物业 and other non-departments were given (转办摘要), the latest one.
    package var summary: String? {
        dossier.events.reversed().lazy.compactMap { dossier.text("summary", seq: $0.event.seq) }.first
    }

    /// What was tried before the whistle, as it was last told; nil: none was blown, or the words were erased.
    package var tried: String? {
        dossier.events.reversed().lazy.compactMap { dossier.text("tried", seq: $0.event.seq) }.first
    }

    /// A value of a field as an act takes it: words of choices, numbers, flags, times, codes of units; null for
    /// all else.
    package func given(_ field: FieldName, _ value: JSONValue) -> JSONValue {
        switch definition?.fields[field]?.form {
        case .choice, .choices, .number, .flag: value
        case .unit: value.int.flatMap { configuration.territory[UnitID($0)] }.map { .string($0.code) } ?? .null
        case .units:
            .array(
                (value.array ?? []).compactMap(\.int).compactMap { configuration.territory[UnitID($0)] }.map {
                    .string($0.code)
                }
            )
        case .instant: value.int.map { .string(Instant(microseconds: $0).description) } ?? .null
        default: .null
        }
    }

    /// A value of a field as people read it.
    package func shown(_ field: FieldName, _ value: JSONValue) -> String {
        switch (definition?.fields[field]?.form, value) {
        case (.choice(let choices)?, .string(let word)): choices[word]?(language) ?? word
        case (.choices(let choices)?, .array(let words)):
            joined(words.compactMap(\.string).map { choices[$0]?(language) ?? $0 })
        case (.people?, .array(let ids)):
            joined(ids.compactMap(\.int).map { configuration.name(of: PersonID($0)) })
        case (.unit?, .int(let id)): unitName(UnitID(id))
        case (.units?, .array(let ids)): joined(ids.compactMap(\.int).map { unitName(UnitID($0)) })
        case (.ticket?, .int(let id)): number(of: TicketID(id))
        case (.instant?, .int(let time)): calendar.shown(Instant(microseconds: time))
        case (_, .string(let text)): text
        case (_, .int(let number)): String(number)
        case (_, .bool(let flag)): flag ? say("是", "yes") : say("否", "no")
        default: value.canonicalText
        }
    }

    /// A text in the language of the telling.
    package func say(_ zh: String, _ en: String) -> String { Bilingual(zh: zh, en: en)(language) }

    private func joined(_ words: [String]) -> String { words.joined(separator: say("、", ", ")) }
}

extension TicketTelling {
    // MARK: - Events

    /// What happened in an event: what changed around the ticket, what fell due, what somebody did.
    package func what(_ event: Event) -> String {
        [event.adjustment?.title(language), timerTitle(event), event.act.map { title(of: $0) }].compactMap(\.self)
            .joined(separator: say("，", ", "))
    }

    /// The state that an event led to; nil where it stayed.
    package func entered(_ event: Event) -> StateName? {
        event.outcomes.lazy.compactMap { outcome -> StateName? in
            guard case .entered(let state, _) = outcome else { return nil }
            return state
        }.first
    }

    /// Who did it, with unit and, where somebody stood in, for whom.
    package func actor(_ event: Event) -> String {
        switch event.by.identity {
        case .person(let person):
            configuration.name(of: person)
                + (event.by.post.map { " · " + unitName($0.unit) } ?? "") + instead(event.by.instead)
        case .resident: say("诉求人", "the resident")
        case .clock: say("系统", "the clock")
        case .ticket(let id): say("工单 ", "ticket ") + number(of: id)
        }
    }

    /// What was given with an event: values, words, and what an adjustment moved.
    package func details(_ event: Event) -> [String] {
        let words = Self.wordsShown.compactMap { field in
            event.seq == 1 ? nil : dossier.text(field, seq: event.seq)
        }
        let input = event.seq == 1 ? [] : event.input.sorted { $0.key < $1.key }.map { titled($0.key, $0.value) }
        let parts = leadNotes(event) + input + words + callNotes(event) + adjustmentNotes(event) + attachedNotes(event)
        return parts.filter { !$0.isEmpty }
    }

    /// A value with what its field is called: a bare number or name says nothing.
    private func titled(_ field: FieldName, _ value: JSONValue) -> String {
        let shown = shown(field, value)
        return shown.isEmpty ? "" : title(of: field) + say("：", ": ") + shown
    }

    /// To whom it was given, where the directory said so and nobody typed it.
    private func leadNotes(_ event: Event) -> [String] {
        guard event.adjustment == nil, event.input["lead"] == nil else { return [] }
        return event.outcomes.compactMap { outcome in
            guard case .lead(let unit?) = outcome else { return nil }
            return say("主办：", "lead: ") + unitName(unit)
        }
    }

    /// How many files came with it; none: nothing.
    private func attachedNotes(_ event: Event) -> [String] {
        let count = event.attached.count
        return count == 0 ? [] : [say("\(count) 个文件", count == 1 ? "1 file" : "\(count) files")]
    }

    private static let wordsShown = ["text", "reason", "evidence", "tried", "route", "note"]

    /// What fell due; nil where a person acted.
    private func timerTitle(_ event: Event) -> String? {
        guard let timer = event.timer else { return nil }
        let clock = title(of: timer.clock)
        return switch timer.step {
        case .warning: say("预警：\(clock)", "warning: \(clock)")
        case .expiry: say("超时：\(clock)", "overdue: \(clock)")
        case .rung(let index): say("升级 \(index)：\(clock)", "escalation \(index): \(clock)")
        }
    }

    /// Whose post it was, where somebody stood in.
    private func instead(_ substitution: Substitution?) -> String {
        switch substitution {
        case .absent(let holder):
            say("（代\(configuration.name(of: holder))）", " (for \(configuration.name(of: holder)))")
        case .emptyPost: say("（代空岗）", " (for an empty post)")
        case nil: ""
        }
    }

    /// What an adjustment changed, as far as its event says; none for other events.
    private func adjustmentNotes(_ event: Event) -> [String] {
        guard event.adjustment != nil else { return [] }
        return event.outcomes.compactMap { outcome in
            switch outcome {
            case .started(let clock, let countdown):
                title(of: clock) + say("到期 ", " due ") + calendar.shown(countdown.due)
            case .stopped(let clock): title(of: clock) + say("停止", " ended")
            case .classified(_, let place, _): say("地点：", "place: ") + unitName(place)
            case .desk(let unit): say("经办：", "desk: ") + unitName(unit)
            case .lead(let unit?): say("主办：", "lead: ") + unitName(unit)
            case .responsible(let unit?): say("责任单位：", "responsible: ") + unitName(unit)
            case .lead, .responsible, .owner, .linked, .claimed, .filed, .entered, .held, .inside, .bound, .setAside,
                .spawned, .childEnded, .passedOn, .matched, .remembered, .counted, .kept, .forgot, .paused, .resumed,
                .warned, .expired, .climbed, .attached, .told:
                nil
            }
        }
    }
}

extension TicketTelling {
    // MARK: - Clocks

    /// Why a clock falls due when it does, part by part; none where its rules were never published here.
    ///
    /// - Throws: `CalendarError` where a calendar that a limit names is gone.
    package func why(_ clock: ClockName) throws(CalendarError) -> [DueReason] {
        try configuration.machine(ticket.definition)?.dueReasons(of: clock, on: ticket, by: configuration.calendars)
            ?? []
    }
}

extension DeadlineExplanation {
    /// The timeline in a language, one sentence a line.
    package func text(in language: Language) -> String {
        switch language {
        case .zh: chinese
        case .en: english
        }
    }
}
