import Postgres
package import Workflow

/// What a row says of who may see its ticket: what row security looks at.
package struct SightRow: Hashable, Sendable {
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

    /// What it is for a ticket under its definition's rules.
    package init(_ ticket: Ticket, _ privacy: Privacy) {
        reporter = ticket.reporter?.rawValue
        // Desk and lead stand in columns of their own.
        let units = Set(SightSubject(ticket).asked).subtracting([ticket.desk, ticket.lead].compactMap(\.self))
        asked = units.isEmpty ? nil : units.map(\.rawValue).sorted()
        let kept = privacy.kept(by: ticket)
        keptUnits = kept.units
        keptPeople = kept.people
        named = kept.named
    }
}

extension SightRow {
    /// What `init(row:from:)` reads, in its order.
    static let columns = "t.reporter_id, t.asked_ids, t.kept_units, t.kept_people, t.named_people"

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
    }
}

/// The same column by column.
///
/// Arrays travel as texts: an array of arrays cannot be ragged.
struct SightColumns: Sendable {
    var reporter: [Int64?] = []
    var asked: [String?] = []
    var keptUnits: [String?] = []
    var keptPeople: [String?] = []
    var named: [String?] = []

    mutating func append(_ row: SightRow) {
        reporter.append(row.reporter)
        asked.append(Self.text(row.asked))
        keptUnits.append(Self.text(row.keptUnits))
        keptPeople.append(Self.text(row.keptPeople))
        named.append(Self.text(row.named))
    }

    private static func text(_ numbers: [Int64]?) -> String? {
        numbers.map { "{" + $0.map(String.init).joined(separator: ",") + "}" }
    }
}
