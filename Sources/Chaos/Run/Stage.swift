package import Foundation
import Glibc
import Postgres

/// Where a scenario plays: a server, a database of its own, processes, notes.
package struct Stage: Sendable {
    let server: ChaosServer
    /// The database of the scenario.
    package let database: String
    let programs: Programs
    let undertaker: Undertaker
    let folder: URL
    let scale: ChaosScale
    let seed: UInt64

    /// Sets a stage.
    ///
    /// - Parameters:
    ///   - name: the scenario, which names the database.
    ///   - server: where that is made.
    ///   - programs: who plays.
    ///   - undertaker: who clears up where this process is gone.
    ///   - folder: for logs and notes.
    ///   - scale: how much of everything.
    ///   - seed: of chance.
    package init(
        _ name: ScenarioName,
        server: ChaosServer,
        programs: Programs,
        undertaker: Undertaker,
        folder: URL,
        scale: ChaosScale,
        seed: UInt64
    ) {
        self.server = server
        database = "chaos_" + name.rawValue.replacing("-", with: "_")
        self.programs = programs
        self.undertaker = undertaker
        self.folder = folder
        self.scale = scale
        self.seed = seed
    }

    /// Where callers write what they know.
    package var notes: URL { folder.appending(path: "notes") }

    /// What all programs of the scenario find around them.
    var environment: [String: String] {
        let usual = [
            "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "WHISTLE_LANG": "en",
            "WHISTLE_VAR": folder.appending(path: "var").path,
        ]
        return usual.merging(undertaker.mark) { $1 }
    }

    func log(_ name: String) -> URL { folder.appending(path: name + ".log") }

    /// How many commands were acknowledged so far, as the notes say.
    ///
    /// - Parameter caller: to whom; nil: to all.
    /// - Returns: their number.
    func acknowledged(to caller: String? = nil) -> Int {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: notes.path)) ?? []
        let names = all.filter { caller.map($0.hasPrefix) ?? true }
        return names.reduce(0) { sum, name in
            guard let data = try? Data(contentsOf: notes.appending(path: name), options: .mappedIfSafe) else {
                return sum
            }
            return sum + data.lines(beginningWith: "done\t")
        }
    }

    /// Waits until something holds; says whether it came to that.
    func until(within time: Duration, _ condition: () async -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + time
        while !(await condition()) {
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: .milliseconds(100))
        }
        return true
    }

    /// Waits until all that is due has fired; says whether it came to that.
    func settled(within time: Duration) async throws -> Bool {
        try await until(within: time) { await dueTimers() == 0 }
    }

    /// Timers due for longer than a second; nil: the database cannot be asked.
    private func dueTimers() async -> Int64? {
        try? await server.asSuperuser(database) { connection in
            try await connection.query(
                "SELECT count(*) FROM timer WHERE fire_at < clock_timestamp() - interval '1 second'"
            ).only()[0, as: Int64.self]
        }
    }
}

extension Data {
    /// How many lines begin with these bytes, the first line left out.
    fileprivate func lines(beginningWith start: String) -> Int {
        let start = Array(start.utf8)
        return withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return 0 }
            var (count, from) = (0, 0)
            while let end = memchr(base + from, 10, bytes.count - from) {
                from = end - UnsafeMutableRawPointer(mutating: base) + 1
                if from + start.count <= bytes.count, memcmp(base + from, start, start.count) == 0 { count += 1 }
            }
            return count
        }
    }
}
