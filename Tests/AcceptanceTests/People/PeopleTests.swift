import Foundation
import TestSupport
import Testing

/// Posts, absences and rosters by the program.
@Suite struct PeopleTests {
    @Test func `posts and rosters are imported, listed, and their gaps named`() async throws {
        try await City.with { city in
            let posts = try await city.expect("posts", "--unit", "柳汀街道", zh: true)
            #expect(posts.output.contains("街道带班领导"))
            #expect(posts.output.hasSuffix("空缺 0\n"))
            let head = "账号,姓名,岗位,单位编码,任职止,代岗人\n"
            let people = try city.workplace.write(
                head + "liutingduty,岚忍冬,街道带班领导,990101001,2026-01-31,liutingdispatch1\n",
                to: "people.csv"
            )
            try await city.expect("import", "people", people)
            let empty = try await city.expect("posts", "--unit", "柳汀街道", "--empty", zh: true)
            #expect(empty.output.contains("空岗；承接：桥惊蛰（liutingdispatch1）（街道带班领导空岗，代岗）"), "\(empty)")
            let json = try await city.expect("posts", "--unit", "柳汀街道", "--empty", "--json")
            #expect(json.output.contains(#""as":"empty""#))
            let rows = "990101001,带班领导,liutingdispatch2,2099-03-07 08:00,2099-03-07 20:00\n"
            let duties = try city.workplace.write("单位编码,值班岗位,账号,起,止\n" + rows, to: "duties.csv")
            try await city.expect("import", "duties", duties)
            let list = try await city.expect("duty", "list", "--day", "2099-03-07", zh: true)
            #expect(list.output.contains("溪临风（liutingdispatch2）"), "\(list)")
            let gaps = try await city.whistle("duty", "gaps", "--day", "2099-03-07", zh: true)
            #expect(gaps.status == 1)
            #expect(gaps.output.contains("街道带班领导 无人值守 2099-03-07 20:00 – 2099-03-08 00:00"), "\(gaps)")
            let template = try await city.expect("import", "duties", "--template", "t.csv", zh: true)
            #expect(template.status == 0 && city.workplace.has("t.csv"))
            let number = try await city.file()
            let owned = try await city.expect("tickets", "--open", "--owner", "zhuyingdispatch1", "--json")
            #expect(owned.output.contains(number))
            let shown = try await city.expect("show", number, zh: true)
            #expect(shown.output.contains("责任人：桥惊蛰") || shown.output.contains("责任人：柳茯苓"), "\(shown)")
            let shows = try await city.expect("digest", "show", zh: true)
            #expect(shows.output.hasPrefix("汇总：08:30、14:00；免打扰：20:00–08:00；空缺通知：15:00\n"), "\(shows)")
            let set = try await city.expect("digest", "set", "--times", "09:00", "--quiet", "none")
            #expect(set.output == "digests: 09:00; quiet: none; gaps: 15:00\n")
            let night = try await city.whistle("digest", "set", "--quiet", "08:00-10:00")
            #expect(night.complains("digest_in_quiet_hours", 64), "\(night)")
            let wrong = try await city.whistle("duty", "list", "--day", "gestern")
            #expect(wrong.complains("bad_date", 64), "\(wrong)")
        }
    }

    @Test func `a post is handed over with a list for two signatures, and a shift with its log`() async throws {
        try await City.with { city in
            let giver = "chengguanliaison1"
            let before = try await city.expect("tickets", "--open", "--owner", giver, "--json")
            let call = ["hand-over", "--from", giver, "--to", "chengguanliaison2"]
            let dry = try await city.workplace.run(call + ["--dry-run"], zh: true)
            #expect(dry.status == 0, "\(dry)")
            #expect(dry.output.contains("移交人签字：____________") && dry.output.contains("（预览，未移交）"))
            let json = try await city.workplace.run(call + ["--dry-run", "--json"])
            #expect((try json.json["matters"] as? [Any])?.count == before.lines.count)
            let done = try await city.workplace.run(call, zh: true)
            #expect(done.status == 0, "\(done)")
            #expect(done.output.components(separatedBy: "已移交").count == before.lines.count + 1, "\(done)")
            #expect(try await city.expect("tickets", "--open", "--owner", giver, "--json").lines.isEmpty)
            let again = try await city.workplace.run(call + ["--csv"], zh: true)
            #expect(again.status == 0 && again.output.hasPrefix("\u{FEFF}类别,编号,"), "\(again)")
            let none = try await city.whistle("hand-over", "--from", "sysadmin", "--to", giver, "--role", "网格员")
            #expect(none.complains("no_post", 2), "\(none)")
            let shift = [
                "shift", "hand-over", "--unit", "竹影社区", "--from", "zhuyingdispatch1", "--to", "zhuyingdispatch2",
            ]
            let page = try await city.workplace.run(shift + ["--note", "盯住三号楼"], zh: true)
            #expect(page.status == 0 && page.output.contains("交代：盯住三号楼"), "\(page)")
            let log = try await city.expect("shift", "log", "--unit", "柳汀街道", zh: true)
            #expect(log.output.contains("值班日志 #"), "\(log)")
            let verified = try await city.expect("verify", "--json")
            #expect(try verified.json["finding_count"] as? Int == 0)
        }
    }
}
