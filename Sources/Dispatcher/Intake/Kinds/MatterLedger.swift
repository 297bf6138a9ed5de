import DequeModule
import Tabular
import Workflow

/// Keeps the account of an import whose rows are settled in any order, and writes them back in theirs.
struct MatterLedger {
    /// What became of a row.
    enum Outcome: Sendable {
        /// It is in the database now.
        case loaded
        /// It was there already.
        case alreadyThere
        /// It was there, and has the row's times now.
        case corrected
        /// It would be taken.
        case checked
        /// It cannot be taken.
        case bad([RowFault])
    }

    private(set) var report = ImportReport()
    private let options: ImportOptions
    private let back: ErrorSheetWriter?
    /// Rows that are not written back yet: one before them is not settled.
    private var held: Deque<(element: SheetElement, outcome: Outcome?)> = []
    private var first = 0
    private static let mostHeld = 4_096

    init(_ reader: RecordReader, _ options: ImportOptions, writesBack: Bool) throws(SheetError) {
        self.options = options
        if writesBack, let output = options.errorsTo {
            back = try ErrorSheetWriter(reader.kind, header: reader.header, to: output, language: options.language)
        } else {
            back = nil
        }
    }

    /// Whether a row at the front keeps too many waiting behind it.
    var isFull: Bool { held.count >= Self.mostHeld }

    /// Takes a row in; answers with the number under which it is settled.
    mutating func hold(_ element: SheetElement) -> Int {
        report.rows += 1
        held.append((element, nil))
        return first + held.count - 1
    }

    /// Says what became of a row.
    mutating func settle(_ index: Int, _ outcome: Outcome) throws(SheetError) {
        held[index - first].outcome = outcome
        switch outcome {
        case .loaded: report.loaded += 1
        case .alreadyThere: report.alreadyThere += 1
        case .corrected: report.corrected += 1
        case .checked: break
        case .bad(let faults): report.note(held[index - first].element.number, faults, most: options.mostNamed)
        }
        while let front = held.first, let outcome = front.outcome {
            var errors: [String] = []
            if case .bad(let faults) = outcome { errors = faults.map { $0.text(options.language) } }
            try back?.write(front.element, errors: errors)
            held.removeFirst()
            first += 1
        }
    }

    /// Ends the sheet that goes back, and gives the account; bad rows in the order of their lines.
    mutating func finish(unknown: [String]) throws(SheetError) -> ImportReport {
        try back?.finish()
        report.unknownColumns = unknown
        report.bad.sort { $0.line < $1.line }
        return report
    }

    /// How far it is.
    func progress(_ phase: ImportProgress.Phase, _ reader: RecordReader) -> ImportProgress {
        ImportProgress(
            phase: phase,
            rows: report.rows,
            badRows: report.badRows,
            fraction: reader.progress.fraction
        )
    }
}
