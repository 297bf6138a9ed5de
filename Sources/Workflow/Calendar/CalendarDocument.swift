/// A calendar as people write it down, in YAML or JSON.
///
/// ```yaml
/// name: office
/// zone: Asia/Shanghai
/// workdays: [mon, tue, wed, thu, fri]       # either workdays with hours …
/// hours: ["09:00-12:00", "14:00-18:00"]
/// windows: {sat: ["09:00-12:00"]}           # … or windows by weekday, or both
/// make_up: ["09:00-12:00", "14:00-18:00"]   # if make-up workdays have other windows than the first workday
/// holidays: china                           # the name of a list, or the days themselves
/// known_years: 2007-2026                    # every, none, or first-last; without it what the list knows
/// ```
public struct CalendarDocument: Hashable, Sendable {
    /// What limits call the calendar.
    public var name: String
    /// The IANA name of its time zone.
    public var zone: String
    /// The weekdays that have `hours`.
    public var workdays: [Weekday]
    /// The windows of every weekday in `workdays`.
    public var hours: [WorkWindow]
    /// The windows of single weekdays, which go before `hours`.
    public var windows: [Weekday: [WorkWindow]]
    /// The windows of make-up workdays.
    public var makeUp: [WorkWindow]?
    /// The holidays.
    public var holidays: Holidays?
    /// The years for which the holidays are official; `nil` for those that the list knows.
    public var knownYears: KnownYears?

    /// Where a document's holidays come from.
    public enum Holidays: Hashable, Sendable {
        /// A list of this name, kept elsewhere.
        case list(String)
        /// The days, written in the document.
        case days([DayException])
    }
}

extension CalendarDocument {
    /// Builds the calendar that the document describes.
    ///
    /// - Parameter list: finds a holiday list by the name that the document gives.
    /// - Returns: the calendar.
    /// - Throws: `CalendarError` when the document contradicts itself or its list of holidays is not found.
    public func calendar(list: (String) -> HolidayList? = { _ in nil }) throws(CalendarError) -> WorkCalendar {
        let holidays = try resolvedHolidays(list)
        return try WorkCalendar(
            name: name,
            zone: zone,
            windows: try week(),
            exceptions: holidays.exceptions,
            knownYears: knownYears ?? holidays.knownYears
        )
    }

    private func week() throws(CalendarError) -> WorkWeek {
        guard workdays.isEmpty == hours.isEmpty else {
            throw .badDocument("calendar \(name): workdays and hours belong together, one of them is missing")
        }
        var byDay = windows
        for day in workdays where byDay[day] == nil { byDay[day] = hours }
        return try WorkWeek(byDay, makeUp: makeUp)
    }

    private func resolvedHolidays(_ list: (String) -> HolidayList?) throws(CalendarError) -> HolidayList {
        switch holidays {
        case nil: return .none
        case .days(let days): return HolidayList(exceptions: days)
        case .list(let reference):
            guard let found = list(reference) else {
                throw .badDocument("calendar \(name): there is no list of holidays called “\(reference)”")
            }
            return found
        }
    }
}
