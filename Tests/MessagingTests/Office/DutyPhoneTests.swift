import Dispatcher
import Messaging
import PGStore
import Postgres
import Shipped
import TestSupport
import Testing
import Workflow

/// A 30-minute clock that nobody signs rings the duty phone, again and again, until somebody acts.
@Suite struct DutyPhoneTests {
    private static let phones = #"{W: "029-8888 0110"}"#

    private static func book(_ port: Int) throws -> ChannelBook {
        let text = """
            gateways:
              voice:
                form: voice
                url: http://127.0.0.1:\(port)/voice
                body: {json: {to: "${phone}", text: "${text}"}}
                templates: {duty: {text: "${number} ${what}"}}
            duty_phone: {gateway: voice, units: \(phones), every: 1, times: 3}
            """
        return try ChannelBook(yaml: text, secrets: .test())
    }

    private static func worker(_ city: TestDistrict) -> Worker {
        var settings = Worker.Settings()
        settings.only = [city.id]
        return Worker(engine: city.engine, settings: settings, logger: city.engine.logger)
    }

    /// An urgent ticket that waits to be signed, its 30 minutes over.
    private static func unsigned(_ city: TestDistrict) async throws -> TicketID {
        let ticket = try await city.file(input: ["urgency": "urgent"])
        try await city.act("accept", by: "desk", on: ticket)
        try await city.act("dispatch", by: "desk", on: ticket)
        return ticket
    }

    /// Puts a letter down as the step of the clock makes it, through the sink itself.
    private static func expire(_ city: TestDistrict, _ ticket: TicketID, about: String = "sign/due") async throws {
        let now = try #require(try await city.ticket(ticket))
        let water = try #require(city.party("water").person)
        let why = Bilingual(zh: "值班", en: "on duty")
        let told = Letter.Told(person: water, account: "water", name: "水务联络员", code: "duty", why: why)
        let letter = Letter(
            id: Int64(ticket.rawValue) * 1_000 + Int64(now.seq),
            district: city.configuration.code,
            ticket: ticket,
            seq: now.seq,
            at: now.lastAt,
            about: about,
            recipients: [.unit(city.unit("W"), name: "水务局", roles: [], told: [told])],
            isUrgent: true
        )
        let sink = PostingSink(engine: city.engine, plan: PostingPlan(try book(1)))
        #expect(await sink.deliver([letter], of: city.configuration) == [:])
    }

    @Test func `it rings as often as is set, and every ring is on record`() async throws {
        try await HTTPReceiver.with { receiver, port in
            try await TestDistrict.with { city in
                try await city.messaging(Self.book(port)) {
                    let ticket = try await Self.unsigned(city)
                    try await Self.expire(city, ticket, about: "sign/w0")
                    #expect(try await city.postings() == 0)
                    try await Self.expire(city, ticket)
                    for rings in 1...3 {
                        try await eventually("it rang \(rings) times") {
                            try await city.callLog().count { $0.outcome == "sent" } == rings
                        }
                        try await city.makePostingsDue()
                    }
                    try await eventually("it rings no more") { try await city.postings() == 0 }
                    #expect(receiver.received.count == 3)
                    #expect(receiver.received.allSatisfy { $0.json["to"]?.string == "02988880110" })
                    let said = receiver.received.first?.json["text"]?.string ?? ""
                    #expect(said.contains("签收时限已到"))
                    #expect(try await city.callLog().allSatisfy { $0.receiver == "duty:\(city.unit("W").rawValue)" })
                }
            }
        }
    }

    @Test func `it rings no more once a person has signed`() async throws {
        try await HTTPReceiver.with { receiver, port in
            try await TestDistrict.with { city in
                try await city.messaging(Self.book(port)) {
                    let ticket = try await Self.unsigned(city)
                    try await Self.expire(city, ticket)
                    try await eventually("it rang") { try await city.callLog().count == 1 }
                    try await city.act("sign", by: "water", on: ticket)
                    try await city.makePostingsDue()
                    try await eventually("it was spared") { try await city.callLog().last?.outcome == "spared" }
                    #expect(receiver.received.count == 1)
                    #expect(try await city.postings() == 0)
                }
            }
        }
    }

    @Test func `the clock itself makes it ring`() async throws {
        try await HTTPReceiver.with { receiver, port in
            // The same clock, only shorter.
            let limits: JSONValue = ["ordinary": "4wh", "urgent": "1s"]
            let definition = try Shipped.definition("issue").with(["clocks.sign.limit": limits])
            try await TestDistrict.with(definition: definition) { city in
                let ticket = try await Self.unsigned(city)
                try await city.messaging(Self.book(port), also: [Self.worker(city)]) {
                    try await eventually("it rang") { !receiver.received.isEmpty }
                    #expect(receiver.received.first?.json["to"]?.string == "02988880110")
                    let state = try await city.ticket(ticket)?.state
                    #expect(state == "signed")
                }
            }
        }
    }
}
