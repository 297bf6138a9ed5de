/// Why a calendar cannot be built or found.
public enum CalendarError: Error, Hashable, Sendable {
    /// The calendar's name is empty or has letters that no limit could name.
    case badName(String)
    /// The system knows no zone of this name.
    case unknownZone(String)
    /// A window is not `09:00-12:00`.
    case badWindow(String)
    /// A window closes before, or just as, it opens; windows over midnight are written as two.
    case reversedWindow(WorkWindow)
    /// Two windows of one day share time.
    case overlappingWindows(Weekday?, WorkWindow, WorkWindow)
    /// No day of the week has a window.
    case noWorkingTime
    /// A date is said to be both off and a make-up workday.
    case contradictingDate(LocalDate)
    /// A date is listed twice, with another name each time.
    case repeatedDate(LocalDate, String, String)
    /// A date or a known year lies outside 1900 to 2200.
    case outOfRange(String)
    /// Two calendars of one book have the same name.
    case repeatedCalendar(String)
    /// The book has no calendar of this name.
    case unknownCalendar(String, known: [String])
    /// A document says something that cannot be made into a calendar.
    case badDocument(String)
}

extension CalendarError: CustomStringConvertible {
    /// What is wrong, with the facts.
    public var description: String {
        switch self {
        case .badName(let name): "“\(name)” cannot name a calendar"
        case .unknownZone(let zone): "no time zone is called “\(zone)”"
        case .badWindow(let text): "“\(text)” is not a window such as 09:00-12:00"
        case .reversedWindow(let window):
            "window \(window) does not close after it opens; write one over midnight as two, up to 24:00 and from 00:00"
        case .overlappingWindows(let day, let first, let second):
            "windows \(first) and \(second) overlap on \(day?.rawValue ?? "make-up workdays")"
        case .noWorkingTime: "the week has no working time"
        case .contradictingDate(let date): "\(date) is both off and a make-up workday"
        case .repeatedDate(let date, let first, let second): "\(date) is listed as “\(first)” and as “\(second)”"
        case .outOfRange(let what): "\(what) lies outside the years 1900 to 2200"
        case .repeatedCalendar(let name): "two calendars are called “\(name)”"
        case .unknownCalendar(let name, let known):
            "no calendar is called “\(name)”; there are: \(known.joined(separator: ", "))"
        case .badDocument(let reason): reason
        }
    }
}
