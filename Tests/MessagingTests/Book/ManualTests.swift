import Foundation
import Messaging
import Outward
import Testing
import Workflow

/// The two manuals of messages say the same, and what they show is right.
@Suite struct ManualTests {
    private static let names = ["MESSAGES.md", "MESSAGES.zh.md"]

    private static func manual(_ name: String) throws -> String {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return try String(contentsOf: root.appending(path: "docs/" + name), encoding: .utf8)
    }

    /// The file that a manual shows.
    private static func file(_ manual: String) -> String {
        let lines = manual.split(separator: "\n", omittingEmptySubsequences: false)
        let shown = lines.drop { !$0.hasPrefix("    language:") }.prefix { $0.hasPrefix("    ") }
        return shown.map { $0.dropFirst(4) }.joined(separator: "\n")
    }

    /// Words of the program: what stands between backticks.
    private static func words(_ text: Substring) -> Set<String> {
        Set(text.matches(of: /`([^`\n]+)`/).map { String($0.1) })
    }

    private static let secrets = BookSecrets.test(
        [
            "SMS_TOKEN": "geheim", "WATER_SIGN": "SEC1", "MAIL_PASSWORD": "geheim",
            "SMS_RECEIPTS": "sechzehn-zeichen-lang",
        ],
        files: ["/etc/whistle/water-robot": .success("https://robot.example.cn/send?key=1\n")]
    )

    @Test(arguments: names) func `the file that a manual shows is read without a mistake`(name: String) throws {
        let book = try ChannelBook(yaml: Self.file(Self.manual(name)), secrets: Self.secrets)
        #expect(book.gateways.map(\.name) == ["sms", "voice"])
        #expect(book.gateways[0].templates["resident/close"]?.parameters == [.number])
    }

    @Test func `both show the same file, and have the same words in the same parts`() throws {
        let manuals = try Self.names.map(Self.manual)
        func bare(_ file: String) -> [Substring] {
            file.split(separator: "\n").map { line in
                let end = line.firstRange(of: " # ")?.lowerBound ?? line.endIndex
                return line[..<end].trimmingCharacters(in: .whitespaces)[...]
            }
        }
        #expect(bare(Self.file(manuals[0])) == bare(Self.file(manuals[1])))
        let parts = manuals.map { manual in
            manual.components(separatedBy: "\n## ").map { Self.words(Substring($0)) }
        }
        #expect(parts[0].count == 5 && parts[1].count == 5)
        for (english, chinese) in zip(parts[0], parts[1]) {
            #expect(english == chinese)
        }
    }

    /// Each code of the table can come out of a wrong file, and nothing else can.
    @Test(arguments: names) func `the codes of the table are those of the reader`(name: String) throws {
        let rows = try Self.manual(name).split(separator: "\n").drop {
            !($0.hasPrefix("|") && $0.contains("channels check`"))
        }
        .dropFirst(2).prefix { $0.hasPrefix("|") }
        let table = rows.reduce(into: Set<String>()) { codes, row in
            codes.formUnion(Self.words(row.dropFirst().prefix { $0 != "|" }))
        }
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        var written: Set<String> = []
        for folder in ["Messaging/Book", "Outward/Book"] {
            let path = root.appending(path: "Sources/" + folder)
            for file in try FileManager.default.contentsOfDirectory(at: path, includingPropertiesForKeys: nil) {
                let source = try String(contentsOf: file, encoding: .utf8)
                let codes = /"((?:bad|unknown|missing|secret|wrong)_[a-z]+)"/
                written.formUnion(source.matches(of: codes).map { String($0.1) })
            }
        }
        #expect(table.subtracting(written) == [] && written.subtracting(table) == [])
    }
}
