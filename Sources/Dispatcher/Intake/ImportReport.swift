package import Workflow

/// What an import came to.
package struct ImportReport: Hashable, Sendable {
    /// Rows read.
    package internal(set) var rows = 0
    /// Rows that are in the database now and were not before, or said something else.
    package internal(set) var loaded = 0
    /// Rows that were there already.
    package internal(set) var alreadyThere = 0
    /// Matters that were there, and whose times were corrected to what the row says.
    package internal(set) var corrected = 0
    /// Rows that cannot be taken.
    package internal(set) var badRows = 0
    /// What is wrong with the first of them, in the order in which it was found.
    package internal(set) var bad: [BadLine] = []
    /// Headings that mean nothing and were passed over.
    package internal(set) var unknownColumns: [String] = []
    /// What a check finds in what was loaded, though no row is bad by itself: categories without an owner and the like.
    package internal(set) var findings: [Problem] = []
    /// Calendars: what became of the clocks that run; nil where no calendar was taken.
    package internal(set) var recomputed: AdjustmentReport?
    /// Configuration: the revision that the district has with it.
    package internal(set) var revision: Int64 = 0
    /// Whether nothing was written because of bad rows.
    package internal(set) var isRefused = false

    /// One thing that is wrong with a row.
    package struct BadLine: Hashable, Sendable {
        /// The line of the file, or the row of the sheet.
        package let line: Int
        /// A stable code.
        package let code: String
        /// In words.
        package let message: Bilingual
    }

    mutating func note(_ line: Int, _ faults: [RowFault], most: Int) {
        badRows += 1
        for fault in faults where bad.count < most {
            bad.append(BadLine(line: line, code: fault.code, message: fault.message))
        }
    }
}

/// How far an import is.
package struct ImportProgress: Hashable, Sendable {
    /// What it does.
    package enum Phase: String, Sendable {
        /// Reads and checks; nothing is written.
        case checking
        /// Writes.
        case loading
        /// Reckons running clocks anew; rows are tickets.
        case recomputing
    }

    /// What it does now.
    package let phase: Phase
    /// Rows so far in this phase.
    package let rows: Int
    /// Bad rows so far.
    package let badRows: Int
    /// The share of the phase, 0 to 1, where that is known.
    package let fraction: Double?
}
