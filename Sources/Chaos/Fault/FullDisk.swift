import Foundation
import Glibc
import PrivatePostgres

/// The disk under the database is full to the last byte, then freed.
///
/// The server plays on a small disk of its own in memory. As long as it is full, a write is refused (53100), or the server
/// goes down for want of room in its log; then it is started again with room.
struct FullDisk: Scenario {
    let name = ScenarioName.diskFull

    func obstacle() -> String? { geteuid() == 0 ? nil : "only root may mount the small disk" }

    func unleash(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        var chance = Chance(seed: stage.seed).forked("disk")
        let disk = URL(filePath: stage.server.cluster.folders.root).deletingLastPathComponent()
        let ballast = disk.appending(path: "ballast").path
        for _ in 0..<stage.scale.fillings {
            try await Task.sleep(for: chance.pause(500...2 * stage.scale.pause))
            try await blocking { try Self.fill(ballast) }
            tally.add("disk filled")
            // What is freed meanwhile is filled, too.
            for _ in 0..<Int.random(in: 2...4, using: &chance) {
                try await Task.sleep(for: .seconds(1))
                try await blocking { try Self.fill(ballast) }
            }
            unlink(ballast)
            if !stage.server.cluster.isRunning() {
                tally.add("server went down for want of room")
                try await stage.server.resume()
            }
        }
    }

    /// Writes until nothing more fits.
    private static func fill(_ path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == ENOSPC { return }
            throw ChaosError("\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var piece = [UInt8](repeating: 0x5A, count: 1 << 20)
        while !piece.isEmpty {
            let count = write(descriptor, piece, piece.count)
            if count < 0, errno != EINTR { piece.removeLast(piece.count > 1 ? piece.count / 2 + 1 : 1) }
        }
    }

    /// Mounts a small disk.
    ///
    /// - Throws: `ChaosError` with what `mount` said.
    static func mount(_ folder: URL, megabytes: Int, _ undertaker: Undertaker) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let log = folder.appendingPathExtension("log").path
        let mount = try ChildProcess.start(
            ["/usr/bin/mount", "-t", "tmpfs", "-o", "size=\(megabytes)m,mode=711", "whistle-chaos", folder.path],
            environment: ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin"],
            output: log
        )
        guard await mount.end(within: .seconds(20)) == 0 else {
            let words = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            throw ChaosError("a small disk cannot be mounted: \(words)")
        }
        undertaker.mounted(folder.path)
    }

    /// Takes it away again.
    static func unmount(_ folder: URL) async throws {
        for _ in 0..<20 {
            let unmount = try ChildProcess.start(
                ["/usr/bin/umount", folder.path],
                environment: ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin"]
            )
            if await unmount.end(within: .seconds(20)) == 0 { return }
            try await Task.sleep(for: .milliseconds(250))
        }
        throw ChaosError("\(folder.path) cannot be unmounted")
    }
}
