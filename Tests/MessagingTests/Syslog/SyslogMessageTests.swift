import Messaging
import PGStore
import TestSupport
import Testing
import Workflow

/// Messages as RFC 5424 wants them, read by its grammar.
@Suite struct SyslogMessageTests {
    private static let origin = SyslogOrigin(facility: .audit, enterprise: 32_473, host: "dispatch-1", process: 42)
    private static let at = Instant(microseconds: 1_795_328_065_000_007)

    private static func message(_ kind: String, _ facts: [SyslogMessage.Fact], _ text: String) -> SyslogMessage {
        SyslogMessage(origin: origin, severity: .warning, at: at, kind: kind, facts: facts, text: text)
    }

    @Test func `a message says by whom, when, what and how much it matters`() throws {
        let facts = [SyslogMessage.Fact("id", "17"), SyslogMessage.Fact("code", "a\"b\\c]d\n登录")]
        let parsed = try ParsedSyslog(Self.message("sign_in_failed", facts, "登录失败 sign-in failed").bytes)
        #expect(parsed.facility == 13 && parsed.severity == 4)
        #expect(parsed.time == "2026-11-22T06:14:25.000007Z")
        #expect(parsed.host == "dispatch-1" && parsed.program == "whistle" && parsed.process == "42")
        #expect(parsed.kind == "sign_in_failed")
        #expect(parsed.data == ["whistle@32473": ["id": "17", "code": "a\"b\\c]d 登录"]])
        #expect(parsed.hasMark && parsed.text == "登录失败 sign-in failed")
    }

    @Test(arguments: SyslogOrigin.Facility.allCases)
    func `every facility is the one of the RFC`(_ facility: SyslogOrigin.Facility) throws {
        let origin = SyslogOrigin(facility: facility, enterprise: 1, host: "", process: 1)
        let message = SyslogMessage(origin: origin, severity: .notice, at: Self.at, kind: "", facts: [], text: "")
        let parsed = try ParsedSyslog(message.bytes)
        let numbers = ["audit": 13, "authpriv": 10]
        let wanted = numbers[facility.rawValue] ?? Int(facility.rawValue.dropFirst(5)).map { 16 + $0 }
        #expect(parsed.facility == wanted)
        #expect(parsed.host == "-" && parsed.kind == "-" && parsed.data == ["whistle@1": [:]])
    }

    @Test func `whatever is said, the grammar takes it, on one line, and gives values back`() throws {
        let alphabet = Array("ab\"\\]=[ \n\r\t\u{0}\u{7F}\u{85}\u{2028}登é\u{301}\u{FEFF}😀-<>")
        for seed in PropertyRuns.seeds(UInt64(1)...300) {
            var dice = Mangler(seed)
            func word(_ most: Int) -> String {
                String(
                    (0..<Int.random(in: 0...most, using: &dice)).map { _ in alphabet.randomElement(using: &dice) ?? "a"
                    }
                )
            }
            let (kind, value, text) = (word(60), word(120), word(600))
            let message = Self.message(kind, [.init("value", value)], text)
            let parsed = try ParsedSyslog(message.bytes)
            let read = try #require(parsed.data["whistle@32473"]?["value"])
            #expect(read.unicodeScalars.count == min(96, value.unicodeScalars.count))
            for scalar in (read + parsed.text).unicodeScalars {
                #expect(scalar.value >= 0x20 && !["\u{7F}", "\u{85}", "\u{2028}"].contains(scalar))
            }
            // What no receiver need be spared is there as it was.
            let plain = value.unicodeScalars.prefix(96).filter { $0.value > 0x20 && $0.value < 0x7F }
            let kept = read.unicodeScalars.filter { $0.value > 0x20 && $0.value < 0x7F }
            #expect(kept.elementsEqual(plain))
            #expect(message.bytes.count < 8_192)
        }
    }

    @Test(arguments: [
        ("udp://10.0.0.5:514", SyslogTarget.Way.udp(host: "10.0.0.5", port: 514)),
        ("tcp://log.city.example:601", .tcp(host: "log.city.example", port: 601)),
        ("tls://[2001:db8::1]:6514", .tls(host: "2001:db8::1", port: 6_514)),
        ("unix:///dev/log", .unix(path: "/dev/log")),
    ])
    func `a receiver is named by its way and place`(_ text: String, _ way: SyslogTarget.Way) {
        #expect(SyslogTarget(text)?.way == way)
    }

    @Test(arguments: [
        "", "10.0.0.5:514", "udp:10.0.0.5:514", "http://10.0.0.5:514", "udp://10.0.0.5", "udp://:514", "tcp://a:0",
        "tcp://a:65536", "tcp://a:+5", "tls://user@a:6514", "tls://a:6514/path", "tcp://a b:1", "unix://dev/log",
        "unix://",
        "unix:///" + String(repeating: "a", count: 107), "tcp://2001:db8::1:601", "UDP://a:514",
    ])
    func `what names none is none`(_ text: String) {
        #expect(SyslogTarget(text) == nil)
    }
}
