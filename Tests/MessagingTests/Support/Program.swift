import Foundation
import TestSupport

/// Programs of the system beside a test: nobody of the shared pool waits for one.
enum Program {
    /// A program that did not do what it was run for.
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs a program to its end.
    static func run(_ program: String, _ arguments: [String]) async throws {
        let (process, ended) = made(program, arguments)
        try process.run()
        for await status in ended where status != 0 {
            throw Failed(description: "\(program) \(arguments): \(status)")
        }
    }

    /// Runs a program for the length of a closure; it is ended by its id.
    static func with<Value>(
        _ program: String,
        _ arguments: [String],
        _ body: (Process) async throws -> Value
    ) async throws -> Value {
        let (process, ended) = made(program, arguments)
        try process.run()
        func end() async {
            kill(process.processIdentifier, SIGKILL)
            for await _ in ended {}
        }
        do {
            let value = try await body(process)
            await end()
            return value
        } catch {
            await end()
            throw error
        }
    }

    private static func made(_ program: String, _ arguments: [String]) -> (Process, AsyncStream<Int32>) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let ended = AsyncStream<Int32> { continuation in
            process.terminationHandler = {
                continuation.yield($0.terminationStatus)
                continuation.finish()
            }
        }
        return (process, ended)
    }

    /// A folder of its own, with a certificate and its key, for the length of a closure.
    static func withCertificate<Value>(
        for name: String = "IP:127.0.0.1",
        _ body: (_ folder: String, _ certificate: String, _ key: String) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "syslog-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (certificate, key) = (folder.appending(path: "cert.pem").path, folder.appending(path: "key.pem").path)
        try await run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=receiver", "-addext",
                "subjectAltName=\(name)", "-keyout", key, "-out", certificate,
            ]
        )
        return try await body(folder.path, certificate, key)
    }
}
