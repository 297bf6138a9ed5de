import Foundation

/// Runs pgbench with a script and reads what it says.
struct Pgbench: Sendable {
    let program: String
    let arguments: [String]
    let database: String

    /// What a run came to.
    struct Outcome: Sendable {
        /// Scripts a second, without the time to connect.
        let rate: Double
        /// Microseconds of each script, where they were asked for.
        let latencies: [Double]
    }

    /// For how long, or how often for each connection.
    enum Length: Sendable {
        case seconds(Double)
        case transactions(Int)

        fileprivate var arguments: [String] {
            switch self {
            case .seconds(let seconds): ["-T", String(Int(max(1, seconds.rounded())))]
            case .transactions(let count): ["-t", String(count)]
            }
        }
    }

    /// Runs a script.
    ///
    /// - Parameters:
    ///   - script: pgbench's script.
    ///   - length: how long.
    ///   - variables: whole numbers for the script.
    ///   - logsLatencies: whether each script's time is asked for.
    /// - Returns: the rate, and the times.
    /// - Throws: `BenchError.pgbench` with its own words.
    func run(
        _ script: String,
        _ length: Length,
        variables: [String: Int64] = [:],
        logsLatencies: Bool = false
    ) async throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "whistle-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "script.sql")
        try script.write(to: file, atomically: true, encoding: .utf8)
        var all = arguments + length.arguments + ["-f", file.path]
        for (name, value) in variables { all += ["-D", "\(name)=\(value)"] }
        if logsLatencies { all += ["-l", "--log-prefix=\(folder.path)/log"] }
        let said = try await words(of: all + [database], in: folder)
        // "tps = 8123.456789 (without initial connection time)"
        guard let match = said.firstMatch(of: /tps = ([0-9.]+)/), let rate = Double(match.1), !said.contains("aborted")
        else { throw BenchError.pgbench(said) }
        return Outcome(rate: rate, latencies: logsLatencies ? try Self.latencies(in: folder) : [])
    }

    private func words(of arguments: [String], in folder: URL) async throws -> String {
        let output = folder.appending(path: "output")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        let handle = try FileHandle(forWritingTo: output)
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        try handle.close()
        return try String(contentsOf: output, encoding: .utf8)
    }

    /// A line of the log: client, number, microseconds, script, time.
    private static func latencies(in folder: URL) throws -> [Double] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("log") }
        return try files.flatMap { name in
            try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n").compactMap {
                let words = $0.split(separator: " ")
                return words.count > 2 ? Double(words[2]) : nil
            }
        }
    }
}
