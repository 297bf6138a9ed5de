import Dispatcher
import PGStore
import Workflow

extension Call {
    /// A matter as a service request.
    func request(_ matter: SeenMatter) -> OpenDocument.Node {
        switch matter {
        case .own(let reported): own(reported).node
        case .board(let line): shown(line).node
        }
    }

    /// Where whoever asks is told that a matter is.
    func position(of matter: SeenMatter) -> Position? {
        switch matter {
        case .own(let reported): position(of: reported)
        case .board(let line): position(of: line)
        }
    }

    private var isExtended: Bool { flag("extensions") }

    private var usual: WorkCalendar { configuration.calendars.standard }

    private func service(of category: String) -> (name: String, code: String) {
        let entry = configuration.categories.entry(of: category)
        return (entry?.title(language) ?? category, entry?.code ?? category)
    }
}

extension Call {
    // MARK: - What stands on the board

    /// Neither words nor units nor people; the day of its report, not the second.
    private func shown(_ line: TicketLine) -> OpenRequest {
        let definition = configuration.machine(line.definition)?.definition
        let board = definition?.privacy.board
        let service = service(of: line.category)
        let end = line.closedAt ?? line.lastAt
        let day = usual.local(line.reportedAt).date
        let choices = [board?.outcome, board?.rating].map { $0.flatMap { choice($0, line, definition) } }
        let title = definition?.states[line.state]?.title(language)
        var request = OpenRequest(
            number: TicketNumber(line.id, reportedAt: line.reportedAt, calendar: usual).description,
            isOpen: false,
            notes: ([title] + choices).compactMap(\.self).joined(separator: " · "),
            serviceName: service.name,
            serviceCode: service.code,
            requestedAt: usual.instant(LocalDateTime(date: day, time: .midnight)),
            updatedAt: end,
            address: boardPlace(of: line).map { configuration.unitName($0.id) },
            position: position(of: line)
        )
        if isExtended {
            let days = max(0, end.microseconds - line.reportedAt.microseconds) / 86_400_000_000
            request.extended = [
                .init("state", line.state.text), .init("days", .number(Int(days))), .init("outcome", choices[0]),
                .init("rating", choices[1]),
            ]
        }
        return request
    }

    /// The unit down to which the board tells a place.
    private func boardPlace(of line: TicketLine) -> Workflow.Unit? {
        let board = configuration.machine(line.definition)?.definition.privacy.board
        return board.flatMap { configuration.territory.nearest($0.place, from: line.place) }
            .flatMap { configuration.territory[$0] }
    }

    /// Where the board says that a matter is: where that unit lies, and nothing finer.
    fileprivate func position(of line: TicketLine) -> Position? { boardPlace(of: line)?.location?.position }

    private func choice(_ field: FieldName, _ line: TicketLine, _ definition: WorkflowDefinition?) -> String? {
        guard let value = line.glance.facts[field]?.string,
            case .choice(let choices)? = definition?.fields[field]?.form
        else { return nil }
        return choices[value]?(language) ?? value
    }
}

extension Call {
    // MARK: - What a system filed itself

    /// As the resident sees it by number and code: masked words, units, the clock that rules for residents.
    private func own(_ reported: ReportedTicket) -> OpenRequest {
        let ticket = reported.ticket
        let definition = configuration.machine(ticket.definition)?.definition
        let service = service(of: ticket.category)
        let due = ticket.closedAt == nil ? definition?.residentDue(of: ticket) : nil
        let resident = Bilingual(zh: "诉求人", en: "the resident")(language)
        let holder = ticket.holder(resident: resident, name: configuration.unitName)
        let state = definition?.states[ticket.state]
        let notes = [state?.title(language), state?.meaning?(language)].compactMap(\.self)
        let separator = Bilingual(zh: "：", en: ": ")(language)
        return OpenRequest(
            number: MatterHead.number(of: ticket, configuration),
            isOpen: ticket.closedAt == nil,
            notes: notes.joined(separator: separator),
            serviceName: service.name,
            serviceCode: service.code,
            description: reported.text.map(Masking.text),
            agency: (ticket.lead ?? ticket.responsible).map(configuration.unitName),
            notice: holder.map { OpenNotice.text(holder: $0, due: due, usual, language) },
            requestedAt: ticket.reportedAt,
            updatedAt: ticket.closedAt ?? ticket.lastAt,
            expectedAt: due,
            address: address(ticket.place),
            addressID: configuration.territory[ticket.place]?.code,
            position: position(of: reported),
            media: openMedia(reported) ?? reported.text.flatMap(OpenWords.media),
            extended: isExtended ? extended(ticket, definition, holder) : nil
        )
    }

    /// The point that came with it; else where its place lies.
    fileprivate func position(of reported: ReportedTicket) -> Position? {
        reported.position ?? configuration.territory[reported.ticket.place]?.location?.position
    }

    private func extended(
        _ ticket: Ticket,
        _ definition: WorkflowDefinition?,
        _ holder: String?
    ) -> [OpenDocument.Member] {
        let additions = ticket.counters["additions"] ?? 0
        let outcome = definition?.privacy.board?.outcome.flatMap { field -> String? in
            // What was handed in and not yet verified is no answer.
            guard ticket.closedAt != nil, let value = ticket.facts[field]?.string,
                case .choice(let choices)? = definition?.fields[field]?.form
            else { return nil }
            return choices[value]?(language) ?? value
        }
        return [
            .init("state", ticket.state.text), .init("holder", holder),
            .init("helpers", .list("helper", ticket.helpers.map { .text(configuration.unitName($0)) })),
            .init("comments_count", .number(additions)), .init("outcome", outcome),
        ]
    }

    /// The units from the top of the ladder down to the place.
    private func address(_ place: UnitID) -> String {
        configuration.territory.chain(from: place).reversed().map(\.name).joined()
    }
}

/// Who holds a matter now, and until when, in one line.
enum OpenNotice {
    /// The line.
    static func text(holder: String, due: Instant?, _ calendar: WorkCalendar, _ language: Language) -> String {
        guard let due else { return Bilingual(zh: "现由\(holder)办理", en: "with \(holder) now")(language) }
        let until = calendar.shown(due)
        return Bilingual(zh: "现由\(holder)办理，最迟 \(until)", en: "with \(holder) now, until \(until)")(language)
    }
}
