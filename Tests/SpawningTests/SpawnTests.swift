import Foundation
import Glibc
import Spawning
import Testing

/// A program gets what it is given, and nothing else of the process that starts it.
@Suite struct SpawnTests {
    /// Runs a script of the shell to its end: its exit status, and what it wrote.
    private static func run(
        _ script: String,
        environment: [String: String] = [:],
        _ change: (inout Spawn) -> Void = { _ in }
    ) throws -> (status: Int32, output: String) {
        let file = FileManager.default.temporaryDirectory.appending(path: "whistle-spawn-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        var spawn = Spawn(["/bin/sh", "-c", script], environment: environment)
        spawn.output = .file(file.path)
        change(&spawn)
        let process = try spawn.start()
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return (status >> 8 & 0xFF, try String(contentsOf: file, encoding: .utf8))
    }

    @Test func `its environment is what was said, and its folder too`() throws {
        // The shell itself sets PWD and the like: they are asked for by name.
        let told = try Self.run("echo $ONE,$HOME,$PATH; pwd", environment: ["ONE": "1", "PATH": "/bin"]) {
            $0.folder = "/usr"
        }
        #expect(told == (0, "1,,/bin\n/usr\n"))
    }

    @Test func `errors go where output goes, or where they are sent`() throws {
        #expect(try Self.run("echo one; echo two >&2; exit 3") == (3, "one\ntwo\n"))
        #expect(try Self.run("echo one; echo two >&2") { $0.errors = .nothing } == (0, "one\n"))
        #expect(try Self.run("read line || echo nothing to read") == (0, "nothing to read\n"))
    }

    @Test func `no open file is handed on but its streams, where it gets these only`() throws {
        // One that any child inherits, as a library's might be.
        let open = Glibc.open("/dev/null", O_RDONLY)
        defer { close(open) }
        let inherited = try Self.run("[ -e /proc/self/fd/\(open) ] && echo there || echo gone")
        #expect(inherited.output == "there\n")
        let kept = try Self.run("[ -e /proc/self/fd/\(open) ] && echo there || echo gone") { $0.getsStreamsOnly = true }
        #expect(kept.output == "gone\n")
    }

    @Test func `it is in a session of its own, and ignores no signal for our sake`() throws {
        let session = try Self.run("cut -d' ' -f1,6 /proc/self/stat") { $0.isApart = true }
        // `cut` is the shell's child, in the shell's session.
        #expect(session.output.split(separator: " ").last != Substring("\(getsid(0))\n"))
        let before = signal(SIGUSR1, SIG_IGN)
        defer { _ = signal(SIGUSR1, before) }
        let bit = "$((0x$(awk '/SigIgn/ {print $2}' /proc/$$/status) >> \(SIGUSR1 - 1) & 1))"
        let path = ["PATH": "/usr/bin:/bin"]
        #expect(try Self.run("echo \(bit)", environment: path).output == "1\n")
        #expect(try Self.run("echo \(bit)", environment: path) { $0.hasFreshSignals = true }.output == "0\n")
    }

    @Test func `a pipe's ends are for whoever is given them`() throws {
        let channel = try Channel()
        var spawn = Spawn(
            ["/bin/sh", "-c", "[ -e /proc/self/fd/\(channel.reading) ] || echo not ours"],
            environment: [:]
        )
        spawn.output = .descriptor(channel.writing)
        let process = try spawn.start()
        close(channel.writing)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let told = FileHandle(fileDescriptor: channel.reading, closeOnDealloc: true).readDataToEndOfFile()
        #expect(told == Data("not ours\n".utf8))
    }

    @Test func `what cannot be started says so`() {
        #expect(throws: SpawnFailure.self) { try Spawn(["/nonexistent/program"], environment: [:]).start() }
        do throws(SpawnFailure) {
            _ = try Spawn(["/etc/passwd"], environment: [:]).start()
            Issue.record("it started")
        } catch {
            #expect(error.code == EACCES && error.description.hasPrefix("/etc/passwd cannot be run: "))
        }
    }
}
