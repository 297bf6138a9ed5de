import Dispatcher
import Foundation
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// The sample city's history against a real database: events alone give each row bit for bit, and each event is what
/// its version decides of the same act at the same time.
@Suite struct SampleReplayTests {
    /// Thursday 12 November 2026, 09:00 in Shanghai.
    private let morning = Instant(seconds: 1_794_445_200)

    @Test func `events alone give rows, timers and hashes bit for bit, and are decided so again`() async throws {
        try await SampleCityTests.withEngine { engine in
            let loaded = try await SampleCity(engine: engine, code: UUID().uuidString).load(now: morning)
            let configuration = try await engine.configurations.load(loaded.district)
            let history = try await History(of: loaded.district)
            var events = 0
            for row in history.rows {
                let journal = history.journal[row.ticket.id] ?? []
                events += journal.count
                try check(row, journal, history)
                try decideAgain(journal, configuration)
            }
            #expect(history.rows.count >= 80)
            print("sample city: \(history.rows.count) tickets, \(events) events, \(history.timers.count) timers")
        }
    }

    private func check(_ row: History.Row, _ journal: [StoredEvent], _ history: History) throws {
        var hash = EventHash.origin
        for stored in journal {
            #expect(stored.event.payload.canonicalBytes == stored.payload)
            hash = EventHash.next(after: hash, stored.event, payload: stored.payload)
            #expect(hash == stored.hash)
        }
        let folded = try #require(try Ticket.fold(journal.map(\.event)))
        #expect(hash == row.hash)
        #expect(folded.body.canonicalBytes == Array(row.body.utf8), "ticket \(folded.id)")
        #expect(folded == row.ticket)
        let live = history.timers.filter { $0.ticket == folded.id }.map(\.timer)
        #expect(live.sorted() == folded.timers, "ticket \(folded.id)")
    }

    /// Lets the pinned version decide each act again, upon the ticket as the events before it made it.
    private func decideAgain(_ journal: [StoredEvent], _ configuration: DistrictConfiguration) throws {
        var ticket: Ticket?
        for stored in journal {
            let event = stored.event
            let machine = try #require(configuration.machine(event.definition))
            var context = configuration.context(at: event.at)
            context.ids = event.outcomes.compactMap { outcome in
                guard case .spawned(let child, _, lead: _) = outcome else { return nil }
                return child
            }
            guard let before = ticket else {
                ticket = try Ticket(first: event)
                guard ticket?.parent == nil else { continue }
                let filed = try machine.file(
                    command(event, configuration),
                    district: event.district,
                    id: event.ticket,
                    in: context
                )
                #expect(filed.events.map(\.payload.canonicalBytes) == [stored.payload])
                continue
            }
            let again = try advance(event, of: before, by: machine, context, configuration)
            #expect(again.events.map(\.payload.canonicalBytes) == [stored.payload], "\(event.ticket) \(event.seq)")
            #expect(again.events.map(\.at) == [event.at])
            try ticket?.apply(event)
            #expect(again.ticket == ticket)
        }
    }

    private func advance(
        _ event: Event,
        of before: Ticket,
        by machine: Machine,
        _ context: Context,
        _ configuration: DistrictConfiguration
    ) throws -> Advance {
        if let key = event.timer {
            return try machine.fire(
                TicketTimer(due: event.at, clock: key.clock, step: key.step),
                of: before,
                in: context
            )
        }
        for case .childEnded(let child, let state) in event.outcomes {
            let news = FollowUp(ticket: child, state: state, due: event.at)
            return try #require(try machine.follow(news, of: before, in: context))
        }
        return try machine.decide(command(event, configuration), on: before, in: context)
    }

    private func command(_ event: Event, _ configuration: DistrictConfiguration) throws -> Command {
        let posts = configuration.people.values.first { $0.party.identity == event.by.identity }?.party.posts
        return Command(
            act: try #require(event.act),
            by: Party(identity: event.by.identity, posts: posts ?? []),
            input: event.input.dictionary,
            words: Dictionary(uniqueKeysWithValues: event.words.map { ($0.key, Words(text: "·", digest: $0.value)) })
        )
    }
}

/// What the database holds of a district, as bytes.
private struct History: Sendable {
    struct Row: Sendable {
        let ticket: Ticket
        let body: String
        let hash: [UInt8]
    }

    let rows: [Row]
    let journal: [TicketID: [StoredEvent]]
    let timers: [(ticket: TicketID, timer: TicketTimer)]

    init(of district: DistrictID) async throws {
        let database = try await MigratedDatabase.database()
        (rows, journal, timers) = try await MigratedDatabase.withConnection(to: database) { connection in
            let rows = try await connection.query(Verification.page(district, after: nil, limit: 10_000)).map { row in
                let stored = try StoredTicket(row: row, district: district)
                return Row(ticket: stored.ticket, body: try row[14], hash: stored.hash)
            }
            let ids = rows.map(\.ticket.id)
            let events = try await connection.query(StoredEvent.of(ids, in: district))
                .map { try StoredEvent(row: $0, district: district) }
            let from = ids.min() ?? TicketID(0)
            let timers = try await connection.query(Verification.timers(district, from: from, to: ids.max() ?? from))
                .map(Self.timer)
            return (rows, Dictionary(grouping: events, by: \.event.ticket), timers)
        }
    }

    private static func timer(_ row: Postgres.Row) throws -> (ticket: TicketID, timer: TicketTimer) {
        let clock = try #require(ClockName(try row[1, as: String.self]))
        let step = try #require(TimerStep(code: try row[2, as: String.self]))
        let due = Instant(try row[3, as: Timestamp.self])
        return (TicketID(try row[0, as: Int64.self]), TicketTimer(due: due, clock: clock, step: step))
    }
}
