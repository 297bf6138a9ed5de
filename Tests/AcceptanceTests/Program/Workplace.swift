import Foundation
import TestSupport

/// A fresh folder in which a user works; gone afterwards, with whatever was left running there.
struct Workplace: Sendable {
    /// The folder of this test.
    let root: URL
    /// The working directory, in it.
    let folder: URL
    /// Variables of every program that runs here.
    var environment: [String: String] = [:]
    /// A command in front of every program that runs here.
    var prefix: [String] = []
    /// The program.
    var program = Program.path

    private init(_ name: String) throws {
        root = URL(filePath: NSTemporaryDirectory()).appending(path: "wst-\(getpid())-\(UUID().uuidString.prefix(6))")
        folder = root.appending(path: name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Lends a workplace for the length of a closure.
    ///
    /// So many work at the same time; others wait, since each may start a server.
    static func with<Value: Sendable>(
        named name: String = "work",
        _ body: (Workplace) async throws -> Value
    ) async throws -> Value {
        try await turnstile.pass {
            let workplace = try Workplace(name)
            defer { workplace.clear() }
            return try await body(workplace)
        }
    }

    /// Makes one that stays until the test process ends; a janitor clears it then.
    static func lasting() throws -> Workplace {
        try Workplace("work")
    }

    private static let turnstile = Turnstile(2)

    // MARK: - Running

    /// Runs the program to its end.
    func run(_ arguments: [String], zh: Bool = false, input: Data? = nil, _ more: [String: String] = [:]) async throws
        -> Outcome
    {
        try await Program.run(arguments, in: surroundings(zh: zh, input: input, more))
    }

    /// Starts the program and lets it run.
    func start(_ arguments: [String], zh: Bool = false, _ more: [String: String] = [:]) throws -> RunningProgram {
        try Program.start(arguments, in: surroundings(zh: zh, input: nil, more))
    }

    private func surroundings(zh: Bool, input: Data?, _ more: [String: String]) -> Program.Surroundings {
        Program.Surroundings(
            folder: folder,
            notes: root,
            environment: ["WHISTLE_LANG": zh ? "zh" : "en", "WHISTLE_LISTEN": "127.0.0.1:0"].merging(environment) { $1 }
                .merging(more) { $1 },
            prefix: prefix,
            path: program,
            input: input
        )
    }

    // MARK: - Files

    /// Writes a file into the working directory; answers with its name.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: folder.appending(path: name))
        return name
    }

    /// The text of a file in the working directory.
    func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// Whether a file is there.
    func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }

    // MARK: - The server

    /// The private server of this folder, as its own file names it; nil where none runs.
    var server: PrivateServer? { PrivateServer(data: folder.appending(path: "var/postgres/data").path) }

    /// Ends what is left of the server and removes the folder.
    func clear() {
        server?.kill()
        try? FileManager.default.removeItem(at: root)
    }
}
