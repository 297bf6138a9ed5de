import Dispatcher
import PGStore
import Workflow

/// What a platform above waits for, as far as whoever asks holds it: page by page, by JSON and by sheet.
struct OwedAnswers: Sendable {
    let platform: Platform
    let configuration: DistrictConfiguration
    let party: Party
    let language: Language
    let engine: Engine
    private let filter: TicketFilter
    private let taken: PlatformAnswer.Taken

    /// An answer, with the matter that it is about.
    struct Answer: Sendable {
        let number: TicketNumber
        let state: StateName
        let answer: PlatformAnswer
    }

    init(_ call: Call, to platform: Platform) async throws {
        self.platform = platform
        (party, configuration) = (try await call.seated(), call.configuration)
        (language, engine) = (call.language, call.engine)
        filter = call.owed(to: platform, by: party)
        let person = party.person.map { [configuration] in configuration.name(of: $0) } ?? ""
        taken = .init(by: person, at: try await call.now())
    }

    /// When they are taken out, as people write it.
    var at: String { configuration.calendars.standard.shown(taken.at) }

    /// A page of them.
    ///
    /// - Parameters:
    ///   - after: the last matter of the page before; nil: from the beginning.
    ///   - limit: matters at the most.
    /// - Returns: those that are seen in full, and the last one looked at where there may be more.
    /// - Throws: what the database says.
    func page(after: TicketID?, limit: Int) async throws -> (answers: [Answer], last: TicketID?) {
        let (dossiers, last) = try await engine.owedAnswers(
            filter,
            in: configuration,
            after: after,
            limit: limit,
            as: Reader(party, in: configuration)
        )
        let answers = dossiers.compactMap { dossier -> Answer? in
            let machine = configuration.machine(dossier.ticket.definition)
            guard machine?.sight(of: party, on: dossier.ticket, in: configuration.territory) == .full else {
                return nil
            }
            let telling = TicketTelling(dossier, configuration, language: language)
            return Answer(
                number: TicketNumber(dossier.ticket, calendar: telling.calendar),
                state: dossier.ticket.state,
                answer: PlatformAnswer(telling, taken: taken)
            )
        }
        return (answers, last)
    }
}

/// The rows of a sheet of them, in the platform's own columns and no others: it is to be loaded there as it is.
struct AnswerPages: SheetPages {
    let owed: OwedAnswers
    private var after: TicketID?
    private var isOver = false

    /// Matters of a page: each comes with all that happened to it.
    static let size = 100

    init(_ owed: OwedAnswers) {
        self.owed = owed
    }

    var title: String { owed.platform.title(owed.language) }
    var headings: [String] { owed.platform.answer.map(\.heading) }
    var at: String { owed.at }

    mutating func next() async throws -> [[String]]? {
        guard !isOver else { return nil }
        let page = try await owed.page(after: after, limit: Self.size)
        (after, isOver) = (page.last, page.last == nil)
        return page.answers.map { $0.answer.cells(owed.platform.answer) }
    }
}
