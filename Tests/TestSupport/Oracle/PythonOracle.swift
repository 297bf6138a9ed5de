import Foundation

/// Programs of the project's own Python environment that stand for the world outside; each listens on loopback only.
package enum PythonOracle {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let python = root.appending(path: "var/venv/bin/python").path

    /// Whether the environment is there with a package: `dev/setup` makes it.
    package static func has(_ package: String) -> Bool {
        let packages = root.appending(path: "var/venv/requirements.txt")
        let list = (try? String(contentsOf: packages, encoding: .utf8)) ?? ""
        return list.contains(package) && FileManager.default.isExecutableFile(atPath: python)
    }

    /// A program that could not be run.
    package struct Failed: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) {
            self.description = description
        }
    }

    /// Runs a server, which prints its port, for the length of a closure; it is ended by its id.
    ///
    /// - Parameters:
    ///   - script: the script, from the repository's root.
    ///   - arguments: what it is given.
    ///   - body: given the port.
    /// - Returns: what the closure returns.
    /// - Throws: `Failed` where it prints none, or what the closure throws.
    package static func serving<Value>(
        _ script: String,
        _ arguments: [String] = [],
        _ body: (Int) async throws -> Value
    ) async throws -> Value {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: python)
        process.arguments = [root.appending(path: script).path] + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // Killed, it is gone at once: waiting for that blocks nobody for long.
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let text = try await onOwnThread {
            var first = Data()
            while !first.contains(UInt8(ascii: "\n")) {
                guard let more = try output.fileHandleForReading.read(upToCount: 1), !more.isEmpty else {
                    throw Failed(description: "\(script) says no port")
                }
                first += more
            }
            return String(decoding: first, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard let port = Int(text) else { throw Failed(description: "\(script) says \(text)") }
        return try await body(port)
    }

    /// Runs a program to its end.
    ///
    /// - Returns: what it printed.
    /// - Throws: `Failed` where it did not end well.
    package static func run(_ script: String, _ arguments: [String]) async throws -> String {
        try await output(of: python, [root.appending(path: script).path] + arguments)
    }

    /// Runs any program to its end.
    ///
    /// - Returns: what it printed.
    /// - Throws: `Failed` where it did not end well.
    package static func output(of program: String, _ arguments: [String]) async throws -> String {
        try await onOwnThread { try Self.wait(for: program, arguments) }
    }

    private static func wait(for program: String, _ arguments: [String]) throws -> String {
        let (process, output, complaints) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = complaints
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let said = complaints.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(description: "\(program) \(arguments): \(String(decoding: said.suffix(2_000), as: UTF8.self))")
        }
        return String(decoding: printed, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
