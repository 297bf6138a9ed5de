import PGStore
import Testing
import Workflow

@testable import Pages

/// A list by lamp on a page.
@Suite struct UrgentFirstTests {
    @Test func `red first, of one lamp what is due first, and nothing moves without a reason`() {
        func line(_ number: String, _ lamp: String, _ due: JSONValue) -> JSONValue {
            ["number": .string(number), "lamp": .string(lamp), "next_due_at": due]
        }
        let lines = [
            line("1", "yellow", "2026-03-09T09:00:00Z"), line("2", "red", "2026-03-09T08:00:00Z"),
            line("3", "green", .null),
            line("4", "red", "2026-03-06T08:00:00.5Z"), line("5", "green", "2026-04-01T00:00:00Z"),
            line("6", "green", .null),
            line("7", "yellow", "2026-03-09T09:00:00Z"),
        ]
        #expect(lines.mostUrgentFirst.compactMap { $0["number"]?.string } == ["4", "2", "1", "7", "5", "3", "6"])
        #expect([JSONValue]().mostUrgentFirst.isEmpty)
    }
}
