import Foundation
import Postgres
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct RowStreamTests {
    /// In a process of its own, whose memory no other test uses.
    @Test func streamsAHundredMegabytesInBoundedMemory() async throws {
        let conninfo = try TestServer.shared().sharedDatabase.socket
        await #expect(processExitsWith: .success) { [conninfo = conninfo as String] in
            let configuration = try ConnectionConfiguration(conninfo)
            let before = try residentMegabytes()
            var (count, bytes, peak) = (0, 0, before)
            try await Bench.withConnection(configuration) { connection in
                let query: Query = "SELECT g, repeat('x', 1000) FROM generate_series(1, \(100_000 as Int32)) AS g"
                try await connection.withRows(of: query) { rows in
                    for try await row in rows {
                        count += 1
                        bytes += try row[1, as: String.self].utf8.count
                        if count % 5000 == 0 {
                            peak = max(peak, try residentMegabytes())
                        }
                    }
                }
                try await Bench.expectAnswer(from: connection)
            }
            #expect(count == 100_000)
            #expect(bytes == 100_000_000)
            #expect(peak - before < 40)
        }
    }

    @Test func aReaderThatLeavesEarlyLeavesTheConnectionUsable() async throws {
        try await Bench.withConnection { connection in
            for _ in 0..<5 {
                let first = try await connection.withRows(of: "SELECT generate_series(1, 100000000)::int8") { rows in
                    for try await row in rows {
                        return try row[0, as: Int64.self]
                    }
                    return 0
                }
                #expect(first == 1)
                try await Bench.expectAnswer(from: connection)
            }
        }
    }

    @Test func anErrorOnTheWayIsThrownAfterTheRows() async throws {
        try await Bench.withConnection { connection in
            var count = 0
            let error = await #expect(throws: PostgresError.self) {
                try await connection.withRows(of: "SELECT 1 / (1000 - g) FROM generate_series(1, 2000) AS g") { rows in
                    for try await _ in rows {
                        count += 1
                    }
                }
            }
            #expect(count == 999)
            #expect(error?.sqlState?.rawValue == "22012")
            try await Bench.expectAnswer(from: connection)
        }
    }

    @Test func anotherStatementMeanwhileIsRefused() async throws {
        try await Bench.withConnection { connection in
            try await connection.withRows(of: "SELECT generate_series(1, 100000)") { rows in
                for try await _ in rows {
                    let error = await #expect(throws: PostgresError.self) { try await connection.query("SELECT 1") }
                    #expect(error?.code == .misuse)
                    break
                }
            }
            try await Bench.expectAnswer(from: connection)
        }
    }
}

private func residentMegabytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(Int(line.split(separator: " ")[1])) / 1024
}
