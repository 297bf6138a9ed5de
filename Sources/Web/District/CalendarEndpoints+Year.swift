import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

extension CalendarEndpoints {
    static let read = Endpoint(
        .get,
        "/api/v1/calendars/{name}",
        id: "readCalendar",
        tag: .calendars,
        summary: Bilingual(zh: "一个日历的一年：工作时间、放假与调休", en: "A year of a calendar: hours, holidays, make-up workdays"),
        access: .scope(.readConfiguration),
        parameters: [
            Parameter("name", in: .path, .text(max: 200), zh: "日历名称", en: "the calendar's name"),
            Parameter(
                "year",
                in: .query,
                .integer(1_970...2_200),
                zh: "哪一年，默认今年",
                en: "which year; this one if not given"
            ),
        ],
        answers: [.init(.ok, Bilingual(zh: "日历", en: "the calendar"), body: calendar)],
        refusals: [.notFound]
    ) { call in
        let name = call.text("name") ?? ""
        let book = call.configuration.calendars
        guard book.names.contains(name), let calendar = try? book.calendar(named: name) else {
            throw Fault(.notFound, "unknown_calendar", zh: "没有日历“\(name)”", en: "there is no calendar “\(name)”")
        }
        let year: Int
        if let asked = call.number("year") {
            year = asked
        } else {
            year = calendar.local(try await call.now()).date.year
        }
        let days = calendar.exceptions.filter { $0.date.year == year }
        let hours = Weekday.allCases.map { day -> (String, JSONValue) in
            (day.rawValue, .array((calendar.week.windows[day] ?? []).map { .string("\($0)") }))
        }
        return call.json([
            "name": .string(calendar.name), "zone": .string(calendar.zone), "year": .int(Int64(year)),
            "known_years": .string("\(calendar.knownYears)"),
            "is_known": .bool(calendar.isKnown(.startOfYear(year))),
            "hours": .object(JSONObject(hours)),
            "days": .array(days.map { json($0) }),
        ])
    }

    static let notice = Endpoint(
        .post,
        "/api/v1/calendars/notice",
        id: "readHolidayNotice",
        tag: .calendars,
        summary: Bilingual(
            zh: "从国务院办公厅放假通知的文本里读出放假与调休；不改动任何东西，导入另用 importCalendars",
            en: """
                Read holidays and make-up workdays out of the State Council's yearly notice; nothing is changed, they are \
                taken by importCalendars
                """
        ),
        access: .scope(.readConfiguration),
        body: .object([.init("text", .words(max: 20_000))]).called("HolidayNoticeText"),
        answers: [
            .init(
                .ok,
                Bilingual(zh: "读出的日子，及自相矛盾之处", en: "the days, and what contradicts itself"),
                body: .object([
                    .init("year", .integer(1_949...2_200)), .init("days", .list(day, max: 1_000)),
                    .init("doubts", .list(.words(max: 500), max: 1_000)),
                ]).called("HolidayNotice")
            )
        ],
        refusals: [.unprocessableContent],
        repetition: .harmless(Bilingual(zh: "只读不改", en: "it changes nothing"))
    ) { call in
        guard let notice = HolidayNotice(call.body["text"]?.string ?? "") else {
            throw Fault(
                .unprocessableContent,
                "no_holiday_notice",
                zh: "没有读出放假安排：请粘贴通知全文，含年份和“一、元旦：……”各条",
                en: "no holidays were found: paste the whole notice with its year and its items (“一、元旦：…”)"
            )
        }
        return call.json([
            "year": .int(Int64(notice.year)), "days": .array(notice.days.map { json($0) }),
            "doubts": .array(notice.doubts.map { .string($0(call.language)) }),
        ])
    }

    private static func json(_ day: DayException) -> JSONValue {
        [
            "date": .string("\(day.date)"), "name": .string(day.name), "kind": .string(day.kind.rawValue),
            "weekday": .string(day.date.weekday.rawValue),
        ]
    }

    private static let weekday = Shape.word(Weekday.allCases.map(\.rawValue))

    private static let day = Shape.object([
        .init("date", .text(Shape.TextRule(min: 10, max: 10, form: .date))), .init("name", .words(max: 200)),
        .init("kind", Shape.word(["off", "make_up"]).noted(zh: "放假；调休上班", en: "off; a make-up workday")),
        .init("weekday", weekday),
    ]).called("CalendarDay")

    private static let calendar = Shape.object([
        .init("name", .text(max: 200)), .init("zone", .text(max: 100)), .init("year", .integer(1_970...2_200)),
        .init("known_years", .text(max: 40)),
        .init("is_known", Shape.flag.noted(zh: "这一年是否已公布", en: "whether that year has been published")),
        .init(
            "hours",
            .object(Weekday.allCases.map { .init($0.rawValue, .list(.text(max: 40), max: 48)) })
        ),
        .init("days", .list(day, max: 1_000)),
    ]).called("CalendarYear")
}
