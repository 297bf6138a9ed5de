import Foundation
import TestSupport
import Testing

/// A calendar that changes under running tickets, through the command line.
@Suite struct CalendarChangeTests {
    @Test func `an import of holidays moves running clocks, and says which`() async throws {
        try await City.with { city in
            let number = try await city.file()
            try await city.expect("act", number, "accept", "--as", "zhuyingdispatch1")
            try city.workplace.write(Self.holidays(), to: "holidays.csv")
            let words = ["import", "calendars", "holidays.csv", "--as", "zhuyingdispatch1", "--moves", "moved.csv"]
            let report = try await city.workplace.run(words, zh: true)
            #expect(report.status == 0 && report.output.contains("推后"), "\(report)")
            let rows = try city.workplace.text("moved.csv")
            #expect(rows.contains(number) && rows.contains("whole"), "\(rows)")

            let shown = try await city.expect("show", number, zh: true)
            #expect(shown.output.contains("日历变更重算（office）"), "\(shown)")
            let dry = try await city.expect("calendar", "recompute", "--dry-run", "--json")
            #expect(try dry.json["moved"] as? Int == 0)
            let again = try await city.expect("calendar", "recompute", "--as", "zhuyingdispatch1")
            #expect(again.output.contains("0 moved"), "\(again)")
            #expect(try await city.whistle("calendar", "recompute", "--as", "nobody").complains("unknown_account", 2))
            try await city.expect("verify")
        }
    }

    /// The next three weeks are off.
    private static func holidays() -> String {
        let days = (0..<21).map { Date.now.addingTimeInterval(Double($0) * 86_400) }
        let format = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        return "日期,名称,是否放假\n" + days.map { "\($0.formatted(format)),演练,是\n" }.joined()
    }
}
