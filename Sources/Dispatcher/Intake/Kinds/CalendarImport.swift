import Foundation
import PGStore
import Postgres
import Shipped
import Tabular
package import Workflow

/// Calendars as documents, in JSON or YAML: one, or a list of them.
///
/// Holidays by name (`holidays: china`) are those that ship with the program; the days themselves are stored.
struct CalendarImport: ConfigurationImport {
    static let fields = [
        FieldSpec("name", headings: ["名称"], isRequired: true),
        FieldSpec("zone", headings: ["时区"], isRequired: true),
        FieldSpec("workdays", headings: ["工作日"]),
        FieldSpec("hours", headings: ["工作时间"]),
        FieldSpec("windows", headings: ["各日工作时间"]),
        FieldSpec("make_up", headings: ["调休工作时间"]),
        FieldSpec("holidays", headings: ["节假日"]),
        FieldSpec("known_years", headings: ["已公布年份"]),
    ]

    static let kind = ImportKind.calendars

    var columns: [FieldSpec] { Self.fields }

    func parse(_ cells: inout CellReader) -> CalendarDocument? {
        guard let value = cells.row.value else {
            cells.note(RowFault("bad_calendar", zh: "日历文档只能是 JSON 或 YAML", en: "a calendar is written in JSON or YAML"))
            return nil
        }
        do {
            var document = try JSONDecoder().decode(CalendarDocument.self, from: Data(value.json.utf8))
            if case .list(let name) = document.holidays {
                guard name == "china" else {
                    throw CalendarError.badDocument("there is no list of holidays called “\(name)”")
                }
                document.holidays = .days(try Shipped.holidays().exceptions)
            }
            _ = try document.calendar()
            return document
        } catch let error as CalendarError {
            cells.note(RowFault(error))
        } catch let error as DecodingError {
            cells.note(RowFault(error))
        } catch {
            cells.note(RowFault("bad_calendar", zh: "日历文档有误：\(error)", en: "\(error)"))
        }
        return nil
    }

    func check(_ sheet: inout WholeSheet<CalendarDocument>, _ configuration: DistrictConfiguration) {
        sheet.refuseRepeated(\.name)
    }

    func isThere(_ document: CalendarDocument, _ configuration: DistrictConfiguration) -> Bool {
        guard let known = try? configuration.calendars.calendar(named: document.name) else { return false }
        return known == (try? document.calendar())
    }

    func flights(_ sheet: WholeSheet<CalendarDocument>, _ configuration: DistrictConfiguration) throws -> [[Query]] {
        try sheet.accepted.map {
            [ConfigurationWrite.calendar(configuration.id, name: $0.name, document: try $0.json())]
        }
    }
}

extension RowFault {
    /// What is wrong with a calendar.
    package init(_ error: CalendarError) {
        let en = error.description
        switch error {
        case .badName(let name): self.init("bad_calendar_name", zh: "“\(name)”不能作日历名", en: en)
        case .unknownZone(let zone): self.init("unknown_zone", zh: "没有名为“\(zone)”的时区", en: en)
        case .badWindow(let text): self.init("bad_window", zh: "“\(text)”不是工作时间，应如 09:00-12:00", en: en)
        case .reversedWindow(let window):
            self.init("reversed_window", zh: "工作时间 \(window) 的结束不在开始之后；跨夜的写成两段", en: en)
        case .overlappingWindows(let day, let first, let second):
            self.init(
                "overlapping_windows",
                zh: "\(day?.rawValue ?? "调休日")的工作时间 \(first) 与 \(second) 重叠",
                en: en
            )
        case .noWorkingTime: self.init("no_working_time", zh: "一周内没有工作时间", en: en)
        case .contradictingDate(let date): self.init("contradicting_date", zh: "\(date) 既放假又上班", en: en)
        case .repeatedDate(let date, let first, let second):
            self.init("repeated_date", zh: "\(date) 先写作“\(first)”，又写作“\(second)”", en: en)
        case .outOfRange(let what): self.init("date_out_of_range", zh: "\(what) 超出范围（1900–2200年）", en: en)
        case .repeatedCalendar(let name): self.init("row_twice", zh: "日历“\(name)”出现了两次", en: en)
        case .unknownCalendar(let name, _): self.init("unknown_calendar", zh: "没有名为“\(name)”的日历", en: en)
        case .badDocument(let reason): self.init("bad_calendar", zh: "日历文档有误：\(reason)", en: en)
        }
    }

    init(_ error: DecodingError) {
        let context =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
                .dataCorrupted(let context):
                context
            @unknown default: DecodingError.Context(codingPath: [], debugDescription: "\(error)")
            }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        let reason = path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
        self.init("bad_calendar", zh: "日历文档有误：\(reason)", en: "not a calendar: \(reason)")
    }
}
