import Logging
import Logs
import Synchronization
import Testing
import Workflow

/// Lines that a machine reads: each whole, each JSON, whatever was logged.
@Suite struct JSONLogHandlerTests {
    private final class Lines: Sendable {
        private let kept = Mutex<[[UInt8]]>([])

        var all: [[UInt8]] { kept.withLock { $0 } }
        var json: [JSONValue] { all.compactMap { try? JSONValue(parsing: $0.dropLast()) } }

        var output: JSONLogHandler.Output {
            JSONLogHandler.Output { line in self.kept.withLock { $0.append(line) } }
        }
    }

    private static func logger(_ lines: Lines) -> Logger {
        let output = lines.output
        return Logger(label: "whistle", factory: { JSONLogHandler(label: $0, to: output) })
    }

    @Test func `a line says when, how grave, what, and what belongs to it`() throws {
        let lines = Lines()
        var logger = Self.logger(lines)
        logger[metadataKey: "process"] = "work"
        logger.warning("a timer was put aside", metadata: ["ticket": "7", "clocks": ["sign", ["step": "due"]]])
        let line = try #require(lines.json.first)
        #expect(line["level"] == "warning" && line["logger"] == "whistle" && line["source"] == "LogsTests")
        #expect(line["message"] == "a timer was put aside")
        #expect(line["data"]?["process"] == "work" && line["data"]?["ticket"] == "7")
        #expect(line["data"]?["clocks"] == ["sign", ["step": "due"]])
        let at = try #require(line["at"]?.string.flatMap { Instant(rfc3339: $0) })
        #expect(at > Instant(seconds: 1_700_000_000))
    }

    @Test(arguments: ["二\n行", "\u{0}\u{1b}[31m", "“\"\\", "\u{2028}", "🏘"])
    func `what is logged never breaks a line`(text: String) {
        let lines = Lines()
        Self.logger(lines).info("\(text)", metadata: ["text": "\(text)", "\(text)": "key"])
        #expect(lines.all.count == 1)
        #expect(lines.all[0].filter { $0 == UInt8(ascii: "\n") }.count == 1 && lines.all[0].last == UInt8(ascii: "\n"))
        #expect(lines.json.first?["message"]?.string == text)
        #expect(lines.json.first?["data"]?["text"]?.string == text)
    }

    @Test func `below its level nothing is written`() {
        let lines = Lines()
        var logger = Self.logger(lines)
        logger.logLevel = .warning
        logger.info("not this")
        logger.error("this")
        #expect(lines.json.map { $0["message"] } == ["this"])
    }

    @Test func `lines of many tasks do not run into one another`() async {
        let lines = Lines()
        let logger = Self.logger(lines)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<50 {
                group.addTask { for line in 0..<20 { logger.info("\(task)-\(line)") } }
            }
        }
        #expect(Set(lines.json.compactMap { $0["message"]?.string }).count == 1_000)
    }
}
