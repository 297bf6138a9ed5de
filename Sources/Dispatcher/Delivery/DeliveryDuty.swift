import Logging
import PGStore
import Postgres
import Workflow

/// Delivers the messages of one district: looks when the next is due, claims, delivers, notes what became of them.
///
/// What presses goes out at once; all else is put by for digests, one a person. What is delivered is removed afterwards,
/// so that a crash in between delivers twice, and never not at all.
struct DeliveryDuty: DistrictDuty {
    private let district: DistrictID
    private let engine: Engine
    private let sinks: [any Sink]
    private let settings: Deliverer.Settings
    private let logger: Logger
    private var book: AddressBook?
    /// The day of which gaps have been told, or need not be.
    private var toldOf: LocalDate?
    /// Pauses while what is due is held by others.
    private var patience = Backoff()

    init(
        district: DistrictID,
        engine: Engine,
        sinks: [any Sink],
        settings: Deliverer.Settings,
        logger: Logger
    ) {
        self.district = district
        self.engine = engine
        self.sinks = sinks
        self.settings = settings
        self.logger = logger
    }

    static func isCalled(by write: Hints.Write, from rest: Rest?) -> Bool {
        write.tellsSomebody
    }

    mutating func turn(_ stop: StopSign) async throws -> Rest {
        let look = try await look()
        if let day = look.dayOfGaps, day != toldOf {
            try await tellGaps(of: day, look)
            toldOf = day
            return .none
        }
        guard let due = look.due, due <= look.clock else { return rest(look) }
        var delivered = 0
        while !stop.isRaised {
            let claimed = try await claim()
            guard !claimed.isEmpty else { break }
            try await finish(await deliver(claimed, look))
            delivered += claimed.count
        }
        while !stop.isRaised, look.mayDigest {
            let people = try await digests.send(look.configuration, at: look.clock)
            guard people > 0 else { break }
            delivered += people
        }
        guard delivered > 0 else { return Rest(until: due, atMost: patience.next()) }
        patience = Backoff()
        return .none
    }

    private func rest(_ look: Look) -> Rest {
        guard let next = [look.due, look.nextGaps].compactMap(\.self).min() else { return Rest(atMost: settings.idle) }
        let wait = Duration.microseconds(look.clock.microseconds(to: next) + 1)
        return Rest(until: next, atMost: min(wait, settings.idle))
    }

    private var digests: DigestDelivery {
        DigestDelivery(district: district, engine: engine, sinks: sinks, settings: settings, logger: logger)
    }
}

extension DeliveryDuty {
    // MARK: - Looking

    /// What there is to do, at one instant.
    private struct Look {
        let clock: Instant
        let book: AddressBook
        let outbox: Instant?
        let digest: Instant?

        var configuration: DistrictConfiguration { book.configuration }
        private var rules: MessageRules { configuration.messages }
        private var calendar: WorkCalendar { configuration.calendars.standard }

        /// Whether digests go out now at all.
        var mayDigest: Bool { !rules.isQuiet(at: clock, in: calendar) }
        /// When something is due: a digest not before the end of quiet hours.
        var due: Instant? {
            let digest = digest.map { rules.afterQuiet(max($0, clock), in: calendar) }
            return [outbox, digest].compactMap(\.self).min()
        }
        var dayOfGaps: LocalDate? { rules.dayOfGaps(at: clock, in: calendar) }
        var nextGaps: Instant? { rules.nextTellingOfGaps(after: clock, in: calendar) }
    }

    private mutating func look() async throws -> Look {
        let row = try await engine.pool.query(OutboxQueries.next(district)).only()
        let (outbox, digest): (Timestamp?, Timestamp?) = (try row[1], try row[2])
        return Look(
            clock: Instant(try row[0, as: Timestamp.self]),
            book: try await addressBook(revision: row[3]),
            outbox: outbox.map { Instant($0) },
            digest: digest.map { Instant($0) }
        )
    }

    /// The district's people as they are now.
    private mutating func addressBook(revision: Int64) async throws -> AddressBook {
        if let book, book.revision >= revision { return book }
        var known = engine.configurations.known(district, revision: revision)
        if known == nil { known = try await engine.configurations.load(district) }
        guard let known else { preconditionFailure("a configuration was loaded") }
        let book = AddressBook(known)
        self.book = book
        return book
    }

