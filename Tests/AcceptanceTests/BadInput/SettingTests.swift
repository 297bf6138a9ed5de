import Foundation
import TestSupport
import Testing

/// Settings that make no sense, and a database that is not there.
@Suite struct SettingTests {
    @Test func `a setting that makes no sense is refused by its name`() async throws {
        try await Workplace.with { workplace in
            for (variable, value) in [
                ("WHISTLE_CONNECTIONS", "0"), ("WHISTLE_CONNECTIONS", "many"), ("WHISTLE_LOG_LEVEL", "loud"),
                ("WHISTLE_LOG_FORMAT", "xml"),
            ] {
                for zh in [true, false] {
                    let outcome = try await workplace.run(["verify"], zh: zh, [variable: value])
                    #expect(outcome.complains("bad_setting", 78), "\(outcome)")
                    #expect(
                        outcome.errors.contains(
                            "\(variable) \(zh ? "不能是" : "cannot be") “\(value)”".replacing("是 “", with: "是“")
                        )
                    )
                }
            }
            let conninfo = try await workplace.run(["verify"], ["WHISTLE_DATABASE": "hst=/nowhere password=geheim"])
            #expect(conninfo.complains("bad_setting", 78), "\(conninfo)")
            #expect(!conninfo.errors.contains("geheim"))
            try workplace.write("{broken", to: "whistle.json")
            let file = try await workplace.run(["verify"])
            #expect(file.complains("bad_configuration", 78), "\(file)")
        }
    }

    @Test(arguments: [
        ("WHISTLE_PASSWORD_LENGTH", "4"), ("WHISTLE_LOCK_MINUTES", "0"), ("WHISTLE_SESSION_PHONE", "a month"),
        ("WHISTLE_SESSION_ONE", "perhaps"), ("WHISTLE_RATE_TOKEN", "-1"), ("WHISTLE_UPLOAD_PUBLIC_FILE", "0"),
        ("WHISTLE_UPLOAD_PUBLIC_REQUEST", "much"), ("WHISTLE_UPLOAD_PUBLIC_MATTER", "101"),
        ("WHISTLE_MAP_TILES", "ftp://tiles.example/{z}/{x}/{y}"), ("WHISTLE_MAP_DATUM", "bd09"),
        ("WHISTLE_MAP_ZOOM", "40"),
    ])
    func `so is one of signing in and serving, before anything is touched`(_ variable: String, _ value: String)
        async throws
    {
        try await Workplace.with { workplace in
            // It would be asked for the database next.
            let outcome = try await workplace.run(["serve"], [variable: value, "WHISTLE_DATABASE": "host=/nowhere"])
            #expect(outcome.complains("bad_setting", 78) && outcome.errors.contains(variable), "\(outcome)")
        }
    }

    @Test(arguments: ["host=127.0.0.1 port=1", "host=/nowhere"])
    func `a database that is down is tried again, then given up in words`(conninfo: String) async throws {
        try await Workplace.with { workplace in
            for zh in [true, false] {
                let outcome = try await workplace.run(["verify"], zh: zh, ["WHISTLE_DATABASE": conninfo])
                #expect(outcome.complains("database_unavailable", 69), "\(outcome)")
                let tries = outcome.errors.split(separator: "\n").count { $0.contains("connect failed") }
                #expect(tries >= 3, "\(outcome)")
                let last = try #require(outcome.errors.split(separator: "\n").last)
                #expect(last.contains(zh ? "数据库连不上" : "the database cannot be reached"), "\(outcome)")
                #expect(
                    last.contains(conninfo.contains("nowhere") ? "No such file or directory" : "Connection refused")
                )
            }
        }
    }
}
