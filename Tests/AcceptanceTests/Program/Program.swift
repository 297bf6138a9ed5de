import Foundation
import Spawning

/// The built program, as a user starts it.
enum Program {
    /// Where it lies: beside the bundle of these tests.
    static let path: String = {
        let tests =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: tests).deletingLastPathComponent().appending(path: "whistle").path
    }()

    /// What it is to find around it.
    struct Surroundings: Sendable {
        /// The working directory.
        var folder: URL
        /// Where its output is kept while it runs.
        var notes: URL
        /// Variables beside the few that every terminal has; none of ours come from the machine that runs the tests.
        var environment: [String: String] = [:]
        /// A command in front of it, such as `setpriv …`.
        var prefix: [String] = []
        /// The program itself.
        var path = Program.path
        /// What it reads.
        var input: Data?
    }

    /// Starts the program; what it writes goes to files, so that it never waits for a reader.
    static func start(_ arguments: [String], in surroundings: Surroundings) throws -> RunningProgram {
        let base = surroundings.notes.appending(path: UUID().uuidString)
        let (output, errors) = (base.appendingPathExtension("out"), base.appendingPathExtension("err"))
        let terminal = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": surroundings.folder.path,
            "LC_ALL": "C.UTF-8",
        ]
        var spawn = Spawn(
            surroundings.prefix + [surroundings.path] + arguments,
            environment: terminal.merging(surroundings.environment) { $1 }
        )
        if let input = surroundings.input {
            let file = base.appendingPathExtension("in")
            try input.write(to: file)
            spawn.input = .file(file.path)
        }
        (spawn.output, spawn.errors) = (.file(output.path), .file(errors.path))
        spawn.folder = surroundings.folder.path
        (spawn.isApart, spawn.hasFreshSignals) = (true, true)
        return RunningProgram(id: try spawn.start(), outputFile: output, errorsFile: errors)
    }

    /// Runs the program to its end.
    static func run(_ arguments: [String], in surroundings: Surroundings) async throws -> Outcome {
        let running = try start(arguments, in: surroundings)
        defer { running.killIfRunning() }
        return try await running.end()
    }
}
