import PGStore
import Postgres

/// What a failed batch asks for.
enum BatchFailure: Error {
    /// One of the batch is bad.
    case split(String)
    /// One of the batch bears an id that another ticket has; nothing was done.
    ///
    /// A sequence is as durable as the last commit: a server that crashed gives ids once more that it gave before and that nobody
    /// had used yet. Whoever still holds one comes too late.
    case idTaken(String)
    /// One of the batch waits for a ticket that somebody holds; nothing was done.
    case held(String)
    /// The same again.
    case again(Again)
    /// Nothing will help.
    case fatal(DispatchError)

    /// Why the same batch is to run again.
    struct Again {
        /// What happened.
        let why: String
        /// Whether it may stand nevertheless.
        var isUnknown: Bool
        /// What to tell those who waited in vain; nil where it was only slow.
        let trouble: DispatchError?
    }

    init(_ error: any Error) {
        switch error {
        case let failure as BatchFailure: self = failure
        case let error as PostgresError: self = Self.database(error)
        case let error as StoreError: self = .fatal(.store(error))
        default: self = .fatal(.unavailable(String(describing: error)))
        }
    }

    /// The same failure where nothing can have been written yet.
    var beforeWriting: BatchFailure {
        guard case .again(var again) = self else { return self }
        again.isUnknown = false
        return .again(again)
    }

    /// Whether the server may have crashed and come back since ids were taken.
    var mayFollowCrash: Bool {
        switch self {
        case .idTaken: true
        case .again(let again): again.isUnknown || again.trouble != nil
        case .split, .held, .fatal: false
        }
    }

    private static func database(_ error: PostgresError) -> BatchFailure {
        // A deadline of ours comes with the server's word on the cancel (57014).
        guard let state = error.sqlState, error.code == .server else { return client(error) }
        // A key too long for the index names the same constraint, and will never fit.
        if error.constraint == "command_key_once", state == .uniqueViolation {
            return .again(Again(why: "the same key elsewhere", isUnknown: false, trouble: nil))
        }
        if error.constraint == "ticket_pkey", state == .uniqueViolation { return .idTaken(error.description) }
        switch state.classCode {
        case "22", "23", "54": return .split(error.description)
        case "55": return .held(error.description)
        case "40": return .again(Again(why: error.description, isUnknown: error.isOutcomeUnknown, trouble: nil))
        case "08", "53", "57", "25":
            let trouble = state == .diskFull ? DispatchError.diskFull : .unavailable(error.description)
            return .again(Again(why: error.description, isUnknown: error.isOutcomeUnknown, trouble: trouble))
        default: return .fatal(.rejected(error.description))
        }
    }

    private static func client(_ error: PostgresError) -> BatchFailure {
        let again = Again(
            why: error.description,
            isUnknown: error.isOutcomeUnknown,
            trouble: error.code == .deadlineExceeded ? nil : .unavailable(error.description)
        )
        switch error.code {
        // A value that cannot be sent is one caller's fault.
        case .encoding: return .split(error.description)
        case .decoding: return .fatal(.unavailable(error.description))
        // This process is ending: there is nobody left to run it again.
        case .shutdown, .cancelled:
            return .fatal(error.isOutcomeUnknown ? .deadlineExceeded(isOutcomeUnknown: true) : .stopping)
        default: return .again(again)
        }
    }
}

/// Waits between tries: longer each time, never the same.
package struct Backoff {
    private var tries = 0

    /// The first pause is still to come.
    package init() {}

    /// Waits for the next pause.
    mutating func wait() async {
        try? await Task.sleep(for: next())
    }

    /// 10 ms, then up to twice as long each time, at most 2 s.
    package mutating func next() -> Duration {
        let most = min(2_000, 10 << min(tries, 8))
        tries += 1
        return .milliseconds(Int.random(in: most / 2...most))
    }
}
