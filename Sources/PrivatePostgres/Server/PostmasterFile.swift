import Foundation
import Glibc

/// What `postmaster.pid` says about the server of a data folder.
struct PostmasterFile {
    let process: pid_t
    let port: Int

    static func read(_ data: String) -> PostmasterFile? {
        guard let text = try? String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 3, let process = pid_t(lines[0]), let port = Int(lines[3]) else { return nil }
        return PostmasterFile(process: process, port: port)
    }

    /// Whether the process named there lives and is a PostgreSQL server.
    ///
    /// Not a zombie, which nobody reaps where process 1 is no init; not another program that got the number since.
    var isAlive: Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        guard let end = status.lastIndex(of: ")") else { return false }
        let state = status[status.index(after: end)...].drop { $0 == " " }.first
        return status.contains("(postgres)") && state != "Z" && state != "X"
    }

    /// Removes the file when its process is gone: the server itself is content with any live process of that number.
    static func removeIfStale(_ data: String) {
        guard let file = read(data), !file.isAlive else { return }
        unlink(data + "/postmaster.pid")
    }
}
