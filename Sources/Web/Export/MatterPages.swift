import Dispatcher
import PGStore
import Workflow

/// The rows of an export of matters.
struct MatterPages: SheetPages {
    let sheet: MatterSheet
    let filter: TicketFilter
    let party: Party
    /// Why whom to reach is taken out, and by whom; nil: it is not.
    let contacts: (reason: String, person: PersonID)?
    let engine: Engine
    let requestID: String
    private var after: TicketID?
    private var isOver = false

    var title: String { sheet.title }
    var headings: [String] { sheet.headings }
    var at: String { sheet.at }

    /// Tickets of a page.
    static let size = 500

    init(
        _ sheet: MatterSheet,
        _ filter: TicketFilter,
        party: Party,
        contacts: (reason: String, person: PersonID)?,
        engine: Engine,
        requestID: String
    ) {
        self.sheet = sheet
        self.filter = filter
        self.party = party
        self.contacts = contacts
        self.engine = engine
        self.requestID = requestID
    }

    /// The next rows; nil: there are no more.
    mutating func next() async throws -> [[String]]? {
        guard !isOver else { return nil }
        let configuration = sheet.configuration
        let lines = try await engine.page(
            filter,
            in: configuration.id,
            after: after,
            limit: Self.size,
            as: Reader(party, in: configuration)
        )
        after = lines.last?.id
        isOver = lines.count < Self.size
        let seen = lines.compactMap { line -> (TicketLine, Sight)? in
            let sight =
                configuration.machine(line.definition)?
                .sight(of: party, on: line.sightSubject, in: configuration.territory) ?? .nothing
            return sight == .nothing ? nil : (line, sight)
        }
        let known = try await contacts(of: seen.map(\.0.id))
        return seen.map { sheet.cells($0, $1, known[$0.id]) }
    }

    private func contacts(of tickets: [TicketID]) async throws -> [TicketID: ResidentContact] {
        guard let contacts, !tickets.isEmpty else { return [:] }
        return try await engine.contacts(
            of: tickets,
            in: sheet.configuration,
            for: party,
            contacts.person,
            reason: contacts.reason,
            request: requestID
        )
    }
}
