import Dispatcher
import Foundation
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Web

/// Whether the service runs well, for those who watch it.
@Suite struct HealthTests {
    @Test func `it runs, and can serve while database, daemon and clock are well`() async throws {
        try await WebDistrict.with { web in
            #expect(try await web.get("/healthz", as: nil).status == 200)
            let ready = try await web.get("/readyz", as: nil)
            let checks = ready.json["checks"]?.array ?? []
            #expect(
                checks.map { $0["name"]?.string } == [
                    "database", "migrations", "daemon", "clock", "attachments", "pictures",
                ]
            )
            #expect(checks.first { $0["name"] == "migrations" }?["is_well"] == true)
            #expect(checks.first { $0["name"] == "clock" }?["is_well"] == true)
            let isWell = checks.allSatisfy { $0["is_well"] == true }
            #expect(ready.status == (isWell ? 200 : 503))
            #expect(ready.json["is_ready"] == .bool(isWell))
        }
    }

    @Test func `a database without its tables is reached, and says that migrations are missing`() async throws {
        let empty = try await TestServer.shared().newDatabase()
        let halfway = try await MigratedDatabase.migrated(TestServer.shared())
        try await MigratedDatabase.withConnection(to: halfway) { connection in
            try await connection.run(script: "DROP TABLE digest_dead; DELETE FROM schema_migration WHERE number > 6")
        }
        for (database, applied) in [(empty, 0), (halfway, 6)] {
            let configuration = try MigratedDatabase.configuration(database, user: database.user)
            try await Engine.with(database: configuration, logger: MigratedDatabase.quiet) { engine in
                let checks = try await Readiness.checks(engine, nil)
                #expect(checks.map(\.name) == ["database", "migrations"] && checks.map(\.isWell) == [true, false])
                let known = try DatabaseSetup.migrations().count
                #expect(checks[1].found.en == "\(applied) of \(known): run whistle migrate")
            }
        }
    }

    @Test func `metrics count requests by endpoint and status, and are bounded`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            for _ in 0..<3 { _ = try await web.get("/api/v1/matters/\(number)") }
            _ = try await web.get("/api/v1/matters/1", as: "parks")
            for index in 0..<20 { _ = try await web.get("/nothing/\(index)", as: nil) }
            let text = String(decoding: try await web.get("/metrics", as: nil).bytes, as: UTF8.self)
            let lines = text.split(separator: "\n")
            func count(_ labels: String) -> Substring? {
                lines.first { $0.hasPrefix("whistle_http_requests_total{\(labels)}") }?.split(separator: " ").last
            }
            let path = "endpoint=\"/api/v1/matters/{number}\",method=\"GET\""
            #expect(count("\(path),status=\"200\"") == "3")
            #expect(count("\(path),status=\"404\"") == "1")
            #expect(lines.filter { $0.contains("status=\"404\"") }.count == 2)
            #expect(
                lines.contains { $0.hasPrefix("whistle_http_request_seconds_bucket") && $0.contains("le=\"+Inf\"") }
            )
            #expect(lines.contains { $0.hasPrefix("whistle_timers_due ") })
            // One matter was filed, by itself.
            #expect(lines.contains("whistle_batch_commands_sum 1.0"))
            #expect(lines.contains("whistle_batch_wait_seconds_count 1"))
            #expect(!text.contains(number))
        }
    }

    @Test(.enabled(if: Promtool.isThere, "skipped: no promtool; dev/setup installs it"))
    func `promtool has nothing to say against the metrics`() async throws {
        try await WebDistrict.with { web in
            _ = try await web.file()
            _ = try await web.get("/api/v1/matters", as: nil)
            let metrics = try await web.get("/metrics", as: nil).bytes
            let (status, said) = try await Promtool.check(metrics)
            #expect(status == 0)
            #expect(said == "")
        }
    }
}

/// Prometheus' own reader of its text format.
private enum Promtool {
    private static let program = "/usr/bin/promtool"

    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: program) }

    static func check(_ metrics: [UInt8]) async throws -> (status: Int32, said: String) {
        let (input, output) = (Pipe(), Pipe())
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = ["check", "metrics"]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(metrics))
        try input.fileHandleForWriting.close()
        let said = try await output.whole()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }
}
