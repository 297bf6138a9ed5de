extension WorkCalendar {
    /// The zone of the whole country.
    public static let chinaZone = "Asia/Shanghai"

    /// The common office: 09–12 and 14–18, Monday to Friday, in China, with these holidays.
    ///
    /// - Throws: `CalendarError` when the holidays contradict each other.
    public static func office(holidays: HolidayList = .none) throws(CalendarError) -> WorkCalendar {
        let windows = try [WorkWindow("09:00-12:00"), WorkWindow("14:00-18:00")]
        return try WorkCalendar(
            name: "office",
            zone: chinaZone,
            windows: WorkWeek(Weekday.workweek, windows),
            exceptions: holidays.exceptions,
            knownYears: holidays.knownYears
        )
    }

    /// Open around the clock, every day of the year (7×24), in a zone.
    ///
    /// - Throws: `CalendarError.unknownZone` when the system has no such zone.
    public static func alwaysOpen(name: String = "always", zone: String = chinaZone) throws(CalendarError)
        -> WorkCalendar
    {
        try WorkCalendar(name: name, zone: zone, windows: .always, knownYears: .every)
    }

    /// What people call a calendar: those above by a title, any other by the name that it was given.
    public static func title(of name: String) -> Bilingual {
        switch name {
        case "office": Bilingual(zh: "办公日历", en: "Office hours")
        case "always": Bilingual(zh: "全天候日历", en: "Around the clock")
        default: Bilingual(zh: name, en: name)
        }
    }
}
