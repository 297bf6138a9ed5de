import Dispatcher
import Messaging
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// What gateways say became of what they took: noted once, and what was not delivered goes another way.
@Suite struct ReceiptTests {
    private static let secrets = ["RECEIPTS": "0123456789abcdef"]

    private static func gateway(_ name: String, _ port: Int, _ more: String) -> String {
        """
          \(name):
            url: http://127.0.0.1:\(port)/\(name)
            body: {json: {to: "${phone}", text: "${text}"}}
            receipt: id
            delivery: {secret: receipts, id: id, status: state, delivered: [ok], undelivered: [gone]}
            \(more)
        """
    }

    private static func book(_ port: Int) throws -> ChannelBook {
        let text = """
            secrets: {receipts: {env: RECEIPTS}}
            gateways:
            \(gateway("first", port, "templates: {letter: {text: \"${number}\"}}"))
            \(gateway("second", port, "templates: {letter: {text: \"${number}\"}}"))
            \(gateway("voice", port, "form: voice\n    templates: {duty: {text: \"${number}\"}}"))
            duty_phone: {gateway: voice, units: {W: "029-8888 0110"}, every: 5, times: 1}
            """
        return try ChannelBook(yaml: text, secrets: .test(secrets))
    }

    private static func outcomes(_ city: TestDistrict, _ channel: String) async throws -> [String] {
        try await city.callLog().filter { $0.channel == channel && $0.outcome != "spared" }.map(\.outcome)
    }

    private static func say(_ city: TestDistrict, _ channel: String, _ receipt: String, _ isDelivered: Bool)
        async throws
    {
        let said = DeliveryReceipt(receipt: receipt, isDelivered: isDelivered, status: isDelivered ? "ok" : "gone")
        try await city.engine.take([said], of: channel, in: city.id)
    }

    private static func dispatched(_ city: TestDistrict) async throws {
        let ticket = try await city.file()
        try await city.act("accept", by: "desk", on: ticket)
        try await city.act("dispatch", by: "desk", on: ticket)
    }

    @Test func `what was delivered is noted once, also where its receipt came first`() async throws {
        try await HTTPReceiver.with(reply: { _, n in .init(#"{"id":"m\#(n)"}"#) }) { receiver, port in
            try await TestDistrict.with { city in
                try await city.telephones(["water": "13800005678"])
                try await city.messaging(Self.book(port)) {
                    // Before anything was sent, and of what is nobody's.
                    try await Self.say(city, "first", "m0", true)
                    try await Self.say(city, "second", "m0", false)
                    try await Self.say(city, "first", "stranger", false)
                    try await Self.dispatched(city)
                    try await eventually("it is noted") {
                        try await Self.outcomes(city, "first") == ["sent", "delivered"]
                    }
                    let line = try #require(try await city.callLog().last { $0.outcome == "delivered" })
                    #expect(line.receipt == "m0" && line.answer == "ok" && line.address == "138****5678")
                    #expect(line.ticket != nil && line.receiver.hasPrefix("person:"))
                    // Said again it is nothing new.
                    try await Self.say(city, "first", "m0", false)
                    try await Self.dispatched(city)
                    try await eventually("the next was sent") {
                        try await Self.outcomes(city, "first") == ["sent", "delivered", "sent"]
                    }
                    #expect(receiver.received.count == 2)
                    #expect(try await Self.outcomes(city, "second").isEmpty)
                }
            }
        }
    }

    @Test func `a short message that was not delivered goes by the next gateway, and then by none`() async throws {
        try await HTTPReceiver.with(reply: { _, n in .init(#"{"id":"m\#(n)"}"#) }) { receiver, port in
            try await TestDistrict.with { city in
                try await city.telephones(["water": "13800005678"])
                try await city.messaging(Self.book(port)) {
                    try await Self.dispatched(city)
                    try await eventually("it was sent") { try await Self.outcomes(city, "first") == ["sent"] }
                    try await Self.say(city, "first", "m0", false)
                    try await eventually("it went by the other") {
                        try await Self.outcomes(city, "second") == ["sent"]
                    }
                    #expect(receiver.received.map(\.path) == ["/first", "/second"])
                    #expect(receiver.received.last?.json["to"]?.string == "13800005678")
                    try await Self.say(city, "second", "m1", false)
                    try await eventually("that is noted") {
                        try await Self.outcomes(city, "second") == ["sent", "undelivered"]
                    }
                    #expect(try await city.postings() == 0 && receiver.received.count == 2)
                }
            }
        }
    }

    @Test func `a call that nobody took becomes short messages to those on duty`() async throws {
        let book = try Self.book(1)
        try await TestDistrict.with { city in
            let (water, desk) = (try #require(city.party("water").person), try #require(city.party("desk").person))
            let content = MessageContent.letter(about: "sign/due", people: [water, desk], ring: 2)
            func posting(_ channel: String, _ receiver: Receiver) -> NewPosting {
                NewPosting(
                    source: .letter(7),
                    channel: channel,
                    receiver: receiver,
                    ticket: TicketID(3),
                    seq: 4,
                    payload: content.json
                )
            }
            let plan = PostingPlan(book)
            let ways = plan.nextWays(posting("voice", .duty(city.unit("W"))), in: city.configuration)
            #expect(ways.map(\.channel) == ["first", "first"])
            #expect(ways.map(\.receiver) == [.person(water), .person(desk)])
            #expect(ways.allSatisfy { $0.source == .letter(7) && $0.ticket == TicketID(3) && $0.seq == 4 })
            #expect(
                plan.nextWays(posting("first", .person(water)), in: city.configuration).map(\.channel) == ["second"]
            )
            #expect(plan.nextWays(posting("second", .person(water)), in: city.configuration) == [])
            #expect(plan.nextWays(posting("gone", .person(water)), in: city.configuration) == [])
            #expect(plan.nextWays(posting("first", .resident), in: city.configuration) == [])
        }
    }

    @Test func `what nobody spoke of for days is forgotten`() async throws {
        try await TestDistrict.with { city in
            let id = city.id.rawValue
            try await city.tamper(
                """
                INSERT INTO posting_awaited (district_id, channel, receipt, posting_id, source, source_id, receiver,
                    attempts, payload, address, sent_at)
                VALUES (\(id), 'first', 'old', 1, 'letter', 1, 'person:1', 1, '{}', '', clock_timestamp() - interval '73 h'),
                    (\(id), 'first', 'new', 2, 'letter', 2, 'person:1', 1, '{}', '', clock_timestamp() - interval '71 h')
                """
            )
            try await city.tamper(
                """
                INSERT INTO delivery_receipt (district_id, channel, receipt, outcome, status, came_at)
                VALUES (\(id), 'first', 'x', 'delivered', 'ok', clock_timestamp() - interval '61 min'),
                    (\(id), 'first', 'y', 'delivered', 'ok', clock_timestamp() - interval '59 min')
                """
            )
            _ = try await city.engine.pool.flight(AwaitedPosting.expire(in: city.id))
            #expect(try await city.count("SELECT count(*) FROM posting_awaited WHERE district_id = \(id)") == 1)
            #expect(try await city.count("SELECT count(*) FROM delivery_receipt WHERE district_id = \(id)") == 1)
        }
    }
}
