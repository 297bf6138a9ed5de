import Dispatcher
import Messaging
import Outward
import PGStore
import Postgres
import ServiceLifecycle
import TestSupport
import Workflow

extension TestDistrict {
    /// Gives people telephones, sealed.
    func telephones(_ phones: [String: String]) async throws {
        let rows = phones.map { account, phone in
            let name = configuration.people[account]?.name ?? account
            return PersonRow(account: account, name: name, phone: phone, role: "grid_worker", unitCode: "G")
        }
        _ = try await engine.pool.query(ConfigurationWrite.persons(id, rows, under: engine.keys))
    }

    /// Runs the daemons that deliver and send by a book for the length of a closure.
    func messaging<Value: Sendable>(
        _ book: ChannelBook,
        besides sinks: [any Sink] = [],
        also services: [any Service] = [],
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        var delivery = Deliverer.Settings()
        delivery.only = [id]
        var settings = Messenger.Settings()
        settings.only = [id]
        let sink = PostingSink(engine: engine, plan: PostingPlan(book))
        let all: [any Service] =
            services + [
                Messenger(engine: engine, book: book, settings: settings, logger: engine.logger),
                Deliverer(engine: engine, sinks: sinks + [sink], settings: delivery, logger: engine.logger),
            ]
        return try await Daemons.run(all, logger: MigratedDatabase.quiet, body)
    }

    /// The call log, the first first.
    func callLog() async throws -> [LoggedMessage] {
        try await engine.messages(in: id, limit: 500).reversed()
    }

    /// How many postings wait.
    func postings() async throws -> Int {
        try await count("SELECT count(*) FROM posting WHERE district_id = \(id.rawValue)")
    }

    /// Makes all that waits in channels due now, their limits forgotten, and wakes who sends.
    func makePostingsDue() async throws {
        try await tamper("UPDATE posting_pace SET until = clock_timestamp() WHERE district_id = \(id.rawValue)")
        try await tamper("UPDATE posting SET next_at = clock_timestamp() WHERE district_id = \(id.rawValue)")
        engine.hints.wrote(Hints.Write(district: id, tellsSomebody: true))
    }
}

extension BookSecrets {
    /// Secrets of a test.
    static func test(_ variables: [String: String] = [:], files: [String: Result<String, Fault>] = [:]) -> BookSecrets {
        BookSecrets(environment: variables) { files[$0] ?? .failure(.unreadable) }
    }
}
