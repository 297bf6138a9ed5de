import PGStore
import Tabular
import Workflow

/// The rows of a sheet of matters, one after the other, each ready to be filed or with what is wrong with it.
struct MatterRows {
    let reader: RecordReader
    let columns: ColumnMap

    private let matters: MatterImport
    private let isGiven: Bool
    private let fields: [String: FieldSpec]
    private var last: Instant?

    init(_ input: SheetInput, _ matters: MatterImport, isGiven: Bool) throws {
        self.matters = matters
        self.isGiven = isGiven
        reader = try RecordReader(input, options: matters.options.reading(matters.form.fields))
        columns = try ColumnMap(reader.header, fields: matters.form.fields)
        fields = Dictionary(matters.form.fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What a row came to.
    enum Result {
        case ready(ReadyMatter)
        case bad([RowFault])

        var ready: ReadyMatter? {
            guard case .ready(let matter) = self else { return nil }
            return matter
        }

        var faults: [RowFault] {
            guard case .bad(let faults) = self else { return [] }
            return faults
        }
    }

    /// The next row; nil at the end.
    mutating func next() throws(SheetError) -> (SheetElement, Result)? {
        guard let element = try reader.next() else { return nil }
        switch element {
        case .bad(let bad): return (element, .bad([RowFault(bad.error)]))
        case .row(let row): return (element, result(row))
        }
    }

    private mutating func result(_ row: SheetRow) -> Result {
        var cells = CellReader(row, columns: columns, fields: fields, of: matters.form.platform)
        let calendar = matters.configuration.calendars.standard
        guard let matter = matters.form.matter(&cells, matters.names, calendar) else { return .bad(cells.faults) }
        let party = party(matter, &cells)
        let givenNow = isGiven ? givenNow(matter, &cells) : nil
        guard let party, cells.faults.isEmpty else { return .bad(cells.faults) }
        return .ready(ReadyMatter(matter: matter, party: party, act: matters.form.act, givenNow: givenNow))
    }

    private func party(_ matter: MatterForm.Matter, _ cells: inout CellReader) -> Party? {
        guard let account = matter.account else {
            if matters.reporter == nil { cells.note(.missing(cells.heading("account"))) }
            return matters.reporter
        }
        let party = matters.configuration.party(named: account)
        if party == nil { cells.note(.unknownAccount(account)) }
        return party
    }

    /// The time of a matter in a district whose time is given: rows must stand in the order in which it passed.
    private mutating func givenNow(_ matter: MatterForm.Matter, _ cells: inout CellReader) -> Instant? {
        guard let at = matter.reportedAt else {
            cells.note(.missing(cells.heading("reported_at")))
            return nil
        }
        if let last, at < last {
            cells.note(
                RowFault(
                    "time_not_in_order",
                    zh: "上报时间早于前面的行；请按时间排序",
                    en: "the time lies before that of an earlier row; sort the sheet by time"
                )
            )
            return nil
        }
        last = at
        return at
    }
}

/// A matter that a row describes, with who reports it and when.
struct ReadyMatter: Sendable {
    let matter: MatterForm.Matter
    let party: Party
    let act: ActionName
    /// The time, in a district whose clock is given.
    let givenNow: Instant?

    /// As the rules see it, for a check that writes nothing.
    var command: Command {
        Command(
            act: act,
            by: party,
            input: matter.input,
            words: matter.texts.mapValues { Words(text: $0, digest: "") }
        )
    }

    /// As it goes to the engine, under its external id.
    func submission(_ district: DistrictID, _ options: ImportOptions) -> Submission {
        Submission(
            district: district,
            target: .filing(options.definition),
            act: act,
            by: party,
            input: matter.input,
            texts: matter.texts,
            key: .external(source: options.source, id: matter.externalID),
            givenNow: givenNow
        )
    }
}
