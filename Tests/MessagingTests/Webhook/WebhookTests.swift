import Dispatcher
import Foundation
import Messaging
import PGStore
import Postgres
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
import Workflow

/// Subscribers outside, on loopback: what they asked for, signed, at least once, for three days, and nowhere else.
@Suite struct WebhookTests {
    private static let loopback = AddressGuard(allowing: ["127.0.0.0/8", "::1"])

    private static func with(
        reply: @escaping @Sendable (HTTPReceiver.Received, Int) async -> HTTPReceiver.Reply = { _, _ in .init() },
        _ body: @escaping @Sendable (TestDistrict, Webhooks, HTTPReceiver, String) async throws -> Void
    ) async throws {
        let guardian = try #require(loopback)
        try await HTTPReceiver.with(reply: reply) { receiver, port in
            try await TestDistrict.with { city in
                let webhooks = Webhooks(engine: city.engine, guardian: guardian)
                var settings = WebhookMessenger.Settings()
                settings.only = [city.id]
                (settings.idle, settings.short) = (.milliseconds(50), .milliseconds(50))
                settings.pause = .milliseconds(10)
                let daemon = WebhookMessenger(
                    engine: city.engine,
                    guardian: guardian,
                    settings: settings,
                    logger: city.engine.logger
                )
                try await Daemons.run([daemon], logger: MigratedDatabase.quiet) {
                    // By name, so that it is looked up and pinned.
                    try await body(city, webhooks, receiver, "http://localhost:\(port)/hook?x=1")
                }
            }
        }
    }

    private static func add(
        _ webhooks: Webhooks,
        _ url: String,
        _ city: TestDistrict,
        format: Webhook.Format = .cloudevents,
        _ change: (inout Webhook.Filter) -> Void = { _ in }
    ) async throws -> (id: Int64, secret: String) {
        var filter = Webhook.Filter()
        change(&filter)
        return try await webhooks.add(
            url,
            format: format,
            filter: filter,
            in: city.id,
            by: city.party("desk").person,
            allowsPlain: true
        )
    }

