import Postgres
package import Workflow

/// What a row says beside its body: who may see its ticket, which row security looks at, who waits for its answer, which part of
/// the lead works on it, and when it is due next.
package struct DerivedRow: Hashable, Sendable {
    /// Who reported it, where that is one of the staff.
    let reporter: Int64?
    /// Units beside desk and lead that were ever asked, in order; nil: none.
    let asked: [Int64]?
    /// Units complained of; nil: none.
    let keptUnits: [Int64]?
    /// People complained of; nil: none.
    let keptPeople: [Int64]?
    /// People named for a restricted ticket; nil: it is not restricted.
    let named: [Int64]?
    /// The platform above to which an answer is owed; nil: none.
    let owedTo: String?
    /// The part of the lead that works on it, while the lead answers for it; nil: none.
    let inside: Int64?
    /// When a clock that lights its lamp is due next, or was; nil: none runs.
    let nextDue: Timestamp?

    /// What it is for a ticket under its definition's rules.
    package init(_ ticket: Ticket, _ definition: WorkflowDefinition?) {
        reporter = ticket.reporter?.rawValue
        // Desk and lead stand in columns of their own.
        let units = Set(SightSubject(ticket).asked).subtracting([ticket.desk, ticket.lead].compactMap(\.self))
        asked = units.isEmpty ? nil : units.map(\.rawValue).sorted()
        let kept = (definition?.privacy ?? .none).kept(by: ticket)
        keptUnits = kept.units
        keptPeople = kept.people
        named = kept.named
        owedTo = definition?.owedAnswer(of: ticket)
        inside = ticket.workingPart?.rawValue
        nextDue = ticket.nextDue.map { Timestamp($0) }
    }
}

extension DerivedRow {
    /// What `init(row:from:)` reads, in its order.
    static let columns = """
        t.reporter_id, t.asked_ids, t.kept_units, t.kept_people, t.named_people, t.answer_owed_to, t.inside_id,
        t.next_due_at
        """

    /// Reads a row of `columns`.
    ///
    /// - Parameters:
    ///   - row: the row.
    ///   - first: the place of the first of the columns.
    /// - Throws: what the codecs say.
    init(row: Row, from first: Int) throws {
        reporter = try row[first]
        asked = try row[first + 1]
        keptUnits = try row[first + 2]
        keptPeople = try row[first + 3]
        named = try row[first + 4]
        owedTo = try row[first + 5]
        inside = try row[first + 6]
        nextDue = try row[first + 7]
    }
}

/// The same column by column.
///
/// Arrays travel as texts: an array of arrays cannot be ragged.
struct DerivedColumns: Sendable {
    var reporter: [Int64?] = []
    var asked: [String?] = []
    var keptUnits: [String?] = []
    var keptPeople: [String?] = []
    var named: [String?] = []
    var owedTo: [String?] = []
    var inside: [Int64?] = []
    var nextDue: [Timestamp?] = []

    mutating func append(_ row: DerivedRow) {
        reporter.append(row.reporter)
        asked.append(Self.text(row.asked))
        keptUnits.append(Self.text(row.keptUnits))
        keptPeople.append(Self.text(row.keptPeople))
        named.append(Self.text(row.named))
        owedTo.append(row.owedTo)
        inside.append(row.inside)
        nextDue.append(row.nextDue)
    }

    private static func text(_ numbers: [Int64]?) -> String? {
        numbers.map { "{" + $0.map(String.init).joined(separator: ",") + "}" }
    }
}
