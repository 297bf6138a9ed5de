package import Postgres
package import Workflow

/// What can happen to an account; the raw value is what stands in the log, and never changes its meaning.
package enum SecurityEventKind: String, Hashable, Sendable, CaseIterable {
    /// Somebody signed in.
    case signedIn = "signed_in"
    /// Account or password were wrong; the person is named where the account is one.
    case signInFailed = "sign_in_failed"
    /// The password was right, and the person was kept out all the same; `code` in the detail says why.
    case signInRefused = "sign_in_refused"
    /// The code of the second factor was wrong, or had been used.
    case secondFactorFailed = "second_factor_failed"
    /// The second factor was proved after a provider had said who it is.
    case secondFactorProved = "second_factor_proved"
    /// A session was ended by its own person.
    case signedOut = "signed_out"
    /// A session was ended otherwise; `code` in the detail says how.
    case sessionEnded = "session_ended"
    /// Somebody else set the password.
    case passwordSet = "password_set"
    /// The person changed the password.
    case passwordChanged = "password_changed"
    /// A one-time slip was made.
    case slipMade = "slip_made"
    /// A one-time slip set a password.
    case slipUsed = "slip_used"
    /// A one-time slip was wrong, used or too old.
    case slipFailed = "slip_failed"
    /// An administrator keeps the person out.
    case blocked
    /// An administrator lets the person in again; failures are forgotten.
    case unblocked
    /// The person set the PIN for duty desks.
    case pinSet = "pin_set"
    /// A PIN was wrong.
    case pinFailed = "pin_failed"
    /// Another person acts at a duty desk now.
    case deskSwitched = "desk_switched"
    /// Nobody acts at a duty desk until somebody gives a PIN.
    case deskLocked = "desk_locked"
    /// A secret for a second factor was made, which counts once a code confirms it.
    case secondFactorBegun = "second_factor_begun"
    /// The second factor is needed from now on.
    case secondFactorConfirmed = "second_factor_confirmed"
    /// The second factor is gone.
    case secondFactorRemoved = "second_factor_removed"
    /// A recovery code was used instead of the second factor.
    case recoveryCodeUsed = "recovery_code_used"
    /// A token for a program was made.
    case tokenMade = "token_made"
    /// A token was revoked.
    case tokenRevoked = "token_revoked"
    /// The name that a provider has for the person was bound; `provider` in the detail says whose.
    case identityBound = "identity_bound"
    /// Such a name was taken away.
    case identityUnbound = "identity_unbound"
    /// Units, people, calendars, directory or definitions were changed; `kind` in the detail says what.
    case configurationChanged = "configuration_changed"
    /// A log was taken out as a sheet; `log` in the detail says which.
    case logExported = "log_exported"
    /// Matters were looked for by a telephone; `found` in the detail says how many, and no line what was typed.
    case telephoneSought = "telephone_sought"
    /// Lines of both logs that had been kept long enough were removed; the detail says how many.
    case logsPruned = "logs_pruned"
}

/// A security event to be written, in the transaction of what it tells of.
package struct SecurityNote: Sendable {
    /// What happened.
    package var kind: SecurityEventKind
    /// Who did it; nil: whoever runs the program, or nobody known.
    package var by: PersonID?
    /// From where, as the server saw it; empty where there is no network.
    package var address: String
    /// Facts, never secrets nor what somebody typed.
    package var detail: JSONObject

    package init(_ kind: SecurityEventKind, by: PersonID?, address: String = "", detail: JSONObject = [:]) {
        self.kind = kind
        self.by = by
        self.address = address
        self.detail = detail
    }
}

/// A line of the security log (安全日志).
package struct SecurityEvent: Hashable, Sendable {
    /// Its number.
    package let id: SecurityEventID
    /// When, by the database's clock.
    package let at: Instant
    /// What happened, as it was written; a newer program may write kinds that this one does not know.
    package let kind: String
    /// Whom it is about; nil where nobody bears that account.
    package let person: PersonID?
    /// Who did it; nil: whoever runs the program, or nobody known.
    package let by: PersonID?
    /// By which session, or which one it is about.
    package let session: SessionID?
    /// Which token it is about.
    package let token: TokenID?
    /// From where; may be empty.
    package let address: String
    /// Facts.
    package let detail: JSONValue

    /// The log of a district or of one person, the latest first.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - person: whom it is about; nil: everybody.
    ///   - before: only older ones; nil: from the latest on.
    ///   - limit: how many at the most.
    /// - Returns: the statement.
    package static func list(
        _ district: DistrictID,
        of person: PersonID?,
        before: SecurityEventID?,
        limit: Int
    ) -> Query {
        """
        SELECT id, at, kind, person_id, by_id, session_id, token_id, address, detail::text FROM security_event
        WHERE district_id = \(district.rawValue) AND id < \(before?.rawValue ?? .max)
            AND (\(person == nil) OR person_id = \(person?.rawValue ?? 0))
        ORDER BY id DESC LIMIT \(Int32(clamping: limit))
        """
    }

    /// Writes an event that changes no other row.
    package static func write(_ district: DistrictID, person: PersonID?, _ note: SecurityNote) -> Query {
        """
        WITH about AS (SELECT \(person?.rawValue)::bigint AS person_id)
        \(noting: note, in: district, of: "about")
        """
    }

    /// Reads a row of `list`.
    package init(row: Row) throws {
        id = SecurityEventID(try row[0])
        at = Instant(try row[1, as: Timestamp.self])
        kind = try row[2]
        person = try row[3, as: Int64?.self].map { PersonID($0) }
        by = try row[4, as: Int64?.self].map { PersonID($0) }
        session = try row[5, as: Int64?.self].map { SessionID($0) }
        token = try row[6, as: Int64?.self].map { TokenID($0) }
        address = try row[7]
        let text: String = try row[8]
        guard let detail = try? JSONValue(parsing: text) else {
            throw StoreError.damaged(table: "security_event", row: "\(id)", why: "not JSON")
        }
        self.detail = detail
    }
}

extension Query.Interpolation {
    /// The part of a statement that writes an event for every row of one of its CTEs, so that there is an event exactly
    /// where something happened.
    ///
    /// - Parameters:
    ///   - note: what is written.
    ///   - district: the district.
    ///   - rows: the CTE; it has a column `person_id`.
    ///   - session: the session's number, as SQL over the row `r`.
    ///   - token: the token's number, likewise.
    mutating func appendInterpolation(
        noting note: SecurityNote,
        in district: DistrictID,
        of rows: String,
        session: String = "NULL::bigint",
        token: String = "NULL::bigint"
    ) {
        appendLiteral(
            "INSERT INTO security_event "
                + "(district_id, id, kind, person_id, by_id, session_id, token_id, address, detail)\nSELECT "
        )
        appendInterpolation(district.rawValue)
        appendLiteral(", nextval('security_event_id_seq'), ")
        appendInterpolation(note.kind.rawValue)
        appendLiteral(", r.person_id, ")
        appendInterpolation(note.by?.rawValue)
        appendLiteral(", \(session), \(token), ")
        appendInterpolation(note.address)
        appendLiteral(", ")
        appendInterpolation(JSON(JSONValue.object(note.detail).canonicalText))
        appendLiteral(" FROM \(rows) AS r")
    }
}
