package import Postgres
package import Workflow

/// What a session is for; how long it lasts depends on it.
package enum SessionKind: String, Hashable, Sendable, CaseIterable {
    /// A computer at work.
    case desk
    /// A person's own telephone.
    case phone
    /// A desk that the people of a unit share; who acts is told by a PIN.
    case duty
}

extension SessionKind {
    /// Reads it from a session's row.
    ///
    /// - Throws: `StoreError.damaged` where there is no such kind.
    init(_ text: String, of session: SessionID) throws {
        guard let known = SessionKind(rawValue: text) else {
            throw StoreError.damaged(table: "session", row: "\(session)", why: "kind \(text)")
        }
        self = known
    }
}

/// Why a session ended; the raw value is the stable code that its holder is told.
package enum SessionEnd: String, Hashable, Sendable, CaseIterable {
    /// Its person signed out.
    case signedOut = "signed_out"
    /// The person signed in elsewhere, and may have one session only.
    case signedInElsewhere = "signed_in_elsewhere"
    /// Somebody who may ended it.
    case endedByAdministrator = "session_ended"
    /// The password was changed, by another session or a slip.
    case passwordChanged = "password_changed"
}

/// A session that runs, as a list shows it.
package struct SessionRow: Hashable, Sendable {
    /// Its number.
    package let id: SessionID
    /// What it is for.
    package let kind: SessionKind
    /// Who signed in.
    package let person: PersonID
    /// Whose desk; nil but for `duty`.
    package let unit: UnitID?
    /// When it began.
    package let madeAt: Instant
    /// When it was last used, to the minute.
    package let seenAt: Instant
    /// When it ends, however busy it is.
    package let expiresAt: Instant
    /// From where it was made.
    package let address: String
    /// What it was made with, as that said.
    package let agent: String

    /// Reads a row of `SessionQueries.list`.
    package init(row: Row) throws {
        id = SessionID(try row[0])
        kind = try SessionKind(row[1], of: id)
        person = PersonID(try row[2])
        unit = try row[3, as: Int64?.self].map { UnitID($0) }
        madeAt = Instant(try row[4, as: Timestamp.self])
        seenAt = Instant(try row[5, as: Timestamp.self])
        expiresAt = Instant(try row[6, as: Timestamp.self])
        address = try row[7]
        agent = try row[8]
    }
}

/// What a session's secret leads to.
package struct FoundSession: Hashable, Sendable {
    /// The session.
    package let id: SessionID
    /// What it is for.
    package let kind: SessionKind
    /// Who signed in.
    package let person: PersonID
    /// Who acts; nil: nobody at a duty desk that is locked.
    package let acting: PersonID?
    /// The account of who acts, or else of who signed in.
    package let account: String
    /// Whose desk.
    package let unit: UnitID?
    /// Whether it runs.
    package let lives: Bool
    /// Why it ended; nil: it did not, or by time.
    package let end: SessionEnd?
    /// Whether a provider of the city's said who signed in, and no password did.
    package let isExternal: Bool
    /// Whether that provider answers for a second factor.
    package let isVouched: Bool
    /// Whether the second factor here is still to be proved.
    package let owesFactor: Bool
    /// How who acts stands.
    package let standing: Standing

    /// Reads a row of `SessionQueries.find`.
    package init(row: Row) throws {
        id = SessionID(try row[0])
        kind = try SessionKind(row[1], of: id)
        person = PersonID(try row[2])
        acting = try row[3, as: Int64?.self].map { PersonID($0) }
        account = try row[4]
        unit = try row[5, as: Int64?.self].map { UnitID($0) }
        lives = try row[6]
        end = try row[7, as: String?.self].flatMap { SessionEnd(rawValue: $0) }
        isExternal = try row[8]
        isVouched = try row[9]
        owesFactor = try row[10]
        standing = try Standing(row, from: 11)
    }
}
