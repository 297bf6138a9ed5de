import Dispatcher
import Foundation
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// The sample city against the rules as they are: every state is reached, and the journal is whole.
@Suite struct SampleCityTests {
    /// Thursday 12 November 2026, 09:00 in Shanghai: twenty-two working days before it hold a long holiday.
    private let morning = Instant(seconds: 1_794_445_200)

    @Test func `loaded in the morning every state is there, and the journal is whole`() async throws {
        try await Self.withEngine { engine in
            let loaded = try await SampleCity(engine: engine, code: UUID().uuidString).load(now: morning)
            #expect(!loaded.wasThere)
            #expect(
                try await Self.states(engine, loaded.district) == [
                    "reported": 10, "declined": 3, "in_progress": 6, "awaiting_dispatch": 5, "dispatched": 5,
                    "signed": 12, "awaiting_information": 1, "return_requested": 1, "whistled": 1, "answering": 1,
                    "assigned": 1, "awaiting_approval": 1, "handled": 4, "awaiting_callback": 4, "rework": 4,
                    "closed": 24, "self_resolved": 11,
                ]
            )
            let verification = try await engine.verify(loaded.district)
            #expect(verification.findings == [])
            #expect(verification.tickets == 94)
            let categories = try await engine.configurations.load(loaded.district).categories
            #expect((categories.open.count, categories.entries.count) == (10, 11))
            let isGiven = try await engine.districts().first { $0.id == loaded.district }?.isGiven
            #expect(isGiven == false)
        }
    }

    /// What `whistle up` prints, with a list of each that must not be empty.
    private static let waiting: [(account: String, lists: [WorkList])] = [
        ("zhuyingbuilding1", [.toTake]), ("zhuyinggrid1", [.toTake, .inHand, .nearLimit]),
        ("zhuyingdispatch1", [.toTake, .toDispatch, .inHand, .askedBack, .givenOut]),
        ("liutingdispatch1", [.toTake, .toDispatch, .toDecide]), ("liutingduty", [.toTake, .toDecide]),
        ("liutinginspector", [.toTake]), ("chengguanliaison1", [.toTake, .inHand, .nearLimit]),
        ("chengguanhandler1", [.toTake, .inHand]), ("chengguanhead", [.toTake, .inHand]),
    ]

    @Test func `each account that is printed finds something to do`() async throws {
        try await Self.withEngine { engine in
            let loaded = try await SampleCity(engine: engine, code: UUID().uuidString).load(now: morning)
            let configuration = try await engine.configurations.load(loaded.district)
            for (account, lists) in Self.waiting {
                let party = try #require(configuration.people[account]?.party, "\(account)")
                let units = Set(party.posts.map(\.unit))
                for list in lists {
                    let filter = configuration.filter(of: list, for: party.person, at: units)
                    let found = try await engine.page(filter, in: loaded.district, after: nil, limit: 1)
                    #expect(!found.isEmpty, "\(account): \(list)")
                }
            }
        }
    }

    @Test func `a second load finds it there and does nothing`() async throws {
        try await Self.withEngine { engine in
            let code = UUID().uuidString
            let first = try await SampleCity(engine: engine, code: code).load(now: morning)
            let events = try await engine.verify(first.district).events
            let second = try await SampleCity(engine: engine, code: code).load()
            #expect(second.wasThere)
            #expect(second.district == first.district)
            #expect(try await engine.verify(first.district).events == events)
        }
    }

    @Test func `a load that broke off is finished by running it again, even on a later day`() async throws {
        struct Crash: Error {}
        try await Self.withEngine { engine in
            let code = UUID().uuidString
            await #expect(throws: Crash.self) {
                _ = try await SampleCity(engine: engine, code: code).load(now: morning) { progress in
                    if progress.done > 300 { throw Crash() }
                }
            }
            let later = morning.advanced(bySeconds: 86_400)
            let loaded = try await SampleCity(engine: engine, code: code).load(now: later)
            let verification = try await engine.verify(loaded.district)
            #expect(verification.findings == [])
            #expect(verification.tickets == 94)
        }
    }
}

extension SampleCityTests {
    static func withEngine(_ body: @Sendable (Engine) async throws -> Void) async throws {
        let engine = try Engine(
            database: await MigratedDatabase.configuration(),
            connections: 4,
            keys: KeyRing(TestDistrict.testKeys),
            logger: MigratedDatabase.quiet
        )
        defer { engine.close() }
        try await engine.running(body)
    }

    static func states(_ engine: Engine, _ district: DistrictID) async throws -> [String: Int] {
        var states: [String: Int] = [:]
        try await engine.tickets(TicketFilter(), in: district) { states[$0.ticket.state.text, default: 0] += 1 }
        return states
    }
}
