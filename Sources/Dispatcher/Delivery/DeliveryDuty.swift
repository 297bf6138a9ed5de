import Logging
import PGStore
import Postgres
import Workflow

/// Delivers the messages of one district: looks when the next is due, claims, delivers, notes what became of them.
///
/// What is delivered is removed afterwards, so that a crash in between delivers twice, and never not at all.
struct DeliveryDuty: DistrictDuty {
    private let district: DistrictID
    private let engine: Engine
    private let sinks: [any Sink]
    private let settings: Deliverer.Settings
    private let logger: Logger
    private var book: AddressBook?
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
        let row = try await engine.pool.query(OutboxQueries.next(district)).only()
        let clock = Instant(try row[0, as: Timestamp.self])
        let due: Timestamp? = try row[1]
        guard let next = due.map({ Instant($0) }) else { return Rest(atMost: settings.idle) }
        guard next <= clock else {
            let wait = Duration.microseconds(next.microseconds - clock.microseconds + 1)
            return Rest(until: next, atMost: min(wait, settings.idle))
        }
        var delivered = 0
        while !stop.isRaised {
            let claimed = try await claim()
            guard !claimed.isEmpty else { break }
            try await finish(await deliver(claimed, at: clock))
            delivered += claimed.count
        }
        guard delivered > 0 else { return Rest(until: next, atMost: patience.next()) }
        patience = Backoff()
        return .none
    }
}

extension DeliveryDuty {
    // MARK: - A batch

    /// What became of claimed messages.
    private struct Outcome {
        var delivered: [ClaimedMessage] = []
        var postponed: [(message: ClaimedMessage, wait: Duration)] = []
        var buried: [(message: ClaimedMessage, reason: String)] = []
    }

    private func claim() async throws -> [ClaimedMessage] {
        try await engine.pool.query(OutboxQueries.claim(district, limit: settings.batch)).map(ClaimedMessage.init(row:))
    }

    private mutating func deliver(_ claimed: [ClaimedMessage], at clock: Instant) async throws -> Outcome {
        var outcome = Outcome()
        let book = try await addressBook()
        var letters: [Letter] = []
        for message in claimed {
            if let content = message.message {
                letters.append(book.letter(id: message.id, content, at: clock))
            } else {
                outcome.buried.append((message, "the message cannot be read"))
            }
        }
        var faults: [Int64: String] = [:]
        for sink in sinks {
            for (id, fault) in await sink.deliver(letters) { faults[id] = "\(sink.name): \(fault.reason)" }
        }
        for message in claimed where message.message != nil {
            guard let fault = faults[message.id] else {
                outcome.delivered.append(message)
                continue
            }
            if let wait = settings.retry.pause(after: message.attempts, chance: .random(in: 0...1)) {
                outcome.postponed.append((message, wait))
            } else {
                outcome.buried.append((message, fault))
            }
        }
        report(outcome, faults)
        return outcome
    }

    /// The district's people as they are now.
    private mutating func addressBook() async throws -> AddressBook {
        let revision: Int64 = try await engine.pool.query(ConfigurationWrite.revision(district)).only()[0]
        if let book, book.revision >= revision { return book }
        var known = engine.configurations.known(district, revision: revision)
        if known == nil { known = try await engine.configurations.load(district) }
        guard let known else { preconditionFailure("a configuration was loaded") }
        let book = AddressBook(known)
        self.book = book
        return book
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
