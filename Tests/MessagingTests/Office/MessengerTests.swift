import Dispatcher
import Messaging
import PGStore
import Postgres
import Synchronization
import TestSupport
import Testing
import Workflow

/// From an act to the telephone: real receivers on loopback, each channel by itself.
@Suite struct MessengerTests {
    static func book(_ port: Int, robot: String = #"{"errcode":0}"#, _ more: String = "") throws -> ChannelBook {
        let text = """
            secrets: {robot: {env: ROBOT}}
            gateways:
              sms:
                url: http://127.0.0.1:\(port)/sms
                body: {json: {to: "${phone}", tpl: "${template}", p: "${parameters}", text: "${text}", id: "${id}"}}
                templates:
                  letter: {id: L, parameters: [number, category, unit]}
                  digest: {id: D, parameters: [count, pressing, notices]}
                  resident/decline: {id: R, parameters: [number]}
                receipt: id
              voice:
                form: voice
                url: http://127.0.0.1:\(port)/voice
                body: {json: {to: "${phone}", text: "${text}"}}
                templates: {duty: {text: "${number} ${what}"}}
            robots:
              water: {kind: wecom, url: "${secret.robot}", units: [W]}
            duty_phone: {gateway: voice, every: 1, times: 3}
            \(more)
            """
        return try ChannelBook(yaml: text, secrets: .test(["ROBOT": "http://127.0.0.1:\(port)/robot"]))
    }

