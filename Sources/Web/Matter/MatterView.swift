import Dispatcher
import PGStore
package import Workflow

/// A matter as JSON, as far as whoever asks may see it.
struct MatterView {
    let telling: TicketTelling
    let party: Party
    /// What row security lets them read.
    let reader: Reader
    let now: Instant
    /// What they may see.
    let sight: Sight
    /// Its files, where they have been asked for.
    var attachments: [StoredAttachment] = []

    var ticket: Ticket { telling.ticket }
    var configuration: DistrictConfiguration { telling.configuration }
    var language: Language { telling.language }

    /// A matter as a party sees it.
    ///
    /// - Parameters:
    ///   - telling: the matter.
    ///   - party: whoever asks.
    ///   - seated: the same with the posts that count now.
    ///   - reader: what row security lets them read.
    ///   - now: the district's time.
    init(telling: TicketTelling, party: Party, seated: Party, reader: Reader, now: Instant) {
        self.telling = telling
        self.party = party
        self.reader = reader
        self.now = now
        let (ticket, configuration) = (telling.ticket, telling.configuration)
        let machine = configuration.machine(ticket.definition)
        sight = machine?.sight(of: seated, on: ticket, in: configuration.territory) ?? .nothing
    }

    /// All of it, or the summary; nil where they see nothing.
    var json: JSONValue? {
        switch sight {
        case .nothing: nil
        case .summary: .object(summary)
        case .full: .object(full)
        }
    }

    private var full: JSONObject {
        var members = MatterHead(ticket, configuration, language).json
        members["sight"] = "full"
        members["next_due_at"] = .orNull(ticket.nextDue?.description)
        members["next_due_counts"] = .orNull(ticket.next?.measure.rawValue)
        members["title"] = .orNull(telling.dossier.text("title", seq: 1))
        members["text"] = .orNull(telling.dossier.text("text", seq: 1))
        members["facts"] = .array(
            ticket.facts.sorted { $0.key < $1.key }.map { field, value in
                [
                    "name": .string(field.text), "title": .string(telling.title(of: field)),
                    "shown": .string(telling.shown(field, value)), "value": telling.given(field, value),
                    "asked": .orNull(telling.askedFor(field)),
                ]
            }
        )
        members["summary"] = .orNull(telling.summary)
        members["tried"] = .orNull(telling.tried)
        members["contact_sight"] = .string(contactSight)
        members["clocks"] = .array(clocks.map { clock($0.0, $0.1) })
        members["parent"] = .orNull(ticket.parent.map(telling.number(of:)))
        members["children"] = .array(ticket.children.sorted { $0.key < $1.key }.map(child))
        members["links"] = links
        members["attachments"] = files
        members["may_attach"] = .bool(mayAttach(to: nil))
        members["actions"] = actions
        return members
    }

    private var summary: JSONObject {
        [
            "sight": "summary", "number": .string(MatterHead.number(of: ticket, configuration)),
            "seq": .int(Int64(ticket.seq)), "state": titled(ticket.state.text, telling.stateTitle),
            "category": .string(ticket.category), "place": configuration.json(ticket.place),
            "lamp": .string("\(ticket.lamp)"), "next_due_at": .orNull(ticket.nextDue?.description),
            "next_due_counts": .orNull(ticket.next?.measure.rawValue),
            // Whoever wrote it may have copied what these readers must not see.
            "summary": .orNull(telling.summary.map(Masking.text)), "attachments": files,
            "may_attach": .bool(mayAttach(to: nil)), "actions": actions,
        ]
    }
}

extension MatterView {
    // MARK: - Files

    /// Whether they may add files: who may do something on it now, who filed it, and who has just done what they belong to.
    ///
    /// - Parameter seq: the step that they belong to; nil: none.
    /// - Returns: whether they may.
    func mayAttach(to seq: Int?) -> Bool {
        guard sight != .nothing, let person = party.person else { return false }
        guard ticket.people["reporter"] != person else { return true }
        if let seq, did(seq), isLastStep(seq) { return true }
        let machine = configuration.machine(ticket.definition)
        return machine?.available(to: party, on: ticket, in: configuration.context(at: now)).isEmpty == false
    }

    /// Whether they did the step of a number.
    func did(_ seq: Int) -> Bool {
        guard let person = party.person else { return false }
        return telling.dossier.events.contains { stored in
            let event = stored.event
            return event.seq == seq && event.by.identity == .person(person) && event.act != Machine.attachAct
        }
    }

