import Dispatcher
import Foundation
import Messaging
import NIOSSL
import PGStore
import Postgres
import ServiceLifecycle
import TestSupport
import Testing
import Workflow

/// Both logs, sent to a receiver on loopback: all of it, in order, nothing twice while all goes well, nothing lost where not.
@Suite struct SyslogMessengerTests {
    private static func daemon(
        _ city: TestDistrict,
        _ address: String,
        trust: TLSConfiguration = .makeClientConfiguration(),
        _ change: (inout SyslogMessenger.Settings) -> Void = { _ in }
    ) throws -> SyslogMessenger {
        var settings = SyslogMessenger.Settings()
        settings.only = [city.id]
        settings.idle = .milliseconds(20)
        settings.pauses = .milliseconds(10)...(.milliseconds(100))
        change(&settings)
        return SyslogMessenger(
            engine: city.engine,
            target: try #require(SyslogTarget(address)),
            trust: trust,
            origin: SyslogOrigin(facility: .audit, enterprise: 32_473, host: "test", process: 1),
            settings: settings,
            logger: city.engine.logger
        )
    }

    /// Lines of the security log, written as the program does.
    private static func note(_ count: Int, in city: TestDistrict) async throws {
        let person = try #require(city.party("desk").person)
        for _ in 0..<count {
            let note = SecurityNote(.signedIn, by: person, address: "10.1.2.3", detail: ["kind": "desk"])
            _ = try await city.engine.pool.query(SecurityEvent.write(city.id, person: person, note))
        }
    }

    /// The numbers of the lines of a log, in the order in which they came.
    private static func ids(_ receiver: LogReceiver, _ log: String = "security") throws -> [Int] {
        try receiver.messages.compactMap { message in
            guard let data = message.data["whistle@32473"], data["log"] == log else { return nil }
            return data["id"].flatMap { Int($0) }
        }
    }

    private static func numbers(_ city: TestDistrict) async throws -> [Int] {
        try await city.engine.pool.query(
            "SELECT id FROM security_event WHERE district_id = \(city.id.rawValue) ORDER BY xact, id"
        ).map { Int(try $0[0, as: Int64.self]) }
    }

    private static func run(
        _ daemons: [SyslogMessenger],
        _ body: @Sendable () async throws -> Void
    ) async throws {
        try await Daemons.run(daemons, logger: MigratedDatabase.quiet, body)
    }

    @Test func `both logs arrive once each and in order, and nothing personal with them`() async throws {
        try await TestDistrict.with { city in
            try await LogReceiver.with { receiver, port in
                let contact: [FieldName: String] = ["contact_phone": "13912345678", "contact_name": "王五"]
                let ticket = try await city.engine.submit(city.filing(text: "楼道漏水", contact: contact)).ticket
                try await Self.note(450, in: city)
                _ = try await city.engine.contact(
                    of: ticket,
                    in: city.id,
                    for: city.party("desk"),
                    via: .api,
                    reason: "回访王五"
                )
                try await Self.run([try Self.daemon(city, "tcp://127.0.0.1:\(port)")]) {
                    try await eventually("all came") {
                        let (events, looks) = (try Self.ids(receiver), try Self.ids(receiver, "access"))
                        return events.count >= 450 && !looks.isEmpty
                    }
                    try await Self.note(1, in: city)
                    try await eventually("one more") { try Self.ids(receiver).count >= 451 }
                }
                #expect(try await Self.ids(receiver) == Self.numbers(city))
                #expect(receiver.connections == 1)
                let messages = try receiver.messages
                let seen = try #require(messages.first { $0.kind == "contact_seen" })
                #expect(seen.severity == 6 && seen.data["whistle@32473"]?["ticket"] == "\(ticket.rawValue)")
                #expect(seen.data["whistle@32473"]?["fields"] == "contact_name,contact_phone")
                let first = try #require(messages.first { $0.kind == "signed_in" })
                let data = try #require(first.data["whistle@32473"])
                #expect(data["address"] == "10.1.2.3" && data["kind"] == "desk")
                #expect(data["district"] == city.configuration.code)
                let row = try #require(
                    try await city.engine.securityLines(
                        in: city.id,
                        after: 0,
                        of: Instant(seconds: 0)..<Instant(seconds: 4_000_000_000),
                        limit: 1
                    ).first
                )
                #expect(first.time == row.at.description)
                for message in messages {
                    for word in ["王五", "1391234", "楼道", "派单员", "回访"] { #expect(!"\(message)".contains(word)) }
                }
            }
        }
    }

