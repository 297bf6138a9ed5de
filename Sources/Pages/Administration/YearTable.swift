import PGStore
import Web
import Workflow

/// A year of a calendar as a wall calendar shows it: twelve months, each day with what it is.
struct YearTable {
    let calendar: WorkCalendar
    let year: Int
    let kit: PageKit
    let language: Language

    /// The months, each with its weeks.
    var months: JSONValue { .array((1...12).map(month)) }

    /// What weekdays are called, Monday first.
    var weekdays: JSONValue {
        .array(Weekday.allCases.map { .string(kit.words.text(Self.names[$0.index], language)) })
    }

    /// What a weekday is called.
    func name(of day: Weekday) -> String {
        let name = kit.words.text(Self.names[day.index], language)
        return kit.words.text("admin.calendar.weekday", language, ["day": name])
    }

    private static let names = [
        "weekday.mon", "weekday.tue", "weekday.wed", "weekday.thu", "weekday.fri", "weekday.sat", "weekday.sun",
    ]

    private func month(_ month: Int) -> JSONValue {
        let first = LocalDate(year: year, month: month, day: 1) ?? .startOfYear(year)
        let days = (0..<LocalDate.daysInMonth(month, of: year)).map { day(first.adding(days: $0)) }
        let cells = Array(repeating: JSONValue.object(["is_none": true]), count: first.weekday.index) + days
        let weeks = stride(from: 0, to: cells.count, by: 7).map { start -> JSONValue in
            let week = Array(cells[start..<min(start + 7, cells.count)])
            return ["days": .array(week + Array(repeating: ["is_none": true], count: 7 - week.count))]
        }
        let title = kit.words.text("admin.calendar.month", language, ["month": "\(month)"])
        return ["title": .string(title), "weeks": .array(weeks)]
    }

    private func day(_ date: LocalDate) -> JSONValue {
        let exception = calendar.exception(on: date)
        let (kind, mark): (String, String) =
            switch exception?.kind {
            case .off: ("off", kit.words.text("admin.calendar.off_mark", language))
            case .makeUp: ("make-up", kit.words.text("admin.calendar.make_up_mark", language))
            case nil: (calendar.isWorkday(date) ? "work" : "rest", "")
            }
        return [
            "number": .int(Int64(date.day)), "kind": .string(kind), "mark": .string(mark),
            "name": .orNull(exception?.name),
        ]
    }
}
