import Foundation
import TestSupport
import Testing

/// What the rules refuse: an exit code, a stable code, and words in both languages; nothing happens.
@Suite struct RefusalTests {
    private static let desk = "zhuyingdispatch1"

    @Test func `an act that cannot be is refused in words, with a stable code`() async throws {
        let city = try await SharedCity.city
        let number = try await city.file()
        let refusals: [Refused] = [
            Refused(["nonsense"], "unknown_act", zh: "没有“nonsense”这个动作", en: "there is no act “nonsense”"),
            Refused(["签收"], "not_in_this_state", zh: "工单在“待受理”，不能“签收”", en: "the ticket is in “To accept”"),
            Refused(
                ["受理"],
                as: "liutingdispatch1",
                "not_for_this_person",
                zh: "您不能“受理”",
                en: "“Accept” is not yours to do"
            ),
            Refused(["不予受理", "reason=不属于"], "missing_need", zh: "需要填写“法定途径”", en: "“Decline” needs “Lawful route”"),
            Refused(["受理", "--seen", "7"], "stale_version", zh: "您看到第 7 步，现在是第 1 步", en: "you saw step 7, it is at 1"),
            Refused(["受理", "grade=巨大"], "bad_field", zh: "“难易”应为", en: "“Grade” must be one of"),
            Refused(["受理", "colour=red"], "unexpected_field", zh: "没有“colour”这一项", en: "takes no “colour”"),
            Refused(["受理"], as: "nobody", "unknown_account", zh: "没有账号“nobody”", en: "there is no account “nobody”"),
            Refused(["受理", "no sign"], "bad_argument", exit: 64, zh: "应写作 字段=值", en: "write field=value"),
        ]
        for refusal in refusals {
            for zh in [true, false] {
                let outcome = try await city.workplace.run(["act", number] + refusal.words, zh: zh)
                #expect(outcome.complains(refusal.code, refusal.exit), "\(refusal.words): \(outcome)")
                #expect(outcome.errors.contains(zh ? refusal.zh : refusal.en), "\(refusal.words): \(outcome)")
                #expect(outcome.output.isEmpty, "\(refusal.words): \(outcome)")
            }
        }
        let shown = try await city.expect("show", number, "--json")
        #expect(try shown.json["seq"] as? Int == 1)
    }