    @Test func `a line that is committed late is neither skipped nor overtaken`() async throws {
        try await TestDistrict.with { city in
            try await LogReceiver.with { receiver, port in
                try await Self.run([try Self.daemon(city, "tcp://127.0.0.1:\(port)")]) {
                    try await Self.note(1, in: city)
                    try await eventually("the first") { try Self.ids(receiver).count == 1 }
                    try await city.asSuperuser { connection in
                        try await connection.withTransaction { connection in
                            let note = SecurityNote(.blocked, by: nil)
                            try await connection.query(SecurityEvent.write(city.id, person: nil, note))
                            try await Self.note(3, in: city)
                            // Ten looks at the least, by the clock of the daemon.
                            try await Task.sleep(for: .milliseconds(400))
                            #expect(try Self.ids(receiver).count == 1)
                        }
                    }
                    try await eventually("all five") { try Self.ids(receiver).count >= 5 }
                }
                #expect(try await Self.ids(receiver) == Self.numbers(city))
                #expect(try receiver.messages[1].kind == "blocked")
            }
        }
    }

    @Test func `a receiver that goes away gets the rest when it is back, and the lag is told meanwhile`() async throws {
        try await TestDistrict.with { city in
            // Below those that the system gives out: no other test's receiver stands there meanwhile.
            let port = Int.random(in: 20_000..<30_000)
            try await LogReceiver.with(port: port) { receiver, port in
                try await Self.run([try Self.daemon(city, "tcp://127.0.0.1:\(port)")]) {
                    try await Self.note(5, in: city)
                    try await eventually("five") { try Self.ids(receiver).count == 5 }
                }
            }
            try await Self.run([try Self.daemon(city, "tcp://127.0.0.1:\(port)")]) {
                try await Self.note(7, in: city)
                try await Task.sleep(for: .milliseconds(300))
                let logs = try await city.engine.logs(in: city.id)
                #expect(logs.first { $0.source == .security }?.waiting == 7)
                let health = try await city.engine.health()
                #expect(health.linesWaiting >= 7 && health.linesAge > 0)
                try await LogReceiver.with(port: port) { receiver, _ in
                    try await eventually("the rest") { try Self.ids(receiver).count == 7 }
                    receiver.hangUp()
                    try await Self.note(4, in: city)
                    try await eventually("by a new connection") { try Self.ids(receiver).count >= 11 }
                    // What was sent while the connection broke comes again.
                    var seen: Set<Int> = []
                    let ids = try Self.ids(receiver).filter { seen.insert($0).inserted }
                    #expect(try await ids == Self.numbers(city).suffix(11))
                    #expect(receiver.connections >= 2)
                }
            }
            let logs = try await city.engine.logs(in: city.id)
            #expect(logs.first { $0.source == .security }?.waiting == 0)
        }
    }

    @Test func `several daemons send nothing twice, and one that begins later goes on where the others stopped`()
        async throws
    {
        try await TestDistrict.with { city in
            try await LogReceiver.with { receiver, port in
                let address = "tcp://127.0.0.1:\(port)"
                let several = try (0..<3).map { _ in try Self.daemon(city, address) { $0.batch = 7 } }
                try await Self.run(several) {
                    for _ in 0..<20 { try await Self.note(10, in: city) }
                    try await eventually("all came") { try Self.ids(receiver).count >= 200 }
                }
                try await Self.run([try Self.daemon(city, address)]) {
                    try await Self.note(10, in: city)
                    try await eventually("the last") { try Self.ids(receiver).count >= 210 }
                }
                let (ids, numbers) = (try Self.ids(receiver), try await Self.numbers(city))
                let twice = Dictionary(grouping: ids) { $0 }.filter { $1.count > 1 }.keys.sorted()
                #expect(ids.count == 210 && Set(ids) == Set(numbers), "\(ids.count), twice: \(twice)")
            }
        }
    }

    /// Serves by TLS with a certificate for a name, and sends three lines to it.
    private static func sealed(
        for name: String,
        isTrusted: Bool,
        _ body: @escaping @Sendable (LogReceiver) async throws -> Void
    ) async throws {
        try await Program.withCertificate(for: name) { _, certificate, key in
            let own = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
            )
            var trust = TLSConfiguration.makeClientConfiguration()
            if isTrusted { trust.trustRoots = .file(certificate) }
            let trusted = trust
            try await TestDistrict.with { city in
                try await LogReceiver.with(tls: own) { receiver, port in
                    try await note(3, in: city)
                    let daemon = try daemon(city, "tls://127.0.0.1:\(port)", trust: trusted)
                    try await run([daemon]) { try await body(receiver) }
                }
            }
        }
    }

    @Test func `by TLS all comes to whom the authority answers for`() async throws {
        try await Self.sealed(for: "IP:127.0.0.1", isTrusted: true) { receiver in
            try await eventually("all came") { try Self.ids(receiver).count == 3 }
        }
    }

    @Test(arguments: [("IP:127.0.0.1", false), ("DNS:receiver.example", true), ("IP:127.0.0.2", true)])
    func `by TLS nothing is said to anybody else`(_ name: String, _ isTrusted: Bool) async throws {
        try await Self.sealed(for: name, isTrusted: isTrusted) { receiver in
            try await eventually("it was tried again") { receiver.connections >= 2 }
            #expect(try receiver.messages.isEmpty)
        }
    }
}
