import Workflow

extension CellReader {
    /// A day; nil where the cell is empty, or, with a fault, where it holds none.
    mutating func day(_ field: String) -> LocalDate? { moment(field)?.date }

    /// Yes or no; nil where the cell is empty, or, with a fault, where it holds neither.
    mutating func flag(_ field: String) -> Bool? {
        guard let text = optional(field, most: 20) else { return nil }
        switch text.lowercased() {
        case "是", "yes", "true", "1", "兼职": return true
        case "否", "no", "false", "0", "专职", "全职": return false
        default:
            note(RowFault("bad_flag", zh: "“\(text)”应为 是 或 否", en: "“\(text)” must be yes or no"))
            return nil
        }
    }

    /// A stretch of time between two cells, both needed; a date alone at its end means all of that day.
    mutating func period(from: String, until: String, in calendar: WorkCalendar) -> Period? {
        let (first, last) = (required(from, most: 50), required(until, most: 50))
        guard let first, let last, let start = moment(from), let end = moment(until) else { return nil }
        let isDay = !last.contains { ":：时点".contains($0) }
        let stop = isDay ? calendar.midnight(of: end.date.adding(days: 1)) : end.instant(calendar)
        guard let period = Period(from: start.instant(calendar), until: stop) else {
            note(.backwards(first, last))
            return nil
        }
        return period
    }

    private mutating func moment(_ field: String) -> LocalMoment? {
        guard let text = optional(field, most: 50) else { return nil }
        guard let moment = LocalMoment(text), (1900...2200).contains(moment.date.year) else {
            note(
                RowFault(
                    "bad_date",
                    zh: "“\(text)”不是日期或时间，应如 2026-03-01 或 2026-03-01 18:00",
                    en: "“\(text)” is no date or time such as 2026-03-01 or 2026-03-01 18:00"
                )
            )
            return nil
        }
        return moment
    }
}

extension RowFault {
    /// The end comes before the beginning.
    static func backwards(_ first: String, _ last: String) -> RowFault {
        RowFault("period_backwards", zh: "“\(last)”不在“\(first)”之后", en: "“\(last)” does not come after “\(first)”")
    }
}
