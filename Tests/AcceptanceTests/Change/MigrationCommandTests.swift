import Foundation
import TestSupport
import Testing

/// A migration through the command line.
@Suite struct MigrationCommandTests {
    @Test func `a plan is checked, tried, and carried out once`() async throws {
        try await City.with { city in
            let number = try await city.file()
            let source = URL(filePath: #filePath).deletingLastPathComponent().appending(
                path: "../../../share/definitions/issue.yaml"
            )
            let text = try String(contentsOf: source, encoding: .utf8)
            try city.workplace.write(text.replacing("reported", with: "received"), to: "issue.yaml")
            try await city.expect("definition", "publish", "issue.yaml")
            try city.workplace.write("plan: 新流程\ndefinition: issue\nfrom: [1]\nto: 2\n", to: "bad.yaml")
            let bad = try await city.whistle("definition", "migrate", "bad.yaml", "--dry-run")
            #expect(bad.complains("state_unmapped", 1), "\(bad)")
            try city.workplace.write(
                "plan: 新流程\ndefinition: issue\nfrom: [1]\nto: 2\nstates: {reported: received}\n",
                to: "plan.yaml"
            )
            let dry = try await city.expect("definition", "migrate", "plan.yaml", "--dry-run", "--json")
            let count = try #require(try dry.json["moved"] as? Int)
            #expect(count > 0)
            #expect(try await city.whistle("definition", "migrate", "plan.yaml").status == 64)
            let words = ["definition", "migrate", "plan.yaml", "--as", "zhuyingdispatch1", "--csv", "moved.csv"]
            let done = try await city.workplace.run(words, zh: true)
            #expect(done.status == 0 && done.output.contains("已变 \(count)"), "\(done)")
            #expect(try city.workplace.text("moved.csv").contains("\(number),moved,,,issue@2,reported,received"))
            let shown = try await city.expect("show", number, zh: true)
            #expect(shown.output.contains("由第 1 版迁移（新流程）"), "\(shown)")
            let again = try await city.workplace.run(words, zh: true)
            #expect(again.status == 0 && again.output.contains("已变 0"), "\(again)")
            try await city.expect("act", number, "accept", "--as", "zhuyingdispatch1")
            try await city.expect("verify")
        }
    }
}
