import Foundation
import Glibc
import PrivatePostgres
import Testing

@Suite(.serialized) struct PrivateClusterTests {
    private let folder = "\(NSTemporaryDirectory())/whistle-private-\(getpid())-\(UInt32.random(in: 0 ... .max))"

    private func withCluster(
        _ change: (inout ClusterConfiguration) -> Void = { _ in },
        _ body: (PrivateCluster) throws -> Void
    ) throws {
        var configuration = ClusterConfiguration(folder: folder, settings: ["fsync": "off"])
        change(&configuration)
        let cluster = try PrivateCluster.start(configuration)
        defer { try? cluster.destroy() }
        try body(cluster)
    }

    @Test func startsStopsAndStartsAgain() throws {
        try withCluster { cluster in
            #expect(cluster.isRunning())
            #expect(!cluster.wasAdopted)
            #expect(FileManager.default.fileExists(atPath: "\(cluster.socketFolder)/.s.PGSQL.\(cluster.port)"))
            try cluster.createDatabase("one")
            try cluster.stop()
            #expect(!cluster.isRunning())
            let again = try PrivateCluster.start(cluster.configuration)
            #expect(again.isRunning())
            #expect(throws: PrivateClusterError.self) { try again.createDatabase("one") }
        }
    }

    @Test func compressesItsJournalByWhatTheServerHas() throws {
        try withCluster { cluster in
            let has = try output(cluster.program("pg_config"), ["--configure"]).contains("--with-lz4")
            let setting = try setting("wal_compression", of: cluster)
            #expect(setting == (has ? "lz4" : "pglz"))
        }
        try withCluster({ $0.settings["wal_compression"] = "off" }) { cluster in
            let setting = try setting("wal_compression", of: cluster)
            #expect(setting == "off")
        }
    }

    private func setting(_ name: String, of cluster: PrivateCluster) throws -> String {
        let words = [
            "-h", cluster.socketFolder, "-p", String(cluster.port), "-U", cluster.user, "-Atc", "SHOW \(name)",
        ]
        return try output(cluster.program("psql"), words + ["postgres"])
    }

    private func output(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func startingTwiceAdoptsTheRunningServer() throws {
        try withCluster { cluster in
            let second = try PrivateCluster.start(cluster.configuration)
            #expect(second.wasAdopted)
            #expect(second.serverProcess == cluster.serverProcess)
            #expect(second.port == cluster.port)
        }
    }

    @Test func startsAfterTheServerWasKilled() throws {
        try withCluster { cluster in
            let process = try #require(cluster.serverProcess)
            #expect(kill(process, SIGKILL) == 0)
            let again = try PrivateCluster.start(cluster.configuration)
            #expect(!again.wasAdopted)
            #expect(again.isRunning())
            #expect(again.serverProcess != process)
        }
    }

    @Test func removesAnInterruptedInitdb() throws {
        try withCluster { cluster in
            try cluster.stop()
            try FileManager.default.removeItem(atPath: cluster.folders.data)
            try FileManager.default.createDirectory(
                atPath: cluster.folders.data + ".new",
                withIntermediateDirectories: true
            )
            #expect(try PrivateCluster.start(cluster.configuration).isRunning())
        }
    }

    @Test func refusesDataOfAnotherVersion() throws {
        try withCluster { cluster in
            try cluster.stop()
            try "9\n".write(toFile: cluster.folders.data + "/PG_VERSION", atomically: true, encoding: .utf8)
            let error = #expect(throws: PrivateClusterError.self) { try PrivateCluster.start(cluster.configuration) }
            #expect(error?.code == .versionMismatch)
            #expect(error?.message.contains("PostgreSQL 9") == true)
        }
    }

    @Test func listensOnLoopbackWithAPasswordOnly() throws {
        let error = #expect(throws: PrivateClusterError.self) {
            try withCluster({ $0.listening = .loopback }, { _ in })
        }
        #expect(error?.code == .configuration)
        try withCluster({
            $0.listening = .loopback
            $0.password = "secret"
        }) { cluster in
            #expect(cluster.port != 5432)
            #expect(canConnect(port: cluster.port))
            try cluster.restart()
            #expect(canConnect(port: cluster.port))
        }
    }

    @Test func aLongPathPutsTheSocketElsewhere() throws {
        let long = folder + "/" + String(repeating: "d", count: 90)
        try withCluster({ $0.folder = long }) { cluster in
            #expect(cluster.socketFolder.utf8.count < 90)
            #expect(!cluster.socketFolder.hasPrefix(long))
        }
        try? FileManager.default.removeItem(atPath: folder)
    }

    @Test(.enabled(if: getuid() == 0)) func aFolderThatTheServerCannotEnterIsReplaced() throws {
        mkdir(folder, 0o700)
        defer { rmdir(folder) }
        try withCluster({ $0.folder = folder + "/var" }) { cluster in
            #expect(cluster.folders.root.hasPrefix("/var/tmp/"))
            let again = try PrivateCluster.start(cluster.configuration)
            #expect(again.wasAdopted)
        }
    }

    @Test func aFolderThatCannotBeMadeIsSaidSo() throws {
        let file = folder + "-file"
        try "".write(toFile: file, atomically: true, encoding: .utf8)
        defer { unlink(file) }
        let error = #expect(throws: PrivateClusterError.self) {
            try PrivateCluster.start(ClusterConfiguration(folder: file + "/inside"))
        }
        #expect(error?.code == .folderNotWritable)
    }

    private func canConnect(port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
