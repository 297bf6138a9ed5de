import Foundation

/// This program as a process of its own, watched for the memory that it takes at its peak.
struct ChildProgram: Sendable {
    /// Where it is.
    let path: String
    /// A folder of its own.
    let folder: String

    /// Where the running program is.
    static var own: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }

    /// Runs it; what it says goes nowhere.
    ///
    /// - Parameters:
    ///   - arguments: its arguments.
    ///   - isDone: asked again and again; once it says so, the program is told to stop. Nil: it ends by itself.
    /// - Returns: the greatest part of it that was ever in memory (VmHWM), in millions of bytes.
    /// - Throws: `BenchError.program` where it does not end well.
    func peak(_ arguments: [String], until isDone: (() async throws -> Bool)? = nil) async throws -> Double {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "WHISTLE_VAR": folder]
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { if process.isRunning { process.terminate() } }
        var kilobytes = 0.0
        var isTold = false
        while process.isRunning {
            kilobytes = max(kilobytes, Self.peak(of: process.processIdentifier) ?? 0)
            if !isTold, let isDone, try await isDone() {
                process.terminate()
                isTold = true
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw BenchError.program("whistle \(arguments.first ?? "") ended with \(process.terminationStatus)")
        }
        return kilobytes * 1_024 / 1_000_000
    }

    /// "VmHWM:     12345 kB"; nil where the process has ended.
    private static func peak(of process: Int32) -> Double? {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let match = status.firstMatch(of: /VmHWM:\s+([0-9]+) kB/)
        else { return nil }
        return Double(match.1)
    }
}
