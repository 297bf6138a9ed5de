import Dispatcher
import Logging
import PGStore
import Postgres
import Workflow

/// Sends the postings of one district by the channels of the book: looks when the next is due, claims, sends, rests.
struct PostingDuty: DistrictDuty {
    let office: PostOffice
    let book: ChannelBook
    let channels: [any Channel]
    let settings: Messenger.Settings
    private var expiresAt = ContinuousClock.now
    /// When it is looked again whether groups are to be told.
    private var groupsAt = ContinuousClock.now
    /// Pauses while what is due is held by others.
    private var patience = Backoff()

    init(office: PostOffice, book: ChannelBook, channels: [any Channel], settings: Messenger.Settings) {
        self.office = office
        self.book = book
        self.channels = channels
        self.settings = settings
    }

    static func isCalled(by write: Hints.Write, from rest: Rest?) -> Bool {
        write.tellsSomebody
    }

    mutating func turn(_ stop: StopSign) async throws -> Rest {
        try await expire(stop)
        try await noteReceipts(stop)
        try await tellGroups()
        let (engine, book) = (office.engine, book)
        let outcome = try await PostingRound(office: office, channels: channels).look(stop) {
            postings,
            clock,
            configuration in
            let preparation = CallPreparation(engine: engine, configuration: configuration, book: book, clock: clock)
            return try await preparation.prepare(postings)
        }
        switch outcome {
        case .busy:
            patience = Backoff()
            return .none
        case .held: return Rest(atMost: patience.next())
        case .idle(let next, let wait): return Rest(until: next, atMost: min(wait ?? settings.idle, settings.idle))
        }
    }

    /// Puts the digests of groups down when their time has come, where there are groups.
    private mutating func tellGroups() async throws {
        guard !book.robots.isEmpty, ContinuousClock.now >= groupsAt else { return }
        let engine = office.engine
        let row = try await engine.pool.query(UnitWork.clock(of: office.district)).only()
        let revision: Int64 = try row[1]
        var known = engine.configurations.known(office.district, revision: revision)
        if known == nil { known = try await engine.configurations.load(office.district) }
        guard let configuration = known else { preconditionFailure("a configuration was loaded") }
        let clock = Instant(try row[0, as: Timestamp.self])
        _ = try await UnitDigests(engine: engine, book: book).put(configuration, at: clock)
        groupsAt = .now + settings.groups
    }

    /// Notes what gateways said of what they took, where there is one that says anything.
    private func noteReceipts(_ stop: StopSign) async throws {
        guard !book.receipts.isEmpty else { return }
        let noting = ReceiptNoting(
            district: office.district,
            engine: office.engine,
            plan: PostingPlan(book),
            logger: office.logger
        )
        try await noting.note(stop)
    }

    /// Removes what the log has kept long enough, hourly.
    private mutating func expire(_ stop: StopSign) async throws {
        guard ContinuousClock.now >= expiresAt else { return }
        var removed = settings.expiryBatch
        while removed >= settings.expiryBatch, !stop.isRaised {
            let expire = LoggedMessage.expire(office.district, days: book.keepDays, most: settings.expiryBatch)
            removed = Int(try await office.engine.pool.query(expire).only()[0, as: Int64.self])
        }
        _ = try await office.engine.pool.flight(AwaitedPosting.expire(in: office.district))
        expiresAt = .now + settings.expiry
    }
}
