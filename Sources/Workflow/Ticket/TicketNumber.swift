/// The number that people use for a ticket (编号): the local date of its report and its id, such as `20261121-000123`.
///
/// The id alone names it; the date makes a slip of the finger visible.
public struct TicketNumber: Hashable, Sendable, CustomStringConvertible {
    /// The ticket.
    public let id: TicketID
    /// The date of its report, as `yyyymmdd`; nil where only the id was typed.
    public let date: String?

    /// The number of a ticket, by the calendar of its district.
    public init(_ ticket: Ticket, calendar: WorkCalendar) {
        self.init(ticket.id, reportedAt: ticket.reportedAt, calendar: calendar)
    }

    /// The number of the ticket with an id, reported at an instant, by the calendar of its district.
    public init(_ id: TicketID, reportedAt: Instant, calendar: WorkCalendar) {
        self.id = id
        let day = calendar.local(reportedAt).date
        date = Self.padded(day.year, 4) + Self.padded(day.month, 2) + Self.padded(day.day, 2)
    }

    /// Reads what somebody typed: `20261121-000123`, `20261121000123` or the bare id; nil when it is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return nil }
        switch parts.count {
        case 1 where text.utf8.count >= 14: self.init(date: String(text.prefix(8)), digits: text.dropFirst(8))
        case 1: self.init(date: nil, digits: parts[0])
        case 2 where parts[0].utf8.count == 8: self.init(date: String(parts[0]), digits: parts[1])
        default: return nil
        }
    }

    private init?(date: String?, digits: Substring) {
        guard let number = Int64(digits), number > 0 else { return nil }
        id = TicketID(number)
        self.date = date
    }

    /// Whether this names that ticket: the id, and the date where one was typed.
    public func names(_ ticket: Ticket, calendar: WorkCalendar) -> Bool {
        names(ticket.id, reportedAt: ticket.reportedAt, calendar: calendar)
    }

    /// Whether this names the ticket with an id, reported at an instant.
    public func names(_ id: TicketID, reportedAt: Instant, calendar: WorkCalendar) -> Bool {
        guard self.id == id else { return false }
        return date == nil || date == TicketNumber(id, reportedAt: reportedAt, calendar: calendar).date
    }

    /// Such as `20261121-000123`.
    public var description: String {
        let digits = Self.padded(Int(id.rawValue), 6)
        return date.map { "\($0)-\(digits)" } ?? digits
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
