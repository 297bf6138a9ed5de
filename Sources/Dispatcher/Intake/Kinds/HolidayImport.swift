import Foundation
import PGStore
import Postgres
import Tabular
import Workflow

/// Holidays and make-up workdays as the yearly notice gives them, for one calendar of the district.
///
/// A date of the sheet goes before what the calendar said of it; other dates stay.
struct HolidayImport: ConfigurationImport {
    /// Which calendar; one that the district has.
    let calendar: String

    static let fields = [
        FieldSpec("date", headings: ["日期"], isRequired: true, note: "放假或调休上班的日期", example: "2026-02-14"),
        FieldSpec("name", headings: ["名称", "节日", "节日名称"], isRequired: true, note: "节日名称", example: "春节"),
        FieldSpec(
            "is_off_day",
            headings: ["是否放假", "放假", "类型"],
            isRequired: true,
            note: "放假填“是”，调休上班填“否”",
            example: "否"
        ),
    ]

    static let kind = ImportKind.calendars

    var columns: [FieldSpec] { Self.fields }

    func parse(_ cells: inout CellReader) -> DayException? {
        let text = cells.required("date", most: 50)
        let name = cells.required("name", most: 50)
        let known = Bilingual(zh: "是（放假）、否（上班）", en: "true (off), false (work)")
        let kind = cells.required("is_off_day", code: "bad_flag", known: known) { Self.flags[$0.lowercased()] }
        guard let date = text.flatMap({ date($0, &cells) }), let name, let kind else { return nil }
        return DayException(date: date, name: name, kind: kind)
    }

    func check(_ sheet: inout WholeSheet<DayException>, _ configuration: DistrictConfiguration) {
        var first: [LocalDate: (line: Int, day: DayException)] = [:]
        for (index, day) in sheet.candidates {
            guard let before = first[day.date] else {
                first[day.date] = (sheet.lines[index].number, day)
                continue
            }
            let isContradiction = before.day.kind != day.kind
            sheet.reject(
                index,
                isContradiction
                    ? RowFault(
                        "contradicting_date",
                        zh: "\(day.date) 在第 \(before.line) 行是\(before.day.kind.zh)，这里是\(day.kind.zh)",
                        en: "\(day.date) is \(before.day.kind.en) in line \(before.line) and \(day.kind.en) here"
                    ) : .twice("\(day.date)", first: before.line)
            )
        }
    }

    func isThere(_ day: DayException, _ configuration: DistrictConfiguration) -> Bool {
        (try? configuration.calendars.calendar(named: calendar))?.exception(on: day.date) == day
    }

    func flights(_ sheet: WholeSheet<DayException>, _ configuration: DistrictConfiguration) throws -> [[Query]] {
        guard let text = configuration.calendarTexts[calendar] else { throw ImportError.unknownCalendar(calendar) }
        var document = try JSONDecoder().decode(CalendarDocument.self, from: Data(text.utf8))
        var byDate: [LocalDate: DayException] = [:]
        if case .days(let days) = document.holidays { for day in days { byDate[day.date] = day } }
        for day in sheet.accepted { byDate[day.date] = day }
        document.holidays = .days(byDate.values.sorted { $0.date < $1.date })
        // Known years were those of the old list; a calendar that needs no notices still needs none.
        if document.knownYears != .every { document.knownYears = nil }
        _ = try document.calendar()
        return [[ConfigurationWrite.calendar(configuration.id, name: document.name, document: try document.json())]]
    }
}

extension HolidayImport {
    private static let flags: [String: DayException.Kind] = [
        "true": .off, "1": .off, "是": .off, "放假": .off, "休": .off, "休息": .off, "yes": .off, "off": .off,
        "false": .makeUp, "0": .makeUp, "否": .makeUp, "上班": .makeUp, "班": .makeUp, "调休上班": .makeUp, "no": .makeUp,
        "make_up": .makeUp,
    ]

    private func date(_ text: String, _ cells: inout CellReader) -> LocalDate? {
        guard let date = LocalMoment(text)?.date else {
            cells.note(
                RowFault(
                    "bad_date",
                    zh: "“\(text)”不是日期，应如 2026-02-14",
                    en: "“\(text)” is not a date such as 2026-02-14"
                )
            )
            return nil
        }
        guard (1900...2200).contains(date.year) else {
            cells.note(
                RowFault(
                    "date_out_of_range",
                    zh: "日期 \(date) 超出范围（1900–2200年）",
                    en: "the date \(date) is out of range (1900–2200)"
                )
            )
            return nil
        }
        return date
    }
}

extension DayException.Kind {
    fileprivate var zh: String { self == .off ? "放假" : "上班" }
    fileprivate var en: String { self == .off ? "off" : "a workday" }
}

extension CalendarDocument {
    /// As the database keeps it.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
