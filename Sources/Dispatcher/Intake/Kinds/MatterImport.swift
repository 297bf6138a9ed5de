import PGStore
import Tabular
import Workflow

/// Matters: read as a stream, filed many at once, with memory bounded whatever the length of the sheet.
struct MatterImport {
    let engine: Engine
    let configuration: DistrictConfiguration
    let options: ImportOptions
    let form: MatterForm
    let machine: Machine
    let names: PlaceNames
    /// Who reports where a row does not say.
    let reporter: Party?

    init(_ engine: Engine, _ configuration: DistrictConfiguration, _ options: ImportOptions) throws {
        guard let machine = configuration.machine(latest: options.definition),
            let form = MatterForm(machine.definition, of: configuration.platforms[options.source])
        else { throw ImportError.unknownDefinition(options.definition) }
        self.engine = engine
        self.configuration = configuration
        self.options = options
        self.form = form
        self.machine = machine
        names = PlaceNames(configuration.territory)
        reporter = try options.account.map { account in
            guard let party = configuration.party(named: account) else { throw ImportError.unknownAccount(account) }
            return party
        }
    }

    /// Imports a sheet; all or nothing reads it twice.
    func run(_ input: SheetInput, progress: (ImportProgress) throws -> Void) async throws -> ImportReport {
        let isGiven = try await engine.districts().first { $0.id == configuration.id }?.isGiven ?? false
        let now = try await engine.now()
        guard options.isAllOrNothing else { return try await load(input, isGiven, writesBack: true, progress) }
        let input = try input.readableTwice()
        var report = try check(input, isGiven, now, progress)
        report.isRefused = report.badRows > 0
        if report.isRefused { return report }
        return try await load(input, isGiven, writesBack: false, progress)
    }
}

extension MatterImport {
    // MARK: - The first pass

    /// Checks every row as the rules will, but for what only the database knows; writes nothing.
    private func check(
        _ input: SheetInput,
        _ isGiven: Bool,
        _ now: Instant,
        _ progress: (ImportProgress) throws -> Void
    ) throws -> ImportReport {
        var rows = try MatterRows(input, self, isGiven: isGiven)
        var settled = try MatterLedger(rows.reader, options, writesBack: true)
        var seen = SeenMatters()
        while let (element, result) = try rows.next() {
            var faults = result.faults
            if let ready = result.ready {
                if let first = seen.first(sayingOtherwise: ready.matter, line: element.number) {
                    faults.append(.twice(ready.matter.externalID, first: first))
                }
                do throws(Refusal) {
                    let context = configuration.context(at: ready.givenNow ?? now)
                    _ = try machine.file(ready.command, district: configuration.id, id: TicketID(0), in: context)
                } catch {
                    faults.append(RowFault(error))
                }
            }
            try settled.settle(settled.hold(element), faults.isEmpty ? .checked : .bad(faults))
            if settled.report.rows.isMultiple(of: 1_000) { try progress(settled.progress(.checking, rows.reader)) }
        }
        try progress(settled.progress(.checking, rows.reader))
        return try settled.finish(unknown: rows.columns.unknown)
    }
}

extension MatterImport {
    // MARK: - Loading

    private typealias Answer = (index: Int, outcome: MatterLedger.Outcome)

