/// What a decision may look up: the district's configuration as it stands, and what time it is.
///
/// The event carries every outcome that this gave, so that nobody has to ask again later.
public struct Context: Sendable {
    /// The database's clock, or the given one.
    public var now: Instant
    /// Units of the district.
    public var territory: UnitTree
    /// Calendars by name.
    public var calendars: CalendarBook
    /// Who leads what.
    public var directory: Directory
    /// Tickets that the command's input names, by id, as they stand under the same lock.
    public var others: [TicketID: Ticket] = [:]
    /// Who holds which post when; nil: the posts that a party names count as they stand.
    public var people: PostBook?
    /// Ids that children may take, in order; one who makes more than there are is refused.
    public var ids: [TicketID] = []

    /// Gathers what a decision may look up.
    public init(
        now: Instant,
        territory: UnitTree,
        calendars: CalendarBook,
        directory: Directory,
        people: PostBook? = nil
    ) {
        self.now = now
        self.territory = territory
        self.calendars = calendars
        self.directory = directory
        self.people = people
    }
}
