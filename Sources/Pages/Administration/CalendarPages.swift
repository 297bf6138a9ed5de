import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 工作日历: the days of a year, and the yearly notice, read and looked at before it is taken.
struct CalendarPages {
    let kit: PageKit

    var all: [Endpoint] { [read, noticeForm, notice] }

    private var look: AdministrationLook { AdministrationLook(kit, .calendars) }

    private var read: Endpoint {
        .page(
            .get,
            "/admin/calendars",
            kit,
            id: "pageCalendar",
            parameters: [
                Parameter("name", in: .query, .words(max: 200), zh: "日历名称", en: "the calendar's name"),
                Parameter("year", in: .query, .integer(1_970...2_200), zh: "哪一年", en: "which year"),
                AdministrationLook.done,
            ]
        ) { [look] call in
            let isWhole = try await call.keptPart().isWhole
            let list = try await call.ask("listCalendars").json
            let name = call.typed("name") ?? list["standard"]?.string ?? ""
            var values: [String: JSONValue] = ["name": .string(name)]
            if let year = call.number("year") { values["year"] = .int(Int64(year)) }
            let told = try await call.ask("readCalendar", values).json
            let year = Int(told["year"]?.int ?? 0)
            let table = try call.table(name, year, look.kit)
            var model = told.object ?? [:]
            let title = { (name: String) in WorkCalendar.title(of: name)(call.language) }
            model["name"] = .string(title(name))
            model["calendars"] = .array(
                (list["calendars"]?.array ?? []).compactMap(\.string).map { other in
                    [
                        "name": .string(title(other)),
                        "path": .string("/admin/calendars?name=\(FormText.encoded(other))&year=\(year)"),
                        "is_here": .bool(other == name),
                    ]
                }
            )
            model["before"] = .string("/admin/calendars?name=\(FormText.encoded(name))&year=\(year - 1)")
            model["after"] = .string("/admin/calendars?name=\(FormText.encoded(name))&year=\(year + 1)")
            model["months"] = table.months
            model["weekdays"] = table.weekdays
            model["hours"] = .array(call.hours(told, table))
            model["is_whole"] = .bool(isWhole)
            // “none” and “every” are words of the API's; years are the same everywhere.
            let known = told["known_years"]?.string ?? ""
            model["known_years"] = known.first?.isNumber == true ? .string(known) : .null
            return try await call.administrationPage(look, "admin-calendar", model)
        }
    }

    private var noticeForm: Endpoint {
        .page(.get, "/admin/calendars/notice", kit, id: "pageHolidayNotice") { [look] call in
            try await call.noticePage(look, [:])
        }
    }

    private var notice: Endpoint {
        .page(
            .post,
            "/admin/calendars/notice",
            kit,
            id: "pageHolidayNoticeSent",
            parameters: Self.sent
        ) { [look] call in
            do {
                let told = try await call.ask("readHolidayNotice", body: ["text": .string(call.text("text") ?? "")])
                    .json
                guard call.flag("adopt") else { return try await call.noticePage(look, call.preview(told, look.kit)) }
                let rows = (told["days"]?.array ?? []).map { day -> JSONValue in
                    [
                        "日期": day["date"] ?? .null, "名称": day["name"] ?? .null,
                        "是否放假": day["kind"] == "off" ? "是" : "否",
                    ]
                }
                let values = call.sentKey.merging(call.portion(call.portionAtMost)) { $1 }
                let matters = try await call.ask("importCalendars", values, body: ["rows": .array(rows)]).json[
                    "matters"
                ]
                guard let last = matters?["last"]?.int else {
                    return call.seeOther("/admin/calendars?year=\(told["year"]?.int ?? 0)&done=adopted")
                }
                let sums = call.sums.adding(["tickets": matters?["tickets"] ?? 0])
                return try await call.noticePage(look, call.goingOn(sums, left: matters?["left"]?.int, last, Self.sent))
            } catch {
                // What broke off in the middle goes on from there.
                let model = call.text("sums").map { _ in
                    call.goingOn(call.sums, left: nil, call.number("after").map { Int64($0) }, Self.sent)
                }
                return try await call.noticePage(look, model ?? [:], fault: try Fault.known(error))
            }
        }
    }

