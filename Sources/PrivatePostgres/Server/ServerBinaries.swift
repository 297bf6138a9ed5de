import Foundation
import Glibc

/// The folder with PostgreSQL's programs.
struct ServerBinaries: Sendable {
    static let systemFolders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"]
    private static let needed = ["initdb", "pg_ctl", "postgres", "createdb", "pg_isready"]

    let folder: String
    let version: Int

    /// Finds programs of the version that wrote the data, or the newest when there is no data yet.
    static func find(version wanted: Int?) throws(PrivateClusterError) -> ServerBinaries {
        var found: [ServerBinaries] = []
        for folder in candidates() where needed.allSatisfy({ access("\(folder)/\($0)", X_OK) == 0 }) {
            guard let version = try serverVersion(in: folder) else { continue }
            let binaries = ServerBinaries(folder: folder, version: version)
            if wanted == nil || wanted == version {
                return binaries
            }
            found.append(binaries)
        }
        if let wanted, !found.isEmpty {
            let versions = found.map { String($0.version) }.joined(separator: ", ")
            throw PrivateClusterError(
                .versionMismatch,
                "the data was written by PostgreSQL \(wanted), but this machine has \(versions)"
            )
        }
        throw PrivateClusterError(
            .binaryMissing,
            "PostgreSQL's server is not on this machine (initdb, pg_ctl, postgres): install the package postgresql"
        )
    }

    func path(_ program: String) -> String {
        "\(folder)/\(program)"
    }

    /// Whether the server was built with lz4; where nobody can say, it was not.
    ///
    /// One that was not refuses to start with it.
    func hasLZ4() -> Bool {
        guard access(path("pg_config"), X_OK) == 0,
            let outcome = try? ServerCommand.run([path("pg_config"), "--configure"])
        else { return false }
        return outcome.output.contains("--with-lz4")
    }

    private static func candidates() -> [String] {
        let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let pathFolders = searchPath.split(separator: ":").map(String.init)
        var folders = pathFolders
        for folder in pathFolders where access(folder + "/pg_config", X_OK) == 0 {
            guard let outcome = try? ServerCommand.run([folder + "/pg_config", "--bindir"]) else { continue }
            folders.append(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        let packaged = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let versions = packaged.compactMap(Int.init).sorted(by: >)
        return folders + versions.map { "/usr/lib/postgresql/\($0)/bin" }
    }

    private static func serverVersion(in folder: String) throws(PrivateClusterError) -> Int? {
        // "postgres (PostgreSQL) 15.18 (Debian …)"
        let output = try ServerCommand.run([folder + "/postgres", "--version"]).output
        let words = output.split(separator: " ")
        return words.count > 2 ? Int(words[2].prefix(while: \.isNumber)) : nil
    }
}
