import Foundation
import Glibc

/// The steps from a folder to a running server.
struct ClusterStarter {
    let configuration: ClusterConfiguration
    let folders: ClusterFolders
    let binaries: ServerBinaries
    let account: ServerAccount

    /// Makes the cluster beside its place and moves it there, so that an interrupted `initdb` leaves nothing half made.
    func initializeIfNeeded() throws(PrivateClusterError) {
        guard folders.version() == nil else { return }
        let draft = folders.data + ".new"
        try? FileManager.default.removeItem(atPath: draft)
        // Only an empty folder is removed: a full one without a version is nothing that we know, so the move fails.
        rmdir(folders.data)
        var arguments = ["-D", draft, "-U", configuration.user, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        arguments += ["--auth-local=trust", "--auth-host=scram-sha-256"]
        let passwordFile = folders.root + "/password.new"
        defer { unlink(passwordFile) }
        if let password = configuration.password {
            try folders.write(password + "\n", to: passwordFile)
            arguments.append("--pwfile=\(passwordFile)")
        }
        let result = try account.run(binaries.path("initdb"), arguments)
        guard result.status == 0 else {
            try? FileManager.default.removeItem(atPath: draft)
            throw PrivateClusterError(.initialize, "initdb could not make a cluster in \(draft)", output: result.output)
        }
        try appendInclude(to: draft + "/postgresql.conf")
        guard rename(draft, folders.data) == 0 else {
            throw PrivateClusterError(.folderNotWritable, "\(draft) could not be moved: \(ServerCommand.lastError())")
        }
    }

    /// Starts the server or adopts the one that runs.
    func start() throws(PrivateClusterError) -> PrivateCluster {
        if let running = PostmasterFile.read(folders.data), running.isAlive, try isReady(running.port, seconds: 30) {
            try writeSettings(port: running.port)
            _ = try account.run(binaries.path("pg_ctl"), ["reload", "-D", folders.data])
            return try cluster(port: running.port, wasAdopted: true)
        }
        let port = try configuration.listening == .loopback ? freePort() : 5432
        try run(port: port)
        return try cluster(port: port, wasAdopted: false)
    }

    /// Starts a server that does not run.
    func run(port: Int) throws(PrivateClusterError) {
        try writeSettings(port: port)
        PostmasterFile.removeIfStale(folders.data)
        var last = ""
        for attempt in 1...10 {
            let arguments = ["start", "-D", folders.data, "-l", folders.log, "-w", "-t", "60", "-s"]
            let result = try account.run(binaries.path("pg_ctl"), arguments)
            if result.status == 0 {
                return
            }
            last = result.output + folders.logTail()
            // After a kill -9 of the server its children live on for a moment and hold the shared memory.
            guard attempt < 10, last.contains("shared memory block") || last.contains("already exists") else { break }
            usleep(300_000)
            PostmasterFile.removeIfStale(folders.data)
        }
        throw PrivateClusterError(.start, "the server in \(folders.data) did not start", output: last)
    }

    private func writeSettings(port: Int) throws(PrivateClusterError) {
        let text = configuration.settingsFile(socket: folders.socket, port: port, hasLZ4: binaries.hasLZ4())
        try folders.write(text, to: folders.settings)
    }

    private func cluster(port: Int, wasAdopted: Bool) throws(PrivateClusterError) -> PrivateCluster {
        var watchdog: Watchdog?
        if configuration.lifetime == .thisProcess {
            watchdog = try Watchdog.start(pgControl: binaries.path("pg_ctl"), folders: folders, account: account)
        }
        return PrivateCluster(
            configuration: configuration,
            folders: folders,
            port: port,
            wasAdopted: wasAdopted,
            binaries: binaries,
            account: account,
            watchdog: watchdog
        )
    }

    private func isReady(_ port: Int, seconds: Int) throws(PrivateClusterError) -> Bool {
        for _ in 0..<(seconds * 5) {
            guard PostmasterFile.read(folders.data)?.isAlive ?? false else { return false }
            let arguments = ["-q", "-h", folders.socket, "-p", String(port), "-t", "2"]
            if try account.run(binaries.path("pg_isready"), arguments).status == 0 {
                return true
            }
            usleep(200_000)
        }
        return false
    }

    private func appendInclude(to path: String) throws(PrivateClusterError) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw PrivateClusterError(.initialize, "\(path) cannot be read")
        }
        try folders.write(text + "\ninclude_if_exists = 'private.conf'\n", to: path)
    }

    /// Asks the kernel for a port that nobody uses; another program may take it before the server does, which then
    /// fails to start and says so.
    private func freePort() throws(PrivateClusterError) -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard isBound else {
            throw PrivateClusterError(.start, "no free port on 127.0.0.1: \(ServerCommand.lastError())")
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