    @Test func `events from then on come as CloudEvents, once each, with nothing personal`() async throws {
        try await Self.with { city, webhooks, receiver, url in
            _ = try await city.file(text: "之前的")
            _ = try await Self.add(webhooks, url, city)
            let contact: [FieldName: String] = ["contact_phone": "13912345678", "contact_name": "王五"]
            let ticket = try await city.engine.submit(city.filing(text: "楼道漏水", contact: contact)).ticket
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act("dispatch", by: "desk", on: ticket)
            try await eventually("three came") { receiver.received.count >= 3 }
            try await eventually("nothing waits") { try await city.postings() == 0 }
            #expect(receiver.received.count == 3)
            let bodies = receiver.received.map(\.json).sorted {
                ($0["data"]?["seq"]?.int ?? 0) < ($1["data"]?["seq"]?.int ?? 0)
            }
            let code = city.configuration.code
            #expect(bodies.map { $0["id"]?.string } == (1...3).map { "\(code)/\(ticket)/\($0)" })
            #expect(
                bodies.map { $0["type"]?.string } == ["report", "accept", "dispatch"].map { "whistle.issue.\($0)" }
            )
            #expect(
                bodies.allSatisfy {
                    $0["specversion"]?.string == "1.0" && $0["source"]?.string == "urn:whistle:\(code)"
                }
            )
            let last = try #require(bodies.last?["data"])
            #expect(
                last["matter"]?["responsible"]?["code"]?.string == "W" && last["by"]?["unit"]?["code"]?.string == "C1"
            )
            let request = try #require(receiver.received.first)
            #expect(request.path == "/hook?x=1")
            #expect(request.headers["content-type"] == "application/cloudevents+json; charset=utf-8")
            for request in receiver.received {
                for word in ["王五", "1391234", "楼道", "派单员"] { #expect(!request.text.contains(word)) }
            }
        }
    }

    @Test func `a platform above is told of its answers alone, with what they say`() async throws {
        try await Self.with { city, webhooks, receiver, url in
            let platform: JSONValue = [
                "platform": "12345", "title": ["zh": "热线", "en": "hotline"], "columns": ["external_id": "工单编号"],
                "answer": [["heading": "工单编号", "is": "upper_number"], ["heading": "答复内容", "is": "text"]],
            ]
            _ = try await city.engine.pool.flight(
                ConfigurationWrite.platforms(city.id, [try Platform(document: platform)])
                    + [ConfigurationWrite.touch(city.id)]
            )
            _ = try await Self.add(webhooks, url, city, format: .json) { $0.platform = "12345" }
            func sent(_ platform: String, _ number: String) -> [FieldName: JSONValue] {
                ["upper_platform": .string(platform), "upper_number": .string(number)]
            }
            for upper in [sent("12345", "SZ-1"), sent("other", "X-1"), [:]] {
                let ticket = try await city.file(input: upper)
                try await city.act("resolve_here", by: "desk", on: ticket, texts: ["text": "已修好"])
                if !upper.isEmpty { try await city.act("fill_back", by: "desk", on: ticket) }
            }
            try await eventually("it came") { !receiver.received.isEmpty }
            try await eventually("nothing waits") { try await city.postings() == 0 }
            let bodies = receiver.received.map(\.json)
            #expect(bodies.map { $0["type"]?.string } == ["whistle.issue.fill_back"])
            #expect(bodies.first?["answer"] == ["工单编号": "SZ-1", "答复内容": "已修好"])
        }
    }

    @Test(.enabled(if: MailReceiver.isThere, "skipped: no standardwebhooks under var/venv; dev/setup installs it"))
    func `the official library takes the signature, and none of a body that was changed`() async throws {
        try await Self.with { city, webhooks, receiver, url in
            let added = try await Self.add(webhooks, url, city, format: .json)
            _ = try await city.file()
            try await eventually("it came") { !receiver.received.isEmpty }
            let request = try #require(receiver.received.first)
            #expect(request.json["type"]?.string == "whistle.issue.report" && request.json["specversion"] == nil)
            #expect(try Self.verified(request, request.body, added.secret) == "ok")
            let changed = try Self.verified(request, request.body + [0x20], added.secret)
            #expect(changed.hasPrefix("WebhookVerificationError"))
        }
    }

    /// What the official library says of a request.
    private static func verified(_ request: HTTPReceiver.Received, _ body: [UInt8], _ secret: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = root.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "var/venv/bin/python")
        process.arguments = [root.appending(path: "Oracle/webhook_verify.py").path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let given: JSONValue = [
            "secret": .string(secret), "body": .string(Data(body).base64EncodedString()),
            "headers": .object(JSONObject(request.headers.map { ($0.key, .string($0.value)) })),
        ]
        try input.fileHandleForWriting.write(contentsOf: Data((given.canonicalText + "\n").utf8))
        try input.fileHandleForWriting.close()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func `only what is asked for comes: definition, act, category, unit and those below`() async throws {
        try await Self.with { city, webhooks, receiver, url in
            _ = try await Self.add(webhooks, url + "&act", city) { $0.acts = ["dispatch"] }
            _ = try await Self.add(webhooks, url + "&category", city) { $0.category = "园林" }
            _ = try await Self.add(webhooks, url + "&unit", city) { $0.unit = city.unit("W") }
            _ = try await Self.add(webhooks, url + "&street", city) { $0.unit = city.unit("S") }
            _ = try await Self.add(webhooks, url + "&task", city) { $0.definitions = ["task"] }
            let ticket = try await city.file()
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act("dispatch", by: "desk", on: ticket)
            _ = try await city.engine.submit(city.filing(category: "园林"))
            // Each is sent at least once: on a busy machine, more often.
            @Sendable func counts() -> [String: Int] {
                let ids = receiver.received.reduce(into: [String: Set<String>]()) {
                    $0[String($1.path.split(separator: "&").last ?? ""), default: []]
                        .insert($1.headers["webhook-id"] ?? "")
                }
                return ids.mapValues(\.count)
            }
            // How a matter stands is looked at when events are: those before the dispatch may be among the department's.
            try await eventually("they came") {
                let counts = counts()
                return counts["act"] == 1 && counts["category"] == 1 && counts["street"] == 4 && counts["unit"] != nil
            }
            try await eventually("nothing waits") { try await city.postings() == 0 }
            let all = counts()
            #expect(all["act"] == 1 && all["category"] == 1 && all["street"] == 4 && all["task"] == nil)
            #expect((1...3).contains(all["unit"] ?? 0))
        }
    }

    @Test func `whoever subscribes while the daemon looks hears of what happens from then on`() async throws {
        try await Self.with { city, webhooks, receiver, url in
            let added = try await Self.add(webhooks, url, city)
            let waits = """
                SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%webhook_cursor%'
                    AND application_name = \(city.engine.pool.connection.applicationName ?? "")
                """ as Query
            try await city.asSuperuser { connection in
                try await connection.withTransaction { connection in
                    // The daemon knows who subscribed until now, and is about to look at events.
                    try await connection.query("LOCK TABLE webhook_cursor")
                    try await eventually("the daemon is held up") { try await city.count(waits) > 0 }
                    try await city.tamper(
                        """
                        INSERT INTO webhook (district_id, id, url, sealed_secret, key, format)
                        SELECT district_id, nextval('webhook_id_seq'), url, sealed_secret, key, format FROM webhook
                        WHERE district_id = \(city.id.rawValue)
                        """
                    )
                    _ = try await city.file()
                }
            }
            try await eventually("the first heard it") { receiver.received.count == 1 }
            // Its secret is another's and does not open: what is to be sent waits.
            let waiting = """
                SELECT count(*) FROM posting
                WHERE district_id = \(city.id.rawValue) AND channel <> \("webhook-\(added.id)")
                """ as Query
            #expect(try await city.count(waiting) == 1)
        }
    }

    @Test func `what fails is tried again under the same id, and 410 ends it`() async throws {
        let mood = Mutex(500)
        let reply: @Sendable (HTTPReceiver.Received, Int) async -> HTTPReceiver.Reply = { _, _ in
            .init("", status: mood.withLock(\.self), headers: ["location": "http://127.0.0.1:1/"])
        }
        try await Self.with(reply: reply) { city, webhooks, receiver, url in
            let added = try await Self.add(webhooks, url, city)
            _ = try await city.file()
            for status in [500, 302] {
                mood.withLock { $0 = status }
                let before = receiver.received.count
                try await city.makePostingsDue()
                try await eventually("it was tried") { receiver.received.count > before }
                try await eventually("it failed") {
                    try await city.callLog().contains(where: {
                        $0.outcome == "failed" && $0.answer.hasPrefix("\(status)")
                    })
                }
            }
            #expect(Set(receiver.received.map { $0.headers["webhook-id"] }).count == 1)
            mood.withLock { $0 = 410 }
            try await city.makePostingsDue()
            try await eventually("it is disabled") {
                try await webhooks.webhook(added.id, in: city.id).disabledWhy == "410 gone"
            }
            let letters = DeadLetters(engine: city.engine)
            try await eventually("it is parked") {
                try await letters.postings(city.id, channel: "webhook-\(added.id)").count == 1
            }
            _ = try await city.file()
            #expect(try await city.postings() == 0)
        }
    }

    @Test func `dead letters are looked at and sent again, and disabling parks what waits`() async throws {
        let isUp = Mutex(false)
        let reply: @Sendable (HTTPReceiver.Received, Int) async -> HTTPReceiver.Reply = { _, _ in
            isUp.withLock(\.self) ? .init() : .init("", status: 503)
        }
        try await Self.with(reply: reply) { city, webhooks, receiver, url in
            let (first, second) = (
                try await Self.add(webhooks, url, city), try await Self.add(webhooks, url + "&2", city)
            )
            _ = try await city.file()
            // One made due while it is on its way goes out again, and what became of it the first time is not written.
            try await eventually("both were tried") {
                try await Set(city.callLog().filter { $0.outcome == "failed" }.map(\.channel)).count == 2
            }
            // Three days ago, as far as its patience goes.
            try await city.tamper(
                "UPDATE posting SET made_at = made_at - interval '3 days' WHERE district_id = \(city.id.rawValue)"
            )
            let letters = DeadLetters(engine: city.engine)
            try await city.makePostingsDue()
            try await eventually("it is parked") { try await letters.postings(city.id).count == 2 }
            isUp.withLock { $0 = true }
            let dead = try await letters.postings(city.id, channel: "webhook-\(first.id)")
            #expect(try await letters.resend(postings: dead.map(\.id), in: city.id) == 1)
            try await eventually("it came") { try await city.callLog().contains(where: { $0.outcome == "sent" }) }
            try await webhooks.disable(second.id, in: city.id)
            #expect(try await webhooks.list(city.id).map { $0.disabledAt == nil } == [true, false])
            await #expect(throws: Webhooks.Fault.unknown(99)) { try await webhooks.disable(99, in: city.id) }
        }
    }

    @Test func `nothing goes to a private address, not by name either, and a secret is sealed for its webhook`()
        async throws
    {
        try await Self.with { city, webhooks, receiver, url in
            let added = try await Self.add(webhooks, url, city)
            #expect(try await webhooks.test(added.id, in: city.configuration) == .accepted(receipt: nil, words: "200"))
            let strict = Webhooks(engine: city.engine, guardian: try #require(AddressGuard()))
            #expect(
                try await strict.test(added.id, in: city.configuration) == .refused(words: "the address is not allowed")
            )
            #expect(receiver.received.count == 1)
            for (bad, fault) in [
                (url, Webhooks.Fault.notAllowed), ("http://169.254.169.254/latest", .notAllowed),
                ("http://[::1]/", .notAllowed), ("ftp://example.cn/", .badAddress),
                ("http://u:p@8.8.8.8/", .badAddress),
            ] {
                await #expect(throws: fault) { try await Self.add(strict, bad, city) }
            }
            let other = try await Self.add(webhooks, url, city)
            try await city.tamper(
                """
                UPDATE webhook AS w SET sealed_secret = o.sealed_secret FROM webhook AS o
                WHERE w.district_id = \(city.id.rawValue) AND w.id = \(other.id) AND o.district_id = \(city.id.rawValue)
                    AND o.id = \(added.id)
                """
            )
            await #expect(throws: StoreError.self) { try await webhooks.test(other.id, in: city.configuration) }
        }
    }
}
