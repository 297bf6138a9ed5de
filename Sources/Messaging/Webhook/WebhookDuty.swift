import Dispatcher
import Logging
import PGStore
import Postgres
import Workflow

/// Tells the subscribers of one district: looks through new events, puts a posting down for each that is asked for, sends.
///
/// Putting down and moving the place on is one transaction: no event is passed over, none is put down twice.
struct WebhookDuty: DistrictDuty {
    let office: PostOffice
    let guardian: AddressGuard
    let settings: WebhookMessenger.Settings
    /// Pauses while what is due is held by others.
    private var patience = Backoff()
    /// When it looked last: a busy district gives hints all the time.
    private var looked = ContinuousClock.now - .seconds(3_600)

    /// A rest that no hint ends.
    private static let deaf = Instant(microseconds: .max)

    init(office: PostOffice, guardian: AddressGuard, settings: WebhookMessenger.Settings) {
        self.office = office
        self.guardian = guardian
        self.settings = settings
    }

    static func isCalled(by write: Hints.Write, from rest: Rest?) -> Bool { rest?.until != deaf }

    mutating func turn(_ stop: StopSign) async throws -> Rest {
        let pause = looked + settings.pause - .now
        guard pause <= .zero else { return Rest(until: Self.deaf, atMost: pause) }
        looked = .now
        let engine = office.engine
        guard try await !Self.hooks(engine.pool.query(Webhook.list(office.district))).isEmpty else {
            return Rest(until: Self.deaf, atMost: settings.idle)
        }
        var page = try await fanOut()
        while page.isFull, !stop.isRaised { page = try await fanOut() }
        let hooks = page.hooks
        let channels: [any Channel] = hooks.compactMap(channel)
        let outcome = try await PostingRound(office: office, channels: channels).look(stop) {
            postings,
            clock,
            district in
            try await Self.prepare(postings, hooks, engine, district, clock)
        }
        switch outcome {
        case .busy:
            patience = Backoff()
            return .none
        case .held: return Rest(atMost: patience.next())
        case .idle(let next, let wait): return Rest(until: next, atMost: min(wait ?? settings.short, settings.short))
        }
    }

    /// The channel of a webhook; nil where its secret does not open.
    private func channel(_ hook: Webhook) -> WebhookChannel? {
        let (engine, district) = (office.engine, office.district)
        do {
            let secret = try Webhooks.secret(of: hook, in: district, under: engine.keys)
            return WebhookChannel(hook, secret: secret, guardian: guardian) {
                let statements = Webhook.disable(district, id: hook.id, why: "410 gone")
                _ = try? await engine.pool.withTransaction { try await $0.flight(statements) }
            }
        } catch {
            office.logger.error(
                "the secret of a webhook cannot be read",
                metadata: ["webhook": "\(hook.id)", "why": "\(error)"]
            )
            return nil
        }
    }
}

extension WebhookDuty {
    // MARK: - New events

    /// What a look through new events found.
    private struct Page: Sendable {
        /// Who is told now.
        let hooks: [Webhook]
        /// Whether there may be more.
        let isFull: Bool
    }

    private static func hooks(_ rows: QueryResult) throws -> [Webhook] {
        try rows.map(Webhook.init(row:)).filter { $0.disabledAt == nil }
    }