    /// Whether nothing but files came after a step: what it was done with may still be shown.
    private func isLastStep(_ seq: Int) -> Bool {
        telling.dossier.events.allSatisfy { $0.event.seq <= seq || $0.event.act == Machine.attachAct }
    }

    private var files: JSONValue {
        let view = AttachmentView(configuration: configuration)
        return .array(attachments.filter { sight.shows($0, to: party) }.map { view.json($0) })
    }
}

extension Sight {
    /// Whether a file is shown: a picture may show what the summary leaves out, so with it people see their own only.
    func shows(_ attachment: StoredAttachment, to party: Party) -> Bool {
        switch self {
        case .nothing: false
        case .summary: attachment.person == party.person
        case .full: true
        }
    }
}

extension MatterView {
    // MARK: - Whom to reach

    /// How much they would see of whom to reach; looking is another endpoint's, and is written down.
    private var contactSight: String {
        let machine = configuration.machine(ticket.definition)
        return switch machine?.contactSight(of: party, on: ticket, in: configuration.territory) ?? .nothing {
        case .nothing: "nothing"
        case .masked: "masked"
        case .full: "full"
        }
    }
}

extension MatterView {
    // MARK: - Parts

    /// Its clocks, those that are due first first.
    var clocks: [(ClockName, Countdown)] {
        ticket.clocks.sorted { ($0.value.due, $0.key) < ($1.value.due, $1.key) }.map { ($0.key, $0.value) }
    }

    /// A clock.
    func clock(_ name: ClockName, _ countdown: Countdown) -> JSONValue {
        [
            "name": .string(name.text), "title": .string(telling.title(of: name)),
            "limit": .orNull(countdown.limit?.description), "started_at": .string(countdown.startedAt.description),
            "due_at": .string(countdown.due.description), "counts": .string(countdown.measure.rawValue),
            "lamp": .string("\(countdown.lamp)"),
            "is_expired": .bool(countdown.isExpired), "is_paused": .bool(countdown.paused != nil),
            "paused_at": .orNull(countdown.pausedAt?.description),
            "is_window": .bool(countdown.isWindow), "is_provisional": .bool(countdown.isProvisional),
            "extensions": .array(countdown.extensions.map { .string($0.description) }),
        ]
    }

    /// What happened in an event.
    func event(_ stored: StoredEvent) -> JSONValue {
        let event = stored.event
        return [
            "seq": .int(Int64(event.seq)), "at": .string(event.at.description),
            "recorded_at": .string(stored.recordedAt.description),
            "act": event.act.map { titled($0.text, telling.title(of: $0)) } ?? .null,
            "what": .string(telling.what(event)), "by": .string(telling.actor(event)),
            "actor": .string(Self.kind(of: event.by.identity)),
            "state": telling.entered(event).map { titled($0.text, telling.title(of: $0)) } ?? .null,
            "details": .array(telling.details(event).map { .string($0) }),
        ]
    }

    /// What kind of party did something.
    private static func kind(of identity: Party.Identity) -> String {
        switch identity {
        case .person: "person"
        case .resident: "resident"
        case .clock: "clock"
        case .ticket: "ticket"
        }
    }

    /// Tickets that were made for it.
    func child(_ id: TicketID, _ child: Child) -> JSONValue {
        let rules = configuration.machine(latest: child.definition)?.definition
        return [
            "number": .string(telling.number(of: id)), "definition": .string(child.definition.text),
            "lead": configuration.json(child.lead),
            "end": child.end.map { titled($0.text, rules?.states[$0]?.title(language) ?? $0.text) } ?? .null,
        ]
    }

    private var links: JSONValue {
        func numbers(_ ids: Set<TicketID>) -> JSONValue {
            .array(ids.sorted().map { .string(telling.number(of: $0)) })
        }
        let origin = ticket.links.origin.map { origin -> JSONValue in
            ["kind": .string(origin.kind.rawValue), "number": .string(telling.number(of: origin.ticket))]
        }
        return [
            "main": .orNull(ticket.links.main.map(telling.number(of:))), "merged": numbers(ticket.links.merged),
            "origin": origin ?? .null, "split_off": numbers(ticket.links.splitOff),
        ]
    }

    func titled(_ name: String, _ title: String) -> JSONValue {
        ["name": .string(name), "title": .string(title)]
    }
}

extension JSONValue {
    /// A text, or null.
    package static func orNull(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