    @Test func `a person's telephone and a unit's group are told, of number, category and unit alone`() async throws {
        try await HTTPReceiver.with(reply: { _, n in .init(#"{"id":"m\#(n)","errcode":0}"#) }) { receiver, port in
            try await TestDistrict.with { city in
                try await city.telephones(["water": "138 0000 5678"])
                try await city.messaging(Self.book(port)) {
                    let ticket = try await city.file(text: "王五家漏水，电话13912345678")
                    try await city.act("accept", by: "desk", on: ticket)
                    try await city.act("dispatch", by: "desk", on: ticket)
                    try await eventually("two came") { receiver.received.count == 2 }
                    let sms = try #require(receiver.received.first { $0.path == "/sms" })
                    #expect(sms.json["to"]?.string == "13800005678" && sms.json["tpl"]?.string == "L")
                    let number = sms.json["p"]?.array?.first?.string ?? ""
                    #expect(number.hasSuffix(TicketNumber("\(ticket)")?.description ?? "?"))
                    #expect(sms.json["p"]?.array?.dropFirst() == ["水务", "水务局"])
                    let robot = try #require(receiver.received.first { $0.path == "/robot" })
                    let said = robot.json["markdown"]?["content"]?.string ?? ""
                    #expect(said.contains("派单") && said.contains("水务局") && said.contains("签收时限"))
                    for request in receiver.received {
                        for word in ["王五", "1391234", "水务联络员", "漏水"] { #expect(!request.text.contains(word)) }
                    }
                    try await eventually("nothing waits") { try await city.postings() == 0 }
                    let log = try await city.callLog()
                    // Two dispatchers have no telephone: that is on record, too.
                    #expect(log.map(\.outcome).sorted() == ["sent", "sent", "spared", "spared"])
                    let line = try #require(log.first { $0.channel == "sms" && $0.outcome == "sent" })
                    #expect(line.address == "138****5678" && line.receipt?.hasPrefix("m") == true)
                    #expect(line.receiver == "person:\(try #require(city.party("water").person))")
                }
            }
        }
    }

    @Test func `a robot that is down is tried again by itself, and nobody gets the same message twice`() async throws {
        let down = Mutex(true)
        let reply: @Sendable (HTTPReceiver.Received, Int) async -> HTTPReceiver.Reply = { request, _ in
            request.path == "/robot" && down.withLock(\.self) ? .init("", status: 503) : .init(#"{"errcode":0}"#)
        }
        try await HTTPReceiver.with(reply: reply) { receiver, port in
            try await TestDistrict.with { city in
                try await city.telephones(["water": "13800005678"])
                let file = RefusingSink(times: 2)
                try await city.messaging(Self.book(port), besides: [file]) {
                    let ticket = try await city.file()
                    try await city.act("accept", by: "desk", on: ticket)
                    try await city.act("dispatch", by: "desk", on: ticket)
                    try await eventually("the robot was tried") {
                        receiver.received.contains(where: { $0.path == "/robot" })
                    }
                    for tries in 1...2 {
                        try await eventually("it failed \(tries) times") {
                            try await city.callLog().count { $0.outcome == "failed" } == tries
                        }
                        if tries == 2 { down.withLock { $0 = false } }
                        try await city.makePostingsDue()
                    }
                    try await eventually("nothing waits") { try await city.postings() == 0 }
                    #expect(receiver.received.count { $0.path == "/sms" } == 1)
                    #expect(receiver.received.count { $0.path == "/robot" } == 3)
                    // A sink that failed is given the letter again; the channels have it and are left alone.
                    try await city.tamper(
                        "UPDATE outbox SET next_at = clock_timestamp() WHERE district_id = \(city.id.rawValue)"
                    )
                    city.engine.hints.wrote(Hints.Write(district: city.id, tellsSomebody: true))
                    try await eventually("the other sink has it") { file.taken > 0 }
                    #expect(receiver.received.count { $0.path == "/sms" } == 1)
                }
            }
        }
    }

    @Test func `too fast is no failure: the message waits, its tries are not counted`() async throws {
        let limited = Mutex(true)
        let reply: @Sendable (HTTPReceiver.Received, Int) async -> HTTPReceiver.Reply = { request, _ in
            guard request.path == "/robot", limited.withLock(\.self) else { return .init(#"{"errcode":0}"#) }
            return .init(#"{"errcode":45009,"errmsg":"api freq out of limit"}"#)
        }
        try await HTTPReceiver.with(reply: reply) { receiver, port in
            try await TestDistrict.with { city in
                try await city.messaging(Self.book(port)) {
                    let ticket = try await city.file()
                    try await city.act("accept", by: "desk", on: ticket)
                    try await city.act("dispatch", by: "desk", on: ticket)
                    try await eventually("it was too fast") {
                        try await city.callLog().contains(where: { $0.outcome == "limited" })
                    }
                    let waits = """
                        SELECT count(*) FROM posting WHERE district_id = \(city.id.rawValue) AND attempts = 0
                            AND next_at > clock_timestamp() + interval '30 s'
                        """ as Query
                    #expect(try await city.count(waits) == 1)
                    limited.withLock { $0 = false }
                    try await city.makePostingsDue()
                    try await eventually("it came") { try await city.postings() == 0 }
                    #expect(receiver.received.count { $0.path == "/robot" } == 2)
                }
            }
        }
    }

    @Test func `no more than a robot's limit go at once, whoever asks`() async throws {
        try await HTTPReceiver.with(reply: { _, _ in .init(#"{"errcode":0}"#) }) { receiver, port in
            try await TestDistrict.with { city in
                for number in 0..<30 {
                    let posting = NewPosting(
                        source: .letter(Int64(number)),
                        channel: "water",
                        receiver: .unit(city.unit("W")),
                        ticket: nil,
                        seq: nil,
                        payload: MessageContent.letter(about: "dispatch", people: [], ring: 0).json
                    )
                    _ = try await city.engine.pool.query(NewPosting.insert(city.id, [posting]))
                }
                try await city.messaging(Self.book(port), also: [Self.second(city, port)]) {
                    try await eventually("a quarter came") { receiver.received.count >= 5 }
                    try await eventually("the pace is kept") {
                        try await city.count(
                            "SELECT count(*) FROM posting WHERE district_id = \(city.id.rawValue) AND attempts = 0"
                        ) <= 25
                    }
                }
                // The bucket holds five; one comes every four seconds after.
                #expect(receiver.received.count <= 7)
            }
        }
    }

    private static func second(_ city: TestDistrict, _ port: Int) throws -> Messenger {
        var settings = Messenger.Settings()
        settings.only = [city.id]
        return Messenger(engine: city.engine, book: try book(port), settings: settings, logger: city.engine.logger)
    }

    @Test func `what is refused is parked, and goes out again when somebody says so`() async throws {
        let bad = Mutex(true)
        let reply: @Sendable (HTTPReceiver.Received, Int) async -> HTTPReceiver.Reply = { request, _ in
            request.path == "/robot" && bad.withLock(\.self) ? .init(#"{"errcode":93000}"#) : .init(#"{"errcode":0}"#)
        }
        try await HTTPReceiver.with(reply: reply) { _, port in
            try await TestDistrict.with { city in
                let letters = DeadLetters(engine: city.engine)
                try await city.messaging(Self.book(port)) {
                    let ticket = try await city.file()
                    try await city.act("accept", by: "desk", on: ticket)
                    try await city.act("dispatch", by: "desk", on: ticket)
                    try await eventually("it is parked") { try await letters.postings(city.id).count == 1 }
                    let dead = try #require(try await letters.postings(city.id, channel: "water").first)
                    #expect(dead.ticket == ticket && dead.attempts == 1 && dead.reason.contains("93000"))
                    bad.withLock { $0 = false }
                    #expect(try await letters.resendAll(city.id).messages == 1)
                    try await eventually("it went") {
                        try await city.callLog().contains(where: { $0.channel == "water" && $0.outcome == "sent" })
                    }
                    #expect(try await letters.postings(city.id).isEmpty)
                }
            }
        }
    }
}

/// A sink that fails so often before it takes anything.
private final class RefusingSink: Sink {
    let name = "refusing"
    private let state: Mutex<(left: Int, taken: Int)>

    init(times: Int) {
        state = Mutex((times, 0))
    }

    var taken: Int { state.withLock { $0.taken } }

    func deliver(_ letters: [Letter], of district: DistrictConfiguration) async -> [Int64: DeliveryFault] {
        state.withLock { state in
            guard state.left > 0 else {
                state.taken += letters.count
                return [:]
            }
            state.left -= 1
            return Dictionary(letters.map { ($0.id, DeliveryFault("full")) }, uniquingKeysWith: { $1 })
        }
    }

    func deliver(_ digests: [Digest], of district: DistrictConfiguration) async -> [PersonID: DeliveryFault] { [:] }
}
