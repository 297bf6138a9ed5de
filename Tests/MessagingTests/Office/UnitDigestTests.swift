import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Messaging

/// A group is told how its unit stands, once at each time of digests.
@Suite struct UnitDigestTests {
    private static func book(_ port: Int) throws -> ChannelBook {
        let text = """
            secrets: {robot: {env: ROBOT}}
            robots:
              water: {kind: wecom, url: "${secret.robot}", units: [W]}
              parks: {kind: wecom, url: "${secret.robot}", units: [P, NONE]}
            """
        return try ChannelBook(yaml: text, secrets: .test(["ROBOT": "http://127.0.0.1:\(port)/robot"]))
    }

    private static let rules = MessageRules(
        digests: [TimeOfDay("08:30"), TimeOfDay("14:00")].compactMap(\.self),
        quiet: nil,
        gapsAt: nil
    )

    private static func at(_ local: String, _ city: TestDistrict) throws -> Instant {
        city.configuration.calendars.standard.instant(try #require(LocalDateTime(local)))
    }

    /// Two matters that the water department answers for.
    private static func matters(_ city: TestDistrict) async throws {
        for _ in 0..<2 {
            let ticket = try await city.file()
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act("dispatch", by: "desk", on: ticket)
            try await city.act("sign", by: "water", on: ticket)
        }
    }

    @Test func `each time once, for units with something to do, and not long after the time`() async throws {
        try await TestDistrict.with(messages: Self.rules) { city in
            try await Self.matters(city)
            let digests = UnitDigests(engine: city.engine, book: try Self.book(1))
            for (time, wanted) in [
                ("2026-03-02T08:29:59", 0), ("2026-03-02T08:30:00", 1), ("2026-03-02T08:30:10", 0),
                ("2026-03-02T08:59:00", 0), ("2026-03-02T14:31:00", 0), ("2026-03-02T14:29:00", 1),
                ("2026-03-03T08:45:00", 1),
            ] {
                #expect(try await digests.put(city.configuration, at: Self.at(time, city)) == wanted, "\(time)")
            }
            let rows: Query = """
                SELECT channel || ' ' || receiver || ' ' || payload FROM posting WHERE district_id = \(city.id.rawValue)
                """
            let kept = try await city.engine.pool.query(rows).map { try $0[0, as: String.self] }
            #expect(kept.count == 3)
            let water = "water unit:\(city.unit("W").rawValue) "
            #expect(kept.allSatisfy { $0.hasPrefix(water) && $0.contains(#""matters":2"#) }, "\(kept)")
        }
    }

    @Test func `without digests there are none, and of several daemons one tells`() async throws {
        try await TestDistrict.with { city in
            try await Self.matters(city)
            let digests = UnitDigests(engine: city.engine, book: try Self.book(1))
            #expect(try await digests.put(city.configuration, at: Self.at("2026-03-02T08:30:00", city)) == 0)
        }
        try await TestDistrict.with(messages: Self.rules) { city in
            try await Self.matters(city)
            let digests = UnitDigests(engine: city.engine, book: try Self.book(1))
            let time = try Self.at("2026-03-02T08:31:00", city)
            async let first = digests.put(city.configuration, at: time)
            async let second = digests.put(city.configuration, at: time)
            #expect(try await first + second == 1)
        }
    }

    @Test func `the group hears how many there are, and nothing of any of them`() async throws {
        try await HTTPReceiver.with(reply: { _, _ in .init(#"{"errcode":0}"#) }) { receiver, port in
            try await TestDistrict.with(messages: Self.rules) { city in
                try await Self.matters(city)
                let digests = UnitDigests(engine: city.engine, book: try Self.book(port))
                #expect(try await digests.put(city.configuration, at: Self.at("2026-03-02T08:31:00", city)) == 1)
                try await city.messaging(Self.book(port)) {
                    try await eventually("the group was told") { !receiver.received.isEmpty }
                    let said = receiver.received.first?.json["markdown"]?["content"]?.string ?? ""
                    #expect(said.contains("未结工单 2 件") && !said.contains("漏水"), "\(said)")
                }
            }
        }
    }
}
