import Workflow

/// Counts back working days from the day of loading.
struct SampleCalendar: Sendable {
    private let calendar: WorkCalendar
    /// Working days before the day of loading, the last one first.
    private let days: [LocalDate]

    /// Counts back from a day.
    init(_ calendar: WorkCalendar, from today: LocalDate, most: Int) {
        self.calendar = calendar
        var days: [LocalDate] = []
        var day = today
        while days.count < most, day != .earliest {
            day = day.adding(days: -1)
            if calendar.isWorkday(day) { days.append(day) }
        }
        self.days = days
    }

    /// The point in time that a story means.
    func instant(_ time: SampleStory.WorkdayTime) -> Instant {
        let index = min(time.daysBefore, days.count) - 1
        return calendar.instant(LocalDateTime(date: days[index], time: time.time))
    }

    /// The day from which so many working days back is this one.
    static func today(_ calendar: WorkCalendar, workdays count: Int, after day: LocalDate) -> LocalDate {
        var day = day
        var left = count
        while left > 0, day < .latest {
            day = day.adding(days: 1)
            if calendar.isWorkday(day) { left -= 1 }
        }
        return day
    }
}
