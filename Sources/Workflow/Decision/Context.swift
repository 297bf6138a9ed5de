/// What a decision may look up: the district's configuration as it stands, and what time it is.
///
/// The event carries every outcome that this gave, so that nobody has to ask again later.
public struct Context: Sendable {
    /// The database's clock, or the given one.
    public var now: Instant
    /// Tickets that the command's input names, by id, as they stand under the same lock.
    public var others: [TicketID: Ticket] = [:]
    /// Ids that children may take, in order; one who makes more than there are is refused.
    public var ids: [TicketID] = []
    private var surroundings: Surroundings

    /// Gathers what a decision may look up.
    public init(
        now: Instant,
        territory: UnitTree,
        calendars: CalendarBook,
        directory: Directory,
        people: PostBook? = nil
    ) {
        self.now = now
        surroundings = Surroundings(territory, calendars, directory, people)
    }

    /// The configuration, which is the same for very many decisions: so it is handed on by reference.
    private final class Surroundings: Sendable {
        let territory: UnitTree
        let calendars: CalendarBook
        let directory: Directory
        let people: PostBook?

        init(_ territory: UnitTree, _ calendars: CalendarBook, _ directory: Directory, _ people: PostBook?) {
            self.territory = territory
            self.calendars = calendars
            self.directory = directory
            self.people = people
        }
    }
}

extension Context {
    /// Units of the district.
    public var territory: UnitTree {
        get { surroundings.territory }
        set { surroundings = Surroundings(newValue, calendars, directory, people) }
    }

    /// Calendars by name.
    public var calendars: CalendarBook {
        get { surroundings.calendars }
        set { surroundings = Surroundings(territory, newValue, directory, people) }
    }

    /// Who leads what.
    public var directory: Directory {
        get { surroundings.directory }
        set { surroundings = Surroundings(territory, calendars, newValue, people) }
    }

    /// Who holds which post when; nil: the posts that a party names count as they stand.
    public var people: PostBook? {
        get { surroundings.people }
        set { surroundings = Surroundings(territory, calendars, directory, newValue) }
    }

    /// The same at another time, with no other tickets and no ids.
    public func at(_ now: Instant) -> Context {
        var context = self
        context.now = now
        return context
    }
}
