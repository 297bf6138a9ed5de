import Foundation
import Synchronization
import TestSupport
import Workflow

/// aiosmtpd on loopback, with a certificate of its own.
final class MailReceiver: Sendable {
    let port: Int
    /// The certificate that it shows.
    let certificate: String
    private let lines: Mutex<String>

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let python = root.appending(path: "var/venv/bin/python").path

    static var isThere: Bool {
        let packages = root.appending(path: "var/venv/requirements.txt")
        let list = (try? String(contentsOf: packages, encoding: .utf8)) ?? ""
        return list.contains("aiosmtpd") && FileManager.default.isExecutableFile(atPath: python)
    }

    private init(port: Int, certificate: String) {
        self.port = port
        self.certificate = certificate
        lines = Mutex("")
    }

    private func take(_ text: String) {
        lines.withLock { $0 += text }
    }

    /// The first mail that came.
    func mail() async throws -> [String: String] {
        try await eventually("a mail came") { self.lines.withLock { $0.contains("\n") } }
        let line = lines.withLock { $0.split(separator: "\n").first.map(String.init) ?? "" }
        let object = try JSONValue(parsing: line).object ?? [:]
        return Dictionary(object.map { ($0.key, $0.value.string ?? "") }, uniquingKeysWith: { $1 })
    }

    static func with(encrypts: Bool = true, _ body: (MailReceiver) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (certificate, key) = (folder.appending(path: "cert.pem").path, folder.appending(path: "key.pem").path)
        try run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
            ]
        )
        let process = Process()
        let (output, input) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: python)
        let script = root.appending(path: "Tests/MessagingTests/Oracle/mail_receiver.py").path
        process.arguments = [script, certificate, key, "\(encrypts)"]
        process.standardOutput = output
        process.standardInput = input
        try process.run()
        // Not by the end of its input: a process that another test starts meanwhile may hold that open. Nor by a signal that it
        // may have been told to ignore before it began.
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        var first = Data()
        while !first.contains(UInt8(ascii: "\n")) {
            guard let more = try output.fileHandleForReading.read(upToCount: 1), !more.isEmpty else {
                throw NoReceiver()
            }
            first += more
        }
        let text = String(decoding: first, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        let receiver = MailReceiver(port: Int(text) ?? 0, certificate: certificate)
        output.fileHandleForReading.readabilityHandler = {
            receiver.take(String(decoding: $0.availableData, as: UTF8.self))
        }
        defer { output.fileHandleForReading.readabilityHandler = nil }
        try await body(receiver)
    }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw NoReceiver() }
    }
}
