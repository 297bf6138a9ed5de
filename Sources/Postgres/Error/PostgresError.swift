/// What went wrong between this program and the database.
///
/// `description` is safe to show and to log: it holds no value of any row or parameter. `debugDescription` adds what
/// the server wrote and the statement. The server's ``detail`` quotes values and is in neither.
package struct PostgresError: Error, Sendable {
    /// The kind of failure.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case server, connectFailed, connectionLost, deadlineExceeded, cancelled, busy, shutdown
            case decoding, encoding, configuration, transactionRolledBack, migration, misuse
        }

        private let kind: Kind

        /// The server refused the statement; see ``PostgresError/sqlState``.
        package static let server = Code(kind: .server)
        /// No host of the configuration could be connected to.
        package static let connectFailed = Code(kind: .connectFailed)
        /// The connection broke; see ``PostgresError/isOutcomeUnknown``.
        package static let connectionLost = Code(kind: .connectionLost)
        /// The caller's deadline passed.
        package static let deadlineExceeded = Code(kind: .deadlineExceeded)
        /// The caller's task was cancelled.
        package static let cancelled = Code(kind: .cancelled)
        /// The pool's queue is full.
        package static let busy = Code(kind: .busy)
        /// The pool or the connection is closing and takes no more work.
        package static let shutdown = Code(kind: .shutdown)
        /// The server's answer is not what the caller asked to read.
        package static let decoding = Code(kind: .decoding)
        /// A value cannot be sent: nothing was.
        package static let encoding = Code(kind: .encoding)
        /// The settings cannot be understood.
        package static let configuration = Code(kind: .configuration)
        /// COMMIT was answered with ROLLBACK: a statement had failed before.
        package static let transactionRolledBack = Code(kind: .transactionRolledBack)
        /// The database's schema does not fit the migrations.
        package static let migration = Code(kind: .migration)
        /// The caller used a connection in a way that cannot work, such as two row streams at once.
        package static let misuse = Code(kind: .misuse)

        /// The name of the code.
        package var description: String {
            kind.rawValue
        }
    }

    /// The kind of failure.
    package var code: Code
    /// Whether the statements may have taken effect although no answer came.
    ///
    /// True when the connection broke, or the caller left, after they were sent; false whenever it is certain that
    /// nothing was done.
    package var isOutcomeUnknown = false
    /// What happened, in one sentence; may quote a value, so do not show it to strangers.
    package var message: String
    /// What the server said, if the server said anything.
    package var serverReport: ServerReport?
    /// The text of the statement, with its `$1`, without its values.
    package var statement: String?
    /// The place of the failed statement in its flight.
    package var statementIndex: Int?
    /// What caused this error, such as the last refused connect of a pool.
    package var underlying: (any Error)?

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - code: the kind of failure.
    ///   - message: what happened, in one sentence.
    ///   - underlying: what caused it.
    package init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
    }
}

extension PostgresError {
    /// The server's code, nil when the failure is not the server's.
    package var sqlState: SQLState? {
        serverReport?.sqlState
    }

    /// The constraint that refused, if one did.
    package var constraint: String? {
        serverReport?.constraint
    }

    /// The table concerned, if the server named one.
    package var table: String? {
        serverReport?.table
    }

    /// The server's detail; quotes values of rows.
    package var detail: String? {
        serverReport?.detail
    }

    /// The server's hint.
    package var hint: String? {
        serverReport?.hint
    }

    /// Whether running the same transaction again may succeed: 40001 and 40P01.
    package var isRetryable: Bool {
        sqlState?.isRetryable ?? false
    }

    /// Whether the connection is gone, whoever ended it.
    package var isConnectionLost: Bool {
        code == .connectionLost || code == .connectFailed
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The kind, the SQLSTATE, constraint and table: no values.
    package var description: String {
        var words = ["PostgresError.\(code)"]
        if let report = serverReport {
            words.append(report.safeDescription)
        } else if code != .server {
            words.append(message)
        }
        if isOutcomeUnknown {
            words.append("(outcome unknown)")
        }
        return words.joined(separator: " ")
    }

    /// Everything but parameters and the server's detail.
    package var debugDescription: String {
        var words = [description, message]
        if let hint {
            words.append("hint: \(hint)")
        }
        if let statementIndex {
            words.append("statement \(statementIndex)")
        }
        if let statement {
            words.append("SQL: \(statement)")
        }
        if let underlying {
            words.append("because: \(underlying)")
        }
        return words.joined(separator: "; ")
    }
}
