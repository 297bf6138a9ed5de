import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
package import Workflow

/// What can be asked and done about matters.
enum MatterEndpoints {
    static let all = [file, list, read, act, actOnMany, timeline, clocks, contact]

    static let read = Endpoint(
        .get,
        "/api/v1/matters/{number}",
        id: "readMatter",
        tag: .matters,
        summary: Bilingual(zh: "一件诉求或任务，以及您现在可以做什么", en: "A matter or task, and what you may do now"),
        access: .scope(.readMatters),
        parameters: [number],
        answers: [.init(.ok, found, body: .either([MatterShapes.matter, MatterShapes.summary]), headers: [.eTag])],
        refusals: [.notFound]
    ) { call in
        var view = try await call.view()
        view.attachments = try await call.engine.attachments(
            of: view.telling.ticket.id,
            in: call.configuration.id,
            as: view.reader
        )
        guard let json = view.json else { throw Fault.unknownTicket(call.text("number") ?? "") }
        return call.json(json, headers: [.eTag: "\"\(view.telling.ticket.seq)\""])
    }

    static let timeline = Endpoint(
        .get,
        "/api/v1/matters/{number}/timeline",
        id: "readTimeline",
        tag: .matters,
        summary: Bilingual(zh: "经过：谁在何时做了什么", en: "What happened: who did what, and when"),
        access: .scope(.readMatters),
        parameters: [number],
        answers: [.init(.ok, found, body: .object([.init("events", .list(MatterShapes.event, max: 100_000))]))],
        refusals: [.notFound]
    ) { call in
        let view = try await call.fullView()
        return call.json(["events": .array(view.telling.dossier.events.map { view.event($0) })])
    }

    static let clocks = Endpoint(
        .get,
        "/api/v1/matters/{number}/clocks",
        id: "explainClocks",
        tag: .matters,
        summary: Bilingual(zh: "为何那时到期：逐条说明每个时限", en: "Why it falls due then: each clock explained, line by line"),
        access: .scope(.readMatters),
        parameters: [number],
        answers: [.init(.ok, found, body: .object([.init("clocks", .list(MatterShapes.explained, max: 200))]))],
        refusals: [.notFound]
    ) { call in
        let view = try await call.fullView()
        let clocks = try view.clocks.map { name, countdown -> JSONValue in
            let why = try view.telling.why(name).map { $0.text(in: call.language) }.joined(separator: "\n")
            return [
                "clock": view.clock(name, countdown),
                "why": .array(why.split(separator: "\n").map { .string(String($0)) }),
            ]
        }
        return call.json(["clocks": .array(clocks)])
    }

    static let contact = Endpoint(
        .get,
        "/api/v1/matters/{number}/contact",
        id: "readContact",
        tag: .matters,
        summary: Bilingual(
            zh: "怎样联系诉求人、通话记录；看到完整的会留下记录",
            en: "Whom to reach, and calls that were made; who sees it in full is written down"
        ),
        access: .scope(.readMatters),
        parameters: [
            number,
            Parameter("reason", in: .query, .text(max: 200), isRequired: true, zh: "为何查看", en: "why it is looked at"),
        ],
        answers: [
            .init(
                .ok,
                found,
                body: .object([
                    .init("sight", .word(["full", "masked"])),
                    .init("name", Shape.words(max: 500).orNull), .init("phone", Shape.words(max: 500).orNull),
                    .init("address", Shape.words(max: 2_000).orNull),
                    .init("calls", .list(MatterShapes.call, max: 100_000)),
                ])
            )
        ],
        refusals: [.notFound]
    ) { call in
        let view = try await call.fullView()
        let contact = try await call.engine.contact(
            of: view.telling.ticket.id,
            in: call.configuration.id,
            for: try call.person().party,
            via: try call.person().via,
            reason: call.text("reason") ?? "",
            request: call.requestID,
            also: Set(view.telling.calls.flatMap { $0.said.map(\.field) }).sorted(),
            as: view.reader
        )
        guard let contact, contact.sight != .nothing else {
            throw Fault.contactHidden
        }
        return call.json([
            "sight": contact.sight == .full ? "full" : "masked", "name": call.json(contact.name),
            "phone": call.json(contact.phone), "address": call.json(contact.address),
            "calls": .array(view.telling.calls.map { view.call($0, inFull: contact.sight == .full) }),
        ])
    }

    static let number = Parameter("number", in: .path, .number, zh: "工单编号", en: "the ticket's number")
    static let found = Bilingual(zh: "找到", en: "found")
}

extension Call {
    /// A part of whom to reach; what does not open says so.
    fileprivate func json(_ value: ResidentContact.Value?) -> JSONValue {
        switch value {
        case .text(let text)?: .string(text)
        case .unreadable(let error)?: .string("[\(error.message(language))]")
        case nil: .null
        }
    }

    /// The ticket of the path, as whoever asks sees it.
    ///
    /// - Throws: `Fault` as if there were none, where they may see nothing of it.
    func view() async throws -> MatterView {
        let typed = text("number") ?? ""
        guard let number = TicketNumber(typed), let view = try await view(of: number) else {
            throw Fault.unknownTicket(typed)
        }
        return view
    }

    /// The ticket of a number, as whoever asks sees it; nil where they see nothing of it, and where there is none.
    func view(of number: TicketNumber) async throws -> MatterView? {
        let now = try await now()
        let seated = try seated(at: now)
        let reader = Reader(seated, in: configuration)
        guard let dossier = try await engine.dossier(number.id, in: configuration.id, as: reader),
            number.names(dossier.ticket, calendar: configuration.calendars.standard)
        else { return nil }
        let former = dossier.ticket.closedAt == nil ? [:] : try await engine.formerNames(of: dossier.ticket)
        let view = MatterView(
            telling: TicketTelling(dossier, configuration, language: language, formerNames: former),
            party: try person().party,
            seated: seated,
            reader: reader,
            now: now
        )
        return view.sight == .nothing ? nil : view
    }

    /// The same, where the summary is not enough.
    func fullView() async throws -> MatterView {
        let view = try await view()
        guard view.sight == .full else { throw Fault.unknownTicket(text("number") ?? "") }
        return view
    }

    /// Whoever asks, with the posts that count now.
    func seated() async throws -> Party { try seated(at: try await now()) }

    /// Whoever asks, with the posts that count at a time.
    func seated(at now: Instant) throws(Fault) -> Party {
        try person().party.seated(at: now, in: configuration.context(at: now))
    }

    /// What time it is in the district.
    package func now() async throws -> Instant {
        try await parts.times.now(in: configuration.id)
    }
}