    private static let sent =
        [
            Parameter("text", in: .form, .words(max: 20_000), zh: "通知全文", en: "the notice"),
            Parameter("adopt", in: .form, .flag, zh: "已核对，采用", en: "it was looked at: take it"),
            FormKey.parameter,
        ] + LongWork.parameters
}

extension Call {
    /// The year of a calendar that is there.
    fileprivate func table(_ name: String, _ year: Int, _ kit: PageKit) throws -> YearTable {
        let calendar = try configuration.calendars.calendar(named: name)
        return YearTable(calendar: calendar, year: year, kit: kit, language: language)
    }

    /// Hours by weekday.
    fileprivate func hours(_ told: JSONValue, _ table: YearTable) -> [JSONValue] {
        Weekday.allCases.map { day in
            let windows = (told["hours"]?[day.rawValue]?.array ?? []).compactMap(\.string)
            let shown = windows.map { $0.replacing(":00-", with: "-").replacing(#/:00$/#, with: "") }
            return ["day": .string(table.name(of: day)), "windows": listed(.array(shown.map { .string($0) }))]
        }
    }

    /// What a notice says, beside what the calendar says so far.
    fileprivate func preview(_ told: JSONValue, _ kit: PageKit) -> JSONObject {
        let calendar = configuration.calendars.standard
        let year = Int(told["year"]?.int ?? 0)
        let table = YearTable(calendar: calendar, year: year, kit: kit, language: language)
        let days = (told["days"]?.array ?? []).map { day -> JSONValue in
            var members = day.object ?? [:]
            let date = day["date"]?.string.flatMap { LocalDate($0) }
            let known = date.flatMap { calendar.exception(on: $0) }
            members["weekday"] = .string(date.map { table.name(of: $0.weekday) } ?? "")
            members["is_off"] = .bool(day["kind"] == "off")
            members["is_there"] = .bool(
                known.map { $0.kind.rawValue == day["kind"]?.string && $0.name == day["name"]?.string } ?? false
            )
            members["is_changed"] = .bool(known.map { $0.kind.rawValue != day["kind"]?.string } ?? false)
            return .object(members)
        }
        return [
            "read": [
                "year": told["year"] ?? .null, "days": .array(days), "doubts": told["doubts"] ?? .array([]),
                "has_doubts": .bool(told["doubts"]?.array?.isEmpty == false), "count": .int(Int64(days.count)),
                "off": .int(Int64(days.count { $0["is_off"] == true })),
                "make_up": .int(Int64(days.count { $0["is_off"] == false })),
            ]
        ]
    }

    /// How far the clocks that run are reckoned anew, and what goes on.
    ///
    /// How many are left goes with what was done: a portion that fails says no more than the one before.
    fileprivate func goingOn(_ sums: JSONValue, left: Int64?, _ last: Int64?, _ sent: [Parameter]) -> JSONObject {
        let (done, left) = (sums["tickets"]?.int ?? 0, left ?? sums["left"]?.int ?? 0)
        let next: JSONValue = ["tickets": .int(done), "left": .int(left)]
        var fields = sentAgain(sent)
        fields.append(("sums", next.canonicalText))
        if let last { fields.append(("after", "\(last)")) }
        let work = LongWork(path: "/admin/calendars/notice", done: done, total: done + left, fields: fields)
        return ["going": work.json, "is_moving": true]
    }

    fileprivate func noticePage(_ look: AdministrationLook, _ model: JSONObject, fault: Fault? = nil) async throws
        -> Response
    {
        try await requireWhole()
        let model = model.merging(["text": .string(text("text") ?? "")]) { $1 }
        let title = look.kit.words.text("admin.calendar.notice", language)
        return try await administrationPage(look, "admin-notice", title: title, model, fault: fault)
    }
}