    @Test func `text that cannot be kept, or not in full, is refused`() async throws {
        let city = try await SharedCity.city
        let number = try await city.file()
        let long = try await city.whistle(
            "act",
            number,
            "note",
            "note=" + String(repeating: "字", count: 2001),
            "--as",
            Self.desk
        )
        #expect(long.complains("text_too_long", 2), "\(long)")
        #expect(long.errors.contains("“Note” takes at most 2000 characters; this has 2001"))
        let fits = String(repeating: "字", count: 2000)
        try await city.expect("act", number, "note", "note=\(fits)", "--as", Self.desk)

        // Bytes that are no text reach the program only from a shell.
        var shell = city.workplace
        shell.prefix = ["/bin/sh", "-c", #"exec "$@" "note=$(printf 'a\377\376b')""#, "sh"]
        for zh in [true, false] {
            let torn = try await shell.run(["act", number, "note", "--as", Self.desk], zh: zh)
            #expect(torn.complains("bad_encoding", 64), "\(torn)")
            #expect(torn.errors.contains(zh ? "不是 UTF-8" : "is not UTF-8"))
        }
        // So does U+0000, in a sheet.
        let rows =
            "编号,地点,类别,内容\nNUL1,竹影社区,市容环卫/垃圾清运,有\u{0}空\nNUL2,竹影社区,市容环卫/垃圾清运,\(String(repeating: "字", count: 4001))\n"
        let sheet = try city.workplace.write(rows, to: "nul.csv")
        let report = try await city.whistle("import", "matters", sheet, "--as", Self.desk)
        #expect(report.status == 1, "\(report)")
        #expect(report.output.contains("line 2: column 4 (D) contains a NUL character [text_has_nul]"))
        #expect(report.output.contains("line 3: “text” takes at most 4000 characters; this has 4001 [text_too_long]"))
        let shown = try await city.expect("show", number, "--json")
        #expect(try shown.json["seq"] as? Int == 2)
    }

    @Test func `answers for a platform that does not say what they look like are refused, and no sheet is written`()
        async throws
    {
        let city = try await SharedCity.city
        let document =
            "- platform: mute\n  title: {zh: 无回填列, en: Without answers}\n  columns: {external_id: 编号, text: 内容}\n"
        try await city.expect("import", "platforms", try city.workplace.write(document, to: "mute.yaml"))
        let out = city.workplace.folder.appending(path: "mute.csv").path
        for zh in [true, false] {
            for more in [[], ["--out", out]] {
                let outcome = try await city.workplace.run(["answers", "--platform", "mute"] + more, zh: zh)
                #expect(outcome.complains("no_answer_columns", 64), "\(outcome)")
                #expect(outcome.errors.contains(zh ? "没有写明回填列" : "does not say what its answers look like"))
            }
        }
        #expect(!FileManager.default.fileExists(atPath: out))
    }

    @Test func `times out of range and times that are none are refused`() async throws {
        let city = try await SharedCity.city
        let filing = [
            "file", "--as", Self.desk, "--place", "竹影社区", "--category", "市容环卫/垃圾清运", "--text", "时间不对",
        ]
        for (time, code) in [
            ("2300-01-01T09:00", "time_out_of_range"), ("1969-12-31T09:00", "time_out_of_range"),
            ("2026-02-30T09:00", "bad_field"), ("tomorrow", "bad_field"),
        ] {
            let outcome = try await city.workplace.run(filing + ["target_due=\(time)"])
            #expect(outcome.complains(code, 2), "\(time): \(outcome)")
        }
        for (words, code) in [
            (["5wd", "9999-02-13T09:00"], "time_out_of_range"), (["5wd", "1800-02-13T09:00"], "time_out_of_range"),
            (["5wd", "2026-02-30T09:00"], "bad_time"), (["5xx", "2026-02-13T09:00"], "bad_limit"),
            (["99999999999wd", "2026-02-13T09:00"], "bad_limit"),
        ] {
            let outcome = try await city.workplace.run(["calendar", "explain"] + words)
            #expect(outcome.complains(code, 64), "\(words): \(outcome)")
        }
    }

    @Test func `what is not there is named as it was typed`() async throws {
        let city = try await SharedCity.city
        for (words, code, status) in [
            (["show", "20200101-000001"], "unknown_ticket", 2), (["show", "abc"], "bad_number", 64),
            (["tickets", "--unit", "乌有社区"], "unknown_unit", 64), (["tickets", "--state", "乌有"], "unknown_state", 64),
            (["tickets", "--lamp", "purple"], "unknown_lamp", 64), (["dead", "resend", "99"], "unknown_message", 2),
            (["import", "units", "nowhere.csv"], "file_not_found", 66),
            (["import", "units", "."], "file_unreadable", 66),
            (["definition", "check", "nothing"], "unknown_definition", 66),
            (["definition", "check", "./nothing.yaml"], "file_not_readable", 66),
            (["import", "matters", "nowhere.csv", "--as", "nobody"], "unknown_account", 2),
        ] as [([String], String, Int32)] {
            let outcome = try await city.workplace.run(words)
            #expect(outcome.complains(code, status), "\(words): \(outcome)")
        }
        let age = try await city.whistle("tickets", "--age", String(Int.max))
        #expect(age.status == 64, "\(age)")
    }

    /// A refusal as it ought to come out.
    private struct Refused {
        let words: [String]
        let code: String
        let exit: Int32
        let zh: String
        let en: String

        init(
            _ words: [String],
            as account: String = desk,
            _ code: String,
            exit: Int32 = 2,
            zh: String,
            en: String
        ) {
            self.words = words + ["--as", account]
            (self.code, self.exit, self.zh, self.en) = (code, exit, zh, en)
        }
    }
}
