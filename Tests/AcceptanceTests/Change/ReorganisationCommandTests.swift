import Foundation
import TestSupport
import Testing

/// A reorganisation through the command line.
@Suite struct ReorganisationCommandTests {
    @Test func `two communities become one, with their matters and posts`() async throws {
        try await City.with { city in
            let number = try await city.file()
            let ended = try await city.file()
            let withdrawn = ["act", ended, "withdraw_matter", "--as", "zhuyingdispatch1", "reason=误报"]
            #expect(try await city.workplace.run(withdrawn).status == 0)
            try city.workplace.write(Self.plan, to: "plan.yaml")
            let dry = try await city.workplace.run(["units", "reorganise", "plan.yaml", "--dry-run"], zh: true)
            #expect(dry.status == 0 && dry.output.contains("新设  990101001099  竹柳社区"), "\(dry)")
            #expect(dry.output.contains("岗位 zhuyingdispatch1"), "\(dry)")
            #expect(try await city.whistle("units", "reorganise", "plan.yaml").status == 64)
            let words = ["units", "reorganise", "plan.yaml", "--as", "zhuyingdispatch1", "--csv", "moved.csv"]
            let done = try await city.workplace.run(words, zh: true)
            #expect(done.status == 0, "\(done)")
            #expect(try city.workplace.text("moved.csv").contains(number))
            let shown = try await city.expect("show", number, zh: true)
            #expect(shown.output.contains("责任单位：竹柳社区") && shown.output.contains("单位调整（社区合并"), "\(shown)")
            let old = try await city.expect("show", ended, zh: true)
            #expect(old.output.contains("竹影社区") && !old.output.contains("竹柳社区"), "\(old)")
            let refused = try await city.whistle(
                "file",
                "--as",
                "zhuyingdispatch1",
                "--place",
                "竹影社区",
                "--category",
                "市容环卫/垃圾清运",
                "--text",
                "垃圾"
            )
            #expect(refused.complains("unit_closed", 2), "\(refused)")
            try await city.expect("act", number, "accept", "--as", "zhuyingdispatch1")
            let again = try await city.workplace.run(words, zh: true)
            #expect(again.status == 0 && again.output.contains("已变 0"), "\(again)")
            try await city.expect("verify")
        }
    }

    private static let plan = """
        plan: 社区合并
        source: 澄政函〔2026〕1号
        effective: 2026-01-01T00:00
        steps:
          - merge: {units: ['990101001001', '990101001002'], into: {code: '990101001099', name: 竹柳社区}}

        """
}
