/// PostgreSQL's five-letter code for what happened.
package struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The five letters.
    package let rawValue: String

    /// Wraps five letters, known or not.
    ///
    /// - Parameter rawValue: the five letters.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The first two letters: the class.
    package var classCode: Substring {
        rawValue.prefix(2)
    }

    /// The five letters.
    package var description: String {
        rawValue
    }

    /// A unique index already has that key (23505).
    package static let uniqueViolation = SQLState(rawValue: "23505")
    /// A foreign key has no such row (23503).
    package static let foreignKeyViolation = SQLState(rawValue: "23503")
    /// A check refused the row (23514).
    package static let checkViolation = SQLState(rawValue: "23514")
    /// A column that must have a value has none (23502).
    package static let notNullViolation = SQLState(rawValue: "23502")
    /// Two serializable transactions cannot both be (40001).
    package static let serializationFailure = SQLState(rawValue: "40001")
    /// Two transactions waited for each other (40P01).
    package static let deadlockDetected = SQLState(rawValue: "40P01")
    /// The server's disk has no room left (53100).
    package static let diskFull = SQLState(rawValue: "53100")
    /// Somebody, or a timeout, cancelled the statement (57014).
    package static let queryCanceled = SQLState(rawValue: "57014")
    /// The transaction failed earlier and takes no more statements (25P02).
    package static let inFailedTransaction = SQLState(rawValue: "25P02")
    /// There is no prepared statement of that name (26000).
    package static let invalidStatementName = SQLState(rawValue: "26000")
    /// A lock was not to be had in time (55P03).
    package static let lockNotAvailable = SQLState(rawValue: "55P03")
    /// The password or the user is wrong (28P01).
    package static let invalidPassword = SQLState(rawValue: "28P01")
    /// The role may not do that (42501).
    package static let insufficientPrivilege = SQLState(rawValue: "42501")
    /// There is no such table (42P01).
    package static let undefinedTable = SQLState(rawValue: "42P01")

    /// Whether the same transaction, run again, may succeed (class 40).
    package var isRetryable: Bool {
        self == .serializationFailure || self == .deadlockDetected
    }

    /// Whether the server ended the connection (classes 08 and 57P0x).
    package var endsConnection: Bool {
        classCode == "08" || rawValue.hasPrefix("57P0")
    }
}
