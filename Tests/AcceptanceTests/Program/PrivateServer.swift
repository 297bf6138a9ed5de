import Foundation
import Glibc

/// The PostgreSQL server of a workplace, seen from outside.
struct PrivateServer: Sendable {
    /// The process.
    let id: pid_t

    /// The server whose data lies in a folder; nil where none runs.
    ///
    /// - Parameter data: the folder; the process must work there, since a number may belong to another by now.
    init?(data: String) {
        guard let text = try? String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8),
            let id = text.split(separator: "\n").first.flatMap({ pid_t($0) }),
            let works = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/cwd"),
            URL(filePath: works).resolvingSymlinksInPath() == URL(filePath: data).resolvingSymlinksInPath()
        else { return nil }
        self.id = id
    }

    /// Whether the process is there.
    var isRunning: Bool { FileManager.default.fileExists(atPath: "/proc/\(id)/cwd") }

    /// Ends the server at once, and waits until it is gone.
    func kill() {
        Glibc.kill(id, SIGQUIT)
        for _ in 0..<600 where isRunning { usleep(50_000) }
    }
}