    /// Puts tomorrow's gaps by for those above, at once; of several daemons one does.
    private func tellGaps(of day: LocalDate, _ look: Look) async throws {
        let notices = GapNotice.notices(of: day, look.book, at: look.clock)
        guard !notices.isEmpty else { return }
        _ = try await engine.pool.query(
            DigestQueries.notice(district, name: GapNotice.name, day: day, notices, due: look.clock)
        )
    }
}

extension DeliveryDuty {
    // MARK: - A batch

    /// What became of claimed messages.
    private struct Outcome {
        var delivered: [ClaimedMessage] = []
        var postponed: [(message: ClaimedMessage, wait: Duration, taken: Set<String>)] = []
        var buried: [(message: ClaimedMessage, reason: String)] = []
    }

    private func claim() async throws -> [ClaimedMessage] {
        try await engine.pool.query(OutboxQueries.claim(district, limit: settings.batch)).map(ClaimedMessage.init(row:))
    }

    private func deliver(_ claimed: [ClaimedMessage], _ look: Look) async throws -> Outcome {
        let sorting = MessageSorting(claimed, look.book, at: look.clock)
        if let due = sorting.due, !(sorting.moved.isEmpty && sorting.kept.isEmpty) {
            let (moved, kept, items) = (sorting.moved, sorting.kept, sorting.items)
            _ = try await engine.pool.query(
                DigestQueries.putBy(district, moved: moved, kept: kept, items: items, due: due)
            )
        }
        var outcome = Outcome()
        outcome.buried = sorting.unreadable.map { ($0, "the message cannot be read") }
        let sent = Set(sorting.letters.map(\.id))
        let messages = claimed.filter { sent.contains($0.id) }
        let (faults, taken) = await send(sorting.letters, messages, look.configuration)
        for message in messages {
            guard let fault = faults[message.id] else {
                outcome.delivered.append(message)
                continue
            }
            if let wait = settings.retry.pause(after: message.attempts, chance: .random(in: 0...1)) {
                outcome.postponed.append((message, wait, taken[message.id] ?? []))
            } else {
                outcome.buried.append((message, fault))
            }
        }
        report(outcome, faults)
        return outcome
    }

    /// Gives each sink the letters that it does not have yet; why some could not be delivered, and who has which now.
    private func send(
        _ letters: [Letter],
        _ messages: [ClaimedMessage],
        _ configuration: DistrictConfiguration
    ) async -> (faults: [Int64: String], taken: [Int64: Set<String>]) {
        var taken = Dictionary(messages.map { ($0.id, $0.taken) }, uniquingKeysWith: { $1 })
        var faults: [Int64: String] = [:]
        for sink in sinks {
            let new = letters.filter { taken[$0.id]?.contains(sink.name) != true }
            guard !new.isEmpty else { continue }
            let failed = await sink.deliver(new, of: configuration)
            for letter in new {
                if let fault = failed[letter.id] {
                    faults[letter.id] = "\(sink.name): \(fault.reason)"
                } else {
                    taken[letter.id, default: []].insert(sink.name)
                }
            }
        }
        return (faults, taken)
    }

    private func finish(_ outcome: Outcome) async throws {
        var statements: [Query] = []
        if !outcome.delivered.isEmpty { statements.append(OutboxQueries.delivered(district, outcome.delivered)) }
        if !outcome.postponed.isEmpty { statements.append(OutboxQueries.postponed(district, outcome.postponed)) }
        if !outcome.buried.isEmpty { statements.append(OutboxQueries.buried(district, outcome.buried)) }
        guard !statements.isEmpty else { return }
        _ = try await engine.pool.flight(statements)
    }

    private func report(_ outcome: Outcome, _ faults: [Int64: String]) {
        if !outcome.postponed.isEmpty {
            logger.warning(
                "messages will be tried again",
                metadata: ["count": "\(outcome.postponed.count)", "why": "\(faults.values.first ?? "")"]
            )
        }
        for (message, reason) in outcome.buried {
            logger.error(
                "a message was given up",
                metadata: ["message": "\(message.id)", "ticket": "\(message.ticket)", "why": "\(reason)"]
            )
        }
    }
}
