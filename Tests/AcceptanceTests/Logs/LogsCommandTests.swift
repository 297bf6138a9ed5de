import Foundation
import TestSupport
import Testing

/// Both logs at the terminal: how much there is, what may go, and where they are sent.
@Suite struct LogsCommandTests {
    @Test func `lines of half a year stay, and the owner alone removes what is older`() async throws {
        try await City.with { city in
            let shown = try await city.expect("logs", "show")
            #expect(shown.lines.count == 2 && shown.output.contains("never sent"), "\(shown)")
            for zh in [true, false] {
                let young = try await city.whistle("logs", "prune", "--before", "2999-01-01", zh: zh)
                #expect(young.complains("logs_must_be_kept", 2), "\(young)")
                #expect(young.errors.contains(zh ? "日志至少保存 183 天" : "logs are kept for 183 days"))
                let role = try await city.whistle("logs", "prune", "--before", "2020-01-01", zh: zh)
                #expect(role.complains("not_the_owner", 2), "\(role)")
            }
            #expect(try await city.whistle("logs", "prune", "--before", "soon").complains("bad_time", 64))
            let dry = try await city.expect("logs", "prune", "--before", "2020-01-01", "--dry-run")
            #expect(dry.lines == ["security log  0", "access log  0"])
            let note = city.workplace.folder.appending(path: "var/database")
            // The private server's superuser has migrated it, and owns the schema.
            let owner = try String(contentsOf: note, encoding: .utf8).replacing("whistle_app", with: "whistle")
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let gone = try await city.expect("logs", "prune", "--before", "2020-01-01", "--database", owner)
            #expect(gone.lines == ["security log  0", "access log  0"])
        }
    }

    @Test(arguments: [
        ("WHISTLE_SYSLOG", "log.city.example:514"), ("WHISTLE_SYSLOG_FACILITY", "kern"),
        ("WHISTLE_SYSLOG_ENTERPRISE", "whistle"), ("WHISTLE_SYSLOG_CA", "/nowhere/ca.pem"),
        ("WHISTLE_SYSLOG_CERTIFICATE", "/nowhere/own.pem"),
    ])
    func `a receiver that makes no sense is refused before anything is touched`(_ variable: String, _ value: String)
        async throws
    {
        try await Workplace.with { workplace in
            for zh in [true, false] {
                var settings = ["WHISTLE_SYSLOG": "tls://127.0.0.1:6514", "WHISTLE_DATABASE": "host=/nowhere"]
                settings[variable] = value
                let outcome = try await workplace.run(["work"], zh: zh, settings)
                #expect(outcome.complains("bad_setting", 78) && outcome.errors.contains("WHISTLE_SYSLOG"), "\(outcome)")
            }
        }
    }
}
