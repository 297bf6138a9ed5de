/// When something falls due, and how sure that is.
public struct Deadline: Hashable, Sendable, Codable {
    /// The last instant that is still in time.
    public let due: Instant

    /// Whether the way there leads through a year without an official calendar.
    ///
    /// Such a deadline is computed by weekdays alone and is to be recomputed when that calendar is imported.
    public let provisional: Bool

    /// The name of the calendar that said so.
    public let calendar: String

    /// Makes a deadline.
    public init(due: Instant, provisional: Bool, calendar: String) {
        self.due = due
        self.provisional = provisional
        self.calendar = calendar
    }
}
