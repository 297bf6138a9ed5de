import Foundation
import Glibc
import TestSupport
import Testing

/// Root and everybody else: PostgreSQL refuses root, so `up` does it otherwise for each.
@Suite struct OrdinaryUserTests {
    /// Who stands for everybody else.
    private static let name = "nobody"

    @Test(.enabled(if: geteuid() == 0, "skipped: not root, so every other test ran as an ordinary user"))
    func `an ordinary user needs nothing but the program and a folder`() async throws {
        let entry = try #require(getpwnam(Self.name)?.pointee)
        try await Workplace.with { bare in
            // The checkout may be closed to others: the program is deployed where they can run it.
            let workplace = try await Self.deployed(bare)
            chown(workplace.folder.path, entry.pw_uid, entry.pw_gid)
            let server = try await City.with(in: workplace) { city in
                let tickets = try await city.expect("tickets", "--json")
                #expect(tickets.lines.count == City.sampleMatters)
                try await city.expect("doctor")
                let owner =
                    try FileManager.default.attributesOfItem(
                        atPath: workplace.folder.appending(path: "var/postgres/data").path
                    )[.ownerAccountID] as? NSNumber
                #expect(owner?.uint32Value == entry.pw_uid)
                return try #require(workplace.server)
            }
            #expect(!server.isRunning)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "skipped: not root"))
    func `a folder that is somebody else's is refused in words`() async throws {
        try await Workplace.with { bare in
            let workplace = try await Self.deployed(bare)
            let up = try await workplace.run(["up"])
            #expect(up.complains("cannot_write", 73), "\(up)")
            #expect(try await workplace.run(["up"], zh: true).errors.contains("不能建立文件夹 var"))
            #expect(!workplace.has("var"))
        }
    }

    /// Run by root, the server is another user's, who may not enter here: its data lies in a folder of its own.
    @Test(.enabled(if: geteuid() == 0, "skipped: not root"))
    func `root's closed folder is no hindrance`() async throws {
        try await Workplace.with { workplace in
            chmod(workplace.root.path, 0o700)
            let root = try await City.with(sample: false, in: workplace) { city in
                try await city.expect("doctor")
                let note = try workplace.text("var/database")
                let socket = try #require(note.firstMatch(of: /host='([^']*)'/)).1
                return URL(filePath: String(socket)).deletingLastPathComponent()
            }
            defer { try? FileManager.default.removeItem(at: root) }
            #expect(root.path.hasPrefix("/var/tmp/whistle-0-"))
            #expect(PrivateServer(data: root.appending(path: "data").path) == nil)
        }
    }

    /// The same workplace with a copy of the program beside it, run as an ordinary user.
    private static func deployed(_ workplace: Workplace) async throws -> Workplace {
        var workplace = workplace
        let built = URL(filePath: Program.path).deletingLastPathComponent()
        let target = workplace.root.appending(path: "bin")
        let files = FileManager.default
        try files.createDirectory(at: target, withIntermediateDirectories: true)
        let names = try files.contentsOfDirectory(atPath: built.path)
            .filter { $0 == "whistle" || $0 == "whistle-picture" || $0.hasSuffix(".resources") }
        // Another process writes the copy: a program that some other test starts meanwhile would inherit a file that is
        // open for writing here, and as long as it runs nobody could run the copy.
        let copying = Process()
        copying.executableURL = URL(filePath: "/bin/cp")
        copying.arguments = ["-R"] + names.map { built.appending(path: $0).path } + [target.path]
        try copying.run()
        copying.waitUntilExit()
        try #require(copying.terminationStatus == 0)
        workplace.program = target.appending(path: "whistle").path
        workplace.prefix = ["setpriv", "--reuid=\(name)", "--regid=nogroup", "--clear-groups", "--"]
        return workplace
    }
}
