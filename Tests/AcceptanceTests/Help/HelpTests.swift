import Foundation
import TestSupport
import Testing

/// The help texts as they were last approved, in both languages.
///
/// `WHISTLE_WRITE_GOLDEN=1 swift test --filter HelpTests` writes them anew, to be read before they are committed.
@Suite struct HelpTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden")

    /// Every command that has a help of its own.
    private static let commands = [
        [], ["up"], ["serve"], ["work"], ["migrate"], ["doctor"], ["file"], ["act"], ["show"], ["tickets"], ["answers"],
        ["verify"],
        ["definition"], ["definition", "check"], ["definition", "graph"], ["calendar"], ["calendar", "check"],
        ["calendar", "explain"], ["calendar", "recompute"], ["replay"], ["import"], ["dead"], ["dead", "list"],
        ["dead", "resend"], ["bench"], ["play"],
        ["ledger"], ["definition", "diff"], ["definition", "publish"], ["definition", "migrate"],
        ["definition", "plan"],
        ["posts"], ["hand-over"], ["shift"], ["shift", "hand-over"], ["shift", "log"], ["digest"], ["digest", "show"],
        ["digest", "set"], ["duty"], ["duty", "list"], ["duty", "gaps"],
        ["units"], ["units", "reorganise"],
        ["directory"], ["directory", "check"], ["directory", "explain"], ["directory", "simulate"],
        ["directory", "adopt"], ["directory", "revoke"],
        ["account"], ["account", "list"], ["account", "password"], ["account", "slip"], ["account", "lock"],
        ["account", "unlock"], ["account", "sessions"], ["account", "token"], ["account", "token", "make"],
        ["account", "token", "list"], ["account", "token", "revoke"], ["account", "totp"], ["account", "log"],
        ["account", "bind"],
        ["account", "unbind"], ["account", "bindings"], ["account", "providers"],
        ["keys"], ["keys", "make"], ["keys", "list"], ["keys", "rotate"], ["access-log"],
        ["logs"], ["logs", "show"], ["logs", "prune"],
        ["attachments"], ["attachments", "sweep"],
        ["channels"], ["channels", "check"], ["messages"],
        ["webhook"], ["webhook", "add"], ["webhook", "list"], ["webhook", "disable"], ["webhook", "test"],
        ["webhook", "resend"],
    ]

    @Test(arguments: [true, false])
    func `every help reads as it was approved`(zh: Bool) async throws {
        try await Workplace.with { workplace in
            for command in Self.commands {
                let help = try await workplace.run(command + ["--help"], zh: zh)
                #expect(help.status == 0, "\(command): \(help)")
                let name = (["whistle"] + command).joined(separator: "-") + (zh ? ".zh.txt" : ".en.txt")
                try Self.compare(help.output, Self.folder.appending(path: name))
                let long = help.lines.filter { !$0.hasPrefix("USAGE:") && $0.unicodeScalars.count > 120 }
                #expect(long == [], "\(name)")
            }
        }
    }

    @Test func `the help names every command, and the golden files are all in use`() async throws {
        try await Workplace.with { workplace in
            let help = try await workplace.run(["--help"])
            let named = help.output.matches(of: /\n {2}([a-z][a-z-]*) {2,}/).map { String($0.1) }
            #expect(Set(named) == Set(Self.commands.filter { $0.count == 1 }.map { $0[0] }))
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
            $0.hasSuffix(".txt")
        }
        #expect(files.count == 2 * Self.commands.count)
    }

    @Test func `a call that makes no sense is shown how it is meant`() async throws {
        try await Workplace.with { workplace in
            for words in [["nonsense"], ["act"], ["tickets", "--json", "--csv"], ["import", "cats", "x.csv"]] {
                let outcome = try await workplace.run(words)
                #expect(outcome.status == 64, "\(words): \(outcome)")
                #expect(outcome.errors.contains("Usage: whistle"), "\(words): \(outcome)")
                #expect(outcome.output.isEmpty)
            }
        }
    }

    private static func compare(_ text: String, _ file: URL) throws {
        if ProcessInfo.processInfo.environment["WHISTLE_WRITE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        let approved = try String(contentsOf: file, encoding: .utf8)
        #expect(text == approved, "\(file.lastPathComponent)")
    }
}
