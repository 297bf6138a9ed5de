import Dispatcher
import Messaging
import NIOSSL
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// A receiver that nobody of us wrote reads what we send, in each of the four ways.
@Suite(.enabled(if: Rsyslogd.isThere, "skipped: no rsyslogd with TLS; dev/setup installs rsyslog and rsyslog-gnutls"))
struct RsyslogdTests {
    @Test func `rsyslogd reads the same from a datagram, a stream, TLS and a socket of this machine`() async throws {
        try await Rsyslogd.with { receiver in
            var trust = TLSConfiguration.makeClientConfiguration()
            trust.trustRoots = .file(receiver.certificate)
            let ways = [
                "udp://127.0.0.1:\(receiver.udp)", "tcp://127.0.0.1:\(receiver.tcp)",
                "tls://127.0.0.1:\(receiver.tls)", "unix://\(receiver.socket)",
            ]
            let origin = SyslogOrigin(facility: .authpriv, enterprise: 32_473, host: "dispatch-1", process: 42)
            for way in ways {
                var line = SyslogLine(try #require(SyslogTarget(way)), trust: trust)
                let at = Instant(microseconds: 1_795_328_065_123_456)
                for number in 1...2 {
                    let message = SyslogMessage(
                        origin: origin,
                        severity: .warning,
                        at: at,
                        kind: "sign_in_failed",
                        facts: [.init("id", "\(number)"), .init("way", way), .init("odd", "a\"b\\c]d 登录")],
                        text: "登录失败 sign-in failed"
                    )
                    try await line.send([message])
                }
            }
            try await eventually("all came") { receiver.messages.count >= 8 }
            for way in ways {
                let read = try receiver.messages.filter { try Self.data($0)["way"]?.string == way }
                #expect(read.count == 2, "\(way): \(receiver.messages)")
                for (index, message) in read.enumerated() {
                    #expect(message.priority == 10 * 8 + 4)
                    #expect(Instant(rfc3339: message.time) == Instant(microseconds: 1_795_328_065_123_456))
                    #expect(message.host == "dispatch-1" && message.program == "whistle" && message.process == "42")
                    #expect(message.kind == "sign_in_failed")
                    let data = try Self.data(message)
                    #expect(data["id"]?.string == "\(index + 1)" && data["odd"]?.string == "a\"b\\c]d 登录")
                    #expect(message.text.hasSuffix("登录失败 sign-in failed"))
                }
            }
        }
    }

    @Test func `the daemon's lines reach it whole and in order`() async throws {
        try await TestDistrict.with { city in
            try await Rsyslogd.with { receiver in
                let person = try #require(city.party("desk").person)
                for _ in 0..<300 {
                    let note = SecurityNote(.signInFailed, by: nil, address: "10.1.2.3", detail: ["failures": 3])
                    _ = try await city.engine.pool.query(SecurityEvent.write(city.id, person: person, note))
                }
                var settings = SyslogMessenger.Settings()
                settings.only = [city.id]
                let daemon = SyslogMessenger(
                    engine: city.engine,
                    target: try #require(SyslogTarget("tcp://127.0.0.1:\(receiver.tcp)")),
                    trust: .makeClientConfiguration(),
                    origin: SyslogOrigin(facility: .audit, enterprise: 32_473, host: "test", process: 1),
                    settings: settings,
                    logger: city.engine.logger
                )
                try await Daemons.run([daemon], logger: MigratedDatabase.quiet) {
                    try await eventually("all came") { receiver.messages.count >= 300 }
                }
                let ids = try receiver.messages.map { try Self.data($0)["id"]?.string.flatMap { Int64($0) } ?? 0 }
                let wanted = try await city.engine.pool.query(
                    "SELECT id FROM security_event WHERE district_id = \(city.id.rawValue) ORDER BY xact, id"
                ).decode(Int64.self)
                #expect(ids == wanted)
                #expect(receiver.messages.allSatisfy { $0.priority == 13 * 8 + 4 })
            }
        }
    }

    /// The structured data of a message as rsyslogd understood it.
    private static func data(_ message: Rsyslogd.Read) throws -> JSONObject {
        let json = try JSONValue(parsing: message.data)
        return try #require(json["rfc5424-sd"]?["whistle@32473"]?.object)
    }
}
