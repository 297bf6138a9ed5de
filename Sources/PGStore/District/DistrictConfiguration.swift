package import Workflow

/// All that decisions of a district look up, as it was at one revision.
///
/// A value: programs keep it until the
/// revision in the database is another.
package final class DistrictConfiguration: Sendable {
    /// The district.
    package let id: DistrictID
    /// The city's code for it.
    package let code: String
    /// What people call it.
    package let name: String
    /// Counts up with every change.
    package let revision: Int64
    /// Units.
    package let territory: UnitTree
    /// Calendars.
    package let calendars: CalendarBook
    /// The documents that calendars were built from, by name, as the database keeps them.
    package let calendarTexts: [String: String]
    /// Who leads what.
    package let directory: Workflow.Directory
    /// What is said of categories to those who report.
    package let categories: CategoryList
    /// Platforms above, by name.
    package let platforms: [String: Platform]
    /// People with their posts, by account.
    package let people: [String: Person]
    /// Who holds which post when, who is away, and who is on duty; nil where nobody keeps such a book (on paper).
    package let posts: PostBook?
    /// When people are told what does not press.
    package let messages: MessageRules
    /// Machines of all published versions.
    package let machines: [DefinitionRef: Machine]

    /// Acts that make tickets for those whom the directory names, where nobody else is named.
    package let actsAskingForHelp: Set<ActionName>

    private let resting: Context
    private let names: [PersonID: String]
    private let accounts: [PersonID: String]
    private let latest: [DefinitionName: DefinitionRef]

    /// A person with an account.
    package struct Person: Hashable, Sendable {
        /// The account.
        package let account: String
        /// The name.
        package let name: String
        /// Who acts, with all posts, whenever they hold: which of them count is decided at the instant of an act.
        package let party: Party

        package init(account: String, name: String, party: Party) {
            self.account = account
            self.name = name
            self.party = party
        }
    }

    package init(
        id: DistrictID,
        code: String,
        name: String,
        revision: Int64,
        territory: UnitTree,
        calendars: CalendarBook,
        calendarTexts: [String: String],
        directory: Workflow.Directory,
        categories: CategoryList = .empty,
        platforms: [Platform] = [],
        people: [Person],
        machines: [Machine],
        posts: PostBook? = nil,
        messages: MessageRules = .usual
    ) {
        self.id = id
        self.code = code
        self.name = name
        self.revision = revision
        self.territory = territory
        self.calendars = calendars
        self.calendarTexts = calendarTexts
        self.directory = directory
        self.categories = categories
        self.platforms = Dictionary(platforms.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        self.people = Dictionary(people.map { ($0.account, $0) }, uniquingKeysWith: { $1 })
        self.posts = posts
        self.messages = messages
        resting = Context(
            now: Instant(microseconds: 0),
            territory: territory,
            calendars: calendars,
            directory: directory,
            people: posts
        )
        self.machines = Dictionary(machines.map { ($0.ref, $0) }, uniquingKeysWith: { $1 })
        actsAskingForHelp = machines.reduce(into: []) { $0.formUnion($1.definition.actsAskingForHelp) }
        names = Dictionary(
            people.compactMap { person in person.party.person.map { ($0, person.name) } },
            uniquingKeysWith: { $1 }
        )
        accounts = Dictionary(
            people.compactMap { person in person.party.person.map { ($0, person.account) } },
            uniquingKeysWith: { $1 }
        )
        latest = machines.map(\.ref).reduce(into: [:]) { latest, ref in
            if ref.version > latest[ref.name]?.version ?? 0 { latest[ref.name] = ref }
        }
    }

    /// The machine of a version.
    package func machine(_ ref: DefinitionRef) -> Machine? { machines[ref] }

    /// A version; nil: it is not published.
    package func definition(_ ref: DefinitionRef) -> WorkflowDefinition? { machines[ref]?.definition }

    /// The machine that new tickets of a definition are pinned to.
    package func machine(latest name: DefinitionName) -> Machine? { latest[name].flatMap { machines[$0] } }

    /// The machines that new tickets are pinned to, in the order of their definitions' names.
    package var latestMachines: [Machine] { latest.sorted { $0.key < $1.key }.compactMap { machines[$0.value] } }

    /// What a decision may look up at a time.
    package func context(at now: Instant) -> Context {
        resting.at(now)
    }

    /// What a person is called; the id where nobody bears it any more.
    package func name(of person: PersonID) -> String { names[person] ?? "#\(person)" }

    /// What a person signs in with; nil where nobody bears the id any more.
    package func account(of person: PersonID) -> String? { accounts[person] }

    /// A person's id by account.
    package func person(called account: String) -> PersonID? { people[account]?.party.person }
}

extension DistrictConfiguration {
    /// The latest definitions that take matters of platforms above, in the order of their names.
    package var definitionsOfPlatforms: [WorkflowDefinition] {
        latestMachines.map(\.definition).filter { $0.upper != nil }
    }

    /// States in which an answer can be given back to a platform above, by any definition.
    package var statesToFillBack: [StateName] {
        Set(machines.values.map(\.definition).flatMap(\.statesToFillBack)).sorted()
    }
}
