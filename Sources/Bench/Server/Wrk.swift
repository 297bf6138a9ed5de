import Foundation

/// Runs wrk, which asks an HTTP server as fast as it answers, and reads what it says.
struct Wrk: Sendable {
    let connections: Int

    private static let program = "/usr/bin/wrk"

    /// What a run came to.
    struct Outcome: Sendable {
        /// Answers a second.
        let rate: Double
        /// Answers in all.
        let count: Int
    }

    /// Asks for a while.
    ///
    /// - Parameters:
    ///   - requests: the bodies, paths and headers to go round in.
    ///   - port: of this machine.
    ///   - seconds: for how long.
    /// - Returns: how often it was answered, always well.
    /// - Throws: `BenchError.program` where wrk is not there, or any answer was a refusal.
    func run(_ requests: [Request], port: Int, seconds: Double) async throws -> Outcome {
        guard FileManager.default.isExecutableFile(atPath: Self.program) else {
            throw BenchError.program("wrk is not installed (Debian's package wrk)")
        }
        let script = FileManager.default.temporaryDirectory.appending(path: "whistle-\(UUID().uuidString).lua")
        try Self.script(requests).write(to: script, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: script) }
        // Sixty-four connections at once take a moment to begin.
        let length = Int(max(3, seconds.rounded()))
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = [
            "-t1", "-c\(connections)", "-d\(length)s", "-s", script.path, "http://127.0.0.1:\(port)",
        ]
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        // Waiting for a pipe blocks a thread: not one of those that everybody shares.
        let said = await Task.detached {
            String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }.value
        process.waitUntilExit()
        // "  48012 requests in 3.00s, 18.01MB read", "Requests/sec:  16003.42"
        guard let count = said.firstMatch(of: /([0-9]+) requests in/).flatMap({ Int($0.1) }),
            let rate = said.firstMatch(of: /Requests\/sec:\s+([0-9.]+)/).flatMap({ Double($0.1) }), count > 0,
            !said.contains("Non-2xx"), !said.contains("Socket errors")
        else { throw BenchError.program("wrk: \(said)") }
        return Outcome(rate: rate, count: count)
    }

    /// A request.
    struct Request: Sendable {
        let method: String
        let path: String
        let headers: [String: String]
        let body: String?
    }

    /// The requests as wrk's script goes round in them.
    private static func script(_ requests: [Request]) -> String {
        let made = requests.map { request -> String in
            let headers = request.headers.map { "[\"\($0)\"]=\(quoted($1))" }.sorted().joined(separator: ",")
            let body = request.body.map(quoted) ?? "nil"
            return "{\"\(request.method)\",\"\(request.path)\",{\(headers)},\(body)}"
        }
        return """
            local given = {\(made.joined(separator: ",\n"))}
            local made, next = {}, 0
            init = function()
                for i, r in ipairs(given) do made[i] = wrk.format(r[1], r[2], r[3], r[4]) end
            end
            request = function()
                next = next % #made + 1
                return made[next]
            end
            """
    }

    private static func quoted(_ text: String) -> String { "[==[\(text)]==]" }
}
