import Synchronization

/// Statements that go out together and end in one sync, and whoever waits for them.
// Safe because its maker does not touch it after `submit`, and from then on only the reactor's thread does; what the
// cancellation handler touches is an atomic.
final class Flight: @unchecked Sendable {
    enum Content {
        /// Statements in order; the first failure ends the rest.
        case pipeline([Query])
        /// Several statements in one text without values, which no pipeline takes: alone on the connection.
        case script(String)
        /// One statement whose rows are handed over as they come: alone on the connection.
        case rows(Query, RowFeed)
    }

    /// One command that the server will answer.
    enum Step {
        case prepare(StatementCache.Key)
        case execute(index: Int, key: StatementCache.Key?)
    }

    typealias Answer = Result<[QueryResult], PostgresError>

    let content: Content
    let deadline: ContinuousClock.Instant?
    let isCancelled = Atomic<Bool>(false)

    var number: UInt64 = 0
    var steps: [Step] = []
    var position = 0
    var results: [QueryResult] = []
    var error: PostgresError?
    /// Why the caller left or wants to, once it does.
    var leaving: PostgresError?
    var continuation: UnsafeContinuation<Answer, Never>?

    init(_ content: Content, deadline: ContinuousClock.Instant?) {
        self.content = content
        self.deadline = deadline
    }

    /// Whether nothing else may be under way on the connection.
    var isAlone: Bool {
        switch content {
        case .pipeline: false
        case .script, .rows: true
        }
    }

    /// Answers the caller, once.
    func answer(_ answer: Answer) {
        if case .rows(_, let feed) = content {
            switch answer {
            case .success: feed.end(nil)
            case .failure(let error): feed.end(error)
            }
        }
        let caller = continuation
        continuation = nil
        caller?.resume(returning: answer)
    }

    /// The first reason why the flight cannot be sent at all.
    var refusal: PostgresError? {
        switch content {
        case .pipeline(let queries):
            for query in queries {
                if let refusal = query.refusal {
                    return refusal
                }
            }
            return nil
        case .script(let text):
            return text.utf8.contains(0) ? PostgresError(.encoding, "a script with a NUL") : nil
        case .rows(let query, _):
            return query.refusal
        }
    }

    func statement(_ index: Int) -> String? {
        switch content {
        case .pipeline(let queries): index < queries.count ? queries[index].sql : nil
        case .script: nil
        case .rows(let query, _): query.sql
        }
    }
}

extension Query {
    var refusal: PostgresError? {
        if let failure {
            return failure
        }
        if parameters.count > 65535 {
            return PostgresError(.encoding, "\(parameters.count) values; the protocol takes 65535: use arrays")
        }
        return sql.utf8.contains(0) ? PostgresError(.encoding, "a statement with a NUL") : nil
    }
}