    /// Files every good row; so many are on their way at once, and no more are read until one has arrived.
    private func load(
        _ input: SheetInput,
        _ isGiven: Bool,
        writesBack: Bool,
        _ progress: (ImportProgress) throws -> Void
    ) async throws -> ImportReport {
        var rows = try MatterRows(input, self, isGiven: isGiven)
        var settled = try MatterLedger(rows.reader, options, writesBack: writesBack)
        try await withThrowingTaskGroup(of: Answer.self) { group in
            // By index, with their ids.
            var flying: [Int: String] = [:]
            var ids: Set<String> = []
            while let (element, result) = try rows.next() {
                // Of two rows with one id the first is filed first, whatever they say.
                let id = result.ready?.matter.externalID
                while flying.count >= options.window || settled.isFull || id.map(ids.contains) ?? false,
                    let answer = try await group.next()
                {
                    try settled.settle(answer.index, answer.outcome)
                    if let done = flying.removeValue(forKey: answer.index) { ids.remove(done) }
                }
                let index = settled.hold(element)
                if let ready = result.ready, let id {
                    let row = row(ready)
                    group.addTask { (index, try await Self.file(row)) }
                    flying[index] = id
                    ids.insert(id)
                } else {
                    try settled.settle(index, .bad(result.faults))
                }
                if settled.report.rows.isMultiple(of: 1_000) { try progress(settled.progress(.loading, rows.reader)) }
            }
            while let answer = try await group.next() { try settled.settle(answer.index, answer.outcome) }
        }
        try progress(settled.progress(.loading, rows.reader))
        return try settled.finish(unknown: rows.columns.unknown)
    }

    /// Files one, again while too much is waiting; what no row can be blamed for ends the import.
    private static func file(_ row: ResentMatter) async throws -> MatterLedger.Outcome {
        do {
            return switch try await settle(row) {
            case .made: .loaded
            case .same: .alreadyThere
            case .corrected: .corrected
            }
        } catch let fault as RowFault {
            return .bad([fault])
        }
    }

    /// A row that is ready, and what it is compared with where its number is known.
    func row(_ ready: ReadyMatter) -> ResentMatter {
        ResentMatter(
            engine: engine,
            configuration: configuration,
            form: form,
            matter: ready.matter,
            filing: ready.submission(configuration.id, options),
            language: options.language
        )
    }

    /// Files one, as above, or corrects the one that a platform sends again.
    ///
    /// - Throws: `RowFault` where the row is to blame; what ends an import.
    static func settle(_ row: ResentMatter) async throws -> ResentMatter.Outcome {
        guard let receipt = try await receipt(of: row.filing, row.engine) else { return try await row.settle() }
        return receipt.isRepeat ? .same(receipt.ticket) : .made(receipt.ticket)
    }

    /// Nil: its number is known, and it says otherwise.
    private static func receipt(of submission: Submission, _ engine: Engine) async throws -> Receipt? {
        var backoff = Backoff()
        while true {
            do {
                return try await engine.submit(submission, patience: .seconds(60))
            } catch {
                switch error {
                case .busy: try await Task.sleep(for: backoff.next())
                case .keyReused: return nil
                case .refused, .rejected: throw RowFault(error)
                case .unknownTicket, .unknownDistrict, .unknownDefinition, .deadlineExceeded, .wrongClock, .stopping,
                    .unavailable, .diskFull, .noKeys, .idTaken, .store:
                    throw error
                }
            }
        }
    }
}

/// Finds external ids that stand in a sheet twice and say different things.
///
/// Keeps hashes only, 32 bytes a matter or so: of a million ids, two seem to be one with a chance of one in forty
/// million, and the next run hashes otherwise.
private struct SeenMatters {
    private var seen: [Int: (line: Int, content: Int)] = [:]

    /// The line that said something else under the same id; nil where none did.
    mutating func first(sayingOtherwise matter: MatterForm.Matter, line: Int) -> Int? {
        let content = matter.contentHash
        guard let before = seen[matter.externalID.hashValue] else {
            seen[matter.externalID.hashValue] = (line, content)
            return nil
        }
        return before.content == content ? nil : before.line
    }
}

extension MatterForm.Matter {
    fileprivate var contentHash: Int {
        var hasher = Hasher()
        hasher.combine(input)
        hasher.combine(texts)
        return hasher.finalize()
    }
}

extension DistrictConfiguration {
    /// A person by account, or the resident by that word.
    func party(named account: String) -> Party? {
        account == "resident" ? Party(identity: .resident) : people[account]?.party
    }
}
