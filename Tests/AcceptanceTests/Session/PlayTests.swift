import Foundation
import TestSupport
import Testing

/// The session of docs/NIGHT.md, played on a real database: it stays as the page tells it.
@Suite struct PlayTests {
    private static let repository = URL(filePath: #filePath).appending(path: "../../../..").standardized
    private static let script = repository.appending(path: "share/plays/night.yaml").path

    /// The page in one language: its own words, then what the program printed.
    private static func page(zh: Bool, printing output: String) -> String {
        let head =
            zh
            ? """
            # 一次夜间应急哨

            脚本是 `share/plays/night.yaml`，下面是 `whistle play share/plays/night.yaml` 打印的原文（测试逐字核对）。M 是诉求，X、Z \
            是两个部门的任务；每个时限说明为何那时到期，末尾的各环节用时合计等于全程。
            """
            : """
            # A red whistle at night

            The script is `share/plays/night.yaml`; this is what `whistle play share/plays/night.yaml` prints, word for word (a test \
            compares it). M is the matter, X and Z are the tasks of the two departments; every clock says why it falls due then, \
            and the sums of the ledgers at the end equal the whole.
            """
        return head + "\n\n```text\n" + output + "```\n"
    }

    @Test(arguments: [(true, "NIGHT.zh.md"), (false, "NIGHT.md")])
    func `the night in docs is played as it is printed`(zh: Bool, file: String) async throws {
        try await City.with(sample: false) { city in
            let outcome = try await city.whistle("play", Self.script, zh: zh)
            #expect(outcome.status == 0, "\(outcome)")
            let made = Self.page(zh: zh, printing: outcome.output)
            let path = Self.repository.appending(path: "docs/\(file)")
            if ProcessInfo.processInfo.environment["WHISTLE_WRITE_GOLDEN"] != nil {
                try made.write(to: path, atomically: true, encoding: .utf8)
            }
            let told = try String(contentsOf: path, encoding: .utf8)
            #expect(told == made)
            // What it is about, whatever the words: refused twice, fired by the clock, charged to who held it.
            for word in ["tasks_open", "same_person"] { #expect(made.contains(word)) }
            let verified = try await city.whistle("verify", "--district", try Self.district(outcome), "--json")
            #expect(try verified.json["finding_count"] as? Int == 0)
        }
    }

    @Test func `a play that goes otherwise is told at its step`() async throws {
        try await City.with(sample: false) { city in
            let script = city.workplace.folder.appending(path: "wrong.yaml")
            let text = """
                play: {zh: 错, en: wrong}
                steps:
                  - {at: 2026-03-06 09:00, by: zhuyingdispatch1, file: M, with: {place: 竹影社区, category: 市容环卫/垃圾清运, text: 垃圾}}
                  - {at: 2026-03-06 09:10, by: zhuyingdispatch1, act: 受理, on: M, refused: too_late}
                """
            try text.write(to: script, atomically: true, encoding: .utf8)
            let outcome = try await city.whistle("play", script.path)
            #expect(outcome.complains("bad_play", 1), "\(outcome)")
            #expect(outcome.errors.contains("step 2"))
        }
    }

    private static func district(_ outcome: Outcome) throws -> String {
        let words = outcome.errors.split { $0.isWhitespace || $0 == "：" }
        return String(try #require(words.last { $0.hasPrefix("play-") }))
    }
}