    /// Looks through a batch of new events.
    private func fanOut() async throws -> Page {
        let (district, limit, engine) = (office.district, settings.batch, office.engine)
        let configuration = try await engine.configurations.load(district)
        return try await engine.pool.withTransaction { connection in
            let place = try await connection.query(WebhookFeed.begin(district)).first
            let cursor = try place.map { try WebhookFeed.cursor($0) }
            // Subscribers after events, in this order: of whoever subscribed before an event was written, the event is known to be
            // theirs. The other way round, one that came between the two would pass them by for ever.
            let feed = cursor.map { FeedQueries.events(after: $0, in: district, limit: limit) }
            let answers = try await connection.flight([feed, Webhook.list(district)].compactMap(\.self))
            let hooks = try answers.last.map(Self.hooks) ?? []
            guard feed != nil else { return Page(hooks: hooks, isFull: false) }
            let events = try answers[0].map { try FeedEvent(row: $0, district: district) }
            guard let last = events.last else { return Page(hooks: hooks, isFull: false) }
            let tickets = try await Self.tickets(Set(events.map(\.event.ticket)), district, connection)
            var postings: [NewPosting] = []
            for hook in hooks {
                for stored in events where stored.recordedAt >= hook.madeAt {
                    let event = stored.event
                    guard hook.filter.takes(event, tickets[event.ticket], in: configuration) else { continue }
                    postings.append(
                        NewPosting(
                            source: .event(event.ticket),
                            channel: hook.channel,
                            receiver: .event(event.seq),
                            ticket: event.ticket,
                            seq: event.seq,
                            payload: [:]
                        )
                    )
                }
            }
            var statements = [WebhookFeed.move(district, to: last.cursor)]
            if !postings.isEmpty { statements.append(NewPosting.insert(district, postings)) }
            _ = try await connection.flight(statements)
            return Page(hooks: hooks, isFull: events.count == limit)
        }
    }

    private static func tickets(
        _ ids: Set<TicketID>,
        _ district: DistrictID,
        _ connection: Connection
    ) async throws -> [TicketID: Ticket] {
        var tickets: [TicketID: Ticket] = [:]
        for row in try await connection.query(MessageTickets.of(ids, in: district)) {
            // A row that cannot be read is reported elsewhere; subscribers are told without it.
            guard let ticket = try? StoredTicket(row: row, district: district).ticket else { continue }
            tickets[ticket.id] = ticket
        }
        return tickets
    }

    // MARK: - Bodies

    private static func prepare(
        _ postings: [ClaimedPosting],
        _ hooks: [Webhook],
        _ engine: Engine,
        _ configuration: DistrictConfiguration,
        _ clock: Instant
    ) async throws -> [(posting: ClaimedPosting, prepared: PostOffice.Prepared)] {
        let known = Dictionary(hooks.map { ($0.channel, $0) }, uniquingKeysWith: { $1 })
        let wanted = postings.compactMap { posting in posting.ticket.map { (ticket: $0, seq: posting.seq ?? 0) } }
        let events = try await engine.pool.query(WebhookFeed.single(wanted, in: configuration.id))
            .map { try StoredEvent(row: $0, district: configuration.id).event }
        let tickets = try await engine.pool.withConnection { connection in
            try await Self.tickets(Set(events.map(\.ticket)), configuration.id, connection)
        }
        var prepared: [(posting: ClaimedPosting, prepared: PostOffice.Prepared)] = []
        for posting in postings {
            let event = events.first { $0.ticket == posting.ticket && $0.seq == posting.seq }
            guard let event, let hook = known[posting.channel] else {
                prepared.append((posting, .spared("no such event")))
                continue
            }
            let answer = try await answer(to: hook, event, engine, configuration)
            let matter = WebhookMatter(event, tickets[event.ticket], in: configuration, answer: answer)
            let call = OutgoingCall(
                id: "\(configuration.code)-\(posting.id)",
                address: .group,
                templates: [],
                words: MessageWords(title: matter.body(hook.format).canonicalText, lines: [], facts: [:]),
                at: clock
            )
            prepared.append((posting, .ready(call, repeating: nil)))
        }
        return prepared
    }

    /// What a platform above is answered, where the subscriber is one.
    private static func answer(
        to hook: Webhook,
        _ event: Event,
        _ engine: Engine,
        _ configuration: DistrictConfiguration
    ) async throws -> JSONValue? {
        guard let platform = hook.filter.platform.flatMap({ configuration.platforms[$0] }),
            let dossier = try await engine.dossier(event.ticket, in: configuration.id)
        else { return nil }
        let by = event.by.identity
        let name = if case .person(let person) = by { configuration.name(of: person) } else { "" }
        let answer = PlatformAnswer(
            TicketTelling(dossier, configuration, language: .zh),
            taken: PlatformAnswer.Taken(by: name, at: event.at)
        )
        return answer.json(platform.answer)
    }
}
