import Dispatcher
import Messaging
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Digests go to people's own mailboxes, where the file says so and they have one; else to their telephones.
@Suite struct DigestMailTests {
    private static func book(_ port: Int, people: Bool) throws -> ChannelBook {
        let text = """
            gateways:
              sms:
                url: http://127.0.0.1:\(port)/sms
                body: {json: {to: "${phone}", tpl: "${template}"}}
                templates: {digest: {id: D}}
            mail: {server: "smtp://127.0.0.1:1", from: whistle@city.example.cn, units: {}, people: \(people)}
            """
        return try ChannelBook(yaml: text, secrets: .test())
    }

    private static let rules = MessageRules(
        digests: [TimeOfDay("08:30")].compactMap(\.self),
        quiet: nil,
        gapsAt: nil
    )

    /// Files what the water department is told of by a digest, and makes all digests due.
    private static func digest(_ city: TestDistrict) async throws {
        let ticket = try await city.file()
        try await city.act("accept", by: "desk", on: ticket)
        try await city.act("dispatch", by: "desk", on: ticket)
        let waiting: Query = """
            SELECT count(*) FROM digest_item
            WHERE district_id = \(city.id.rawValue) AND person_id = \(city.party("water").person?.rawValue)
            """
        try await eventually("it waits") { try await city.count(waiting) > 0 }
        try await city.tamper(
            "UPDATE digest SET next_at = clock_timestamp() WHERE district_id = \(city.id.rawValue)"
        )
        city.engine.hints.wrote(Hints.Write(district: city.id, tellsSomebody: true))
    }

    @Test(arguments: [true, false])
    func `who has a mailbox is told there, if people are told by mail at all`(people: Bool) async throws {
        try await HTTPReceiver.with { receiver, port in
            try await TestDistrict.with(messages: Self.rules) { city in
                try await city.telephones(["water": "13800005678", "desk2": "13800000002"])
                let keys = try #require(city.engine.keys)
                let put = try StaffMailbox.put(["water": "water@example.cn"], in: city.id, under: keys)
                _ = try await city.engine.pool.query(put)
                let water = "person:\(try #require(city.party("water").person))"
                try await city.messaging(Self.book(port, people: people)) {
                    try await Self.digest(city)
                    try await eventually("water is told") {
                        try await city.callLog().contains { $0.receiver == water }
                    }
                    let lines = try await city.callLog().filter { $0.receiver == water }
                    // Nobody listens at the mail server's port: the try is on record, its address with stars.
                    let wanted = people ? ["mail failed w***@example.cn"] : ["sms sent 138****5678"]
                    #expect(lines.map { "\($0.channel) \($0.outcome) \($0.address)" } == wanted)
                    #expect(receiver.received.contains { $0.text.contains("13800005678") } == !people)
                }
            }
        }
    }
}
