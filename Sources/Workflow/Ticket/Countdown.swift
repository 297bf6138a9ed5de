/// A clock of a ticket: since when it runs, until when, and what it does next.
///
/// All times were reckoned when it started and stand in the event, so nothing here consults a calendar.
public struct Countdown: Hashable, Sendable {
    private var storage: Storage

    init(
        limit: Limit?,
        startedAt: Instant,
        due: Instant,
        isProvisional: Bool,
        warnings: [Instant],
        warned: Int,
        isExpired: Bool,
        rung: RungTime?,
        paused: Remaining?,
        pausedAt: Instant?,
        pauses: [Pause],
        isLit: Bool,
        isWindow: Bool,
        extensions: [Limit]
    ) {
        storage = Storage(
            Fields(
                limit: limit,
                startedAt: startedAt,
                due: due,
                isProvisional: isProvisional,
                warnings: warnings,
                warned: warned,
                isExpired: isExpired,
                rung: rung,
                paused: paused,
                pausedAt: pausedAt,
                pauses: pauses,
                isLit: isLit,
                isWindow: isWindow,
                extensions: extensions
            )
        )
    }

    /// Changes it; where others share its place, it takes one of its own first.
    mutating func change(_ body: (inout Fields) -> Void) {
        if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.fields) }
        body(&storage.fields)
    }

    /// Whether two countdowns are the same in all they consist of.
    public static func == (lhs: Countdown, rhs: Countdown) -> Bool {
        lhs.storage === rhs.storage || lhs.storage.fields == rhs.storage.fields
    }

    /// Hashes all that it consists of.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(storage.fields)
    }

    /// A stretch of time in which it stood still.
    public struct Pause: Hashable, Sendable {
        /// When it was stopped.
        public let from: Instant
        /// When it went on.
        public let to: Instant
    }

    /// What a clock does from now on that goes on after a pause.
    public struct Times: Hashable, Sendable {
        /// When it expires, or expired.
        public let due: Instant
        /// Whether that runs into a year without an official calendar.
        public let isProvisional: Bool
        /// When warnings are given, in order; those given already too.
        public let warnings: [Instant]
        /// The next step of the ladder after the expiry.
        public let rung: RungTime?
    }

    /// A step of a ladder with its time.
    public struct RungTime: Hashable, Sendable {
        /// Which step, counted from 0.
        public let index: Int
        /// When it is due.
        public let at: Instant
    }
}

extension Countdown {
    // MARK: - What it consists of

    /// The limit it was started with; nil where the due time itself was given (上级时限).
    public var limit: Limit? { storage.fields.limit }
    /// When it started.
    public var startedAt: Instant { storage.fields.startedAt }
    /// When it expires, or expired.
    ///
    /// While it stands still: when it would have.
    public var due: Instant { storage.fields.due }
    /// Whether the due time runs into a year without an official calendar.
    public var isProvisional: Bool { storage.fields.isProvisional }
    /// When warnings are given, in order.
    public var warnings: [Instant] { storage.fields.warnings }
    /// How many of them were given.
    public var warned: Int { storage.fields.warned }
    /// Whether it has expired.
    public var isExpired: Bool { storage.fields.isExpired }
    /// The next step of the ladder after the expiry.
    public var rung: RungTime? { storage.fields.rung }
    /// What was left when it was stopped for a pause; nil while it runs.
    public var paused: Remaining? { storage.fields.paused }
    /// Since when it stands still; nil while it runs.
    public var pausedAt: Instant? { storage.fields.pausedAt }
    /// Its pauses that are over: no time was used in them.
    public var pauses: [Pause] { storage.fields.pauses }
    /// Whether it lights the ticket's lamp.
    public var isLit: Bool { storage.fields.isLit }
    /// Whether it only says until when something may be done: it has no timer, and its end is no event and no flag.
    public var isWindow: Bool { storage.fields.isWindow }
    /// What was granted on top of the limit, in order (延期).
    public var extensions: [Limit] { storage.fields.extensions }
}

extension Countdown {
    /// What it does next, and when; nil when it stands still or its ladder has ended.
    public var next: (step: TimerStep, at: Instant)? {
        guard paused == nil, !isWindow else { return nil }
        if isExpired { return rung.map { (.rung($0.index), $0.at) } }
        if warned < warnings.count { return (.warning(warned), warnings[warned]) }
        return (.expiry, due)
    }

    mutating func resume(_ times: Times, at: Instant) {
        change {
            if let pausedAt = $0.pausedAt { $0.pauses.append(Pause(from: pausedAt, to: at)) }
            $0.paused = nil
            $0.pausedAt = nil
            $0.due = times.due
            $0.isProvisional = times.isProvisional
            $0.warnings = times.warnings
            $0.rung = times.rung
        }
    }

    /// Its share in the ticket's lamp: none while it stands still.
    public var lamp: Lamp {
        guard isLit, paused == nil else { return .green }
        return isExpired ? .red : warned > 0 ? .yellow : .green
    }
}

/// A step that a clock takes.
public enum TimerStep: Hashable, Comparable, Sendable {
    /// A warning, counted from 0.
    case warning(Int)
    /// The expiry.
    case expiry
    /// A step of the ladder after the expiry, counted from 0.
    case rung(Int)

    /// `w0`, `due`, `l1`: as it stands in the database.
    public var code: String {
        switch self {
        case .warning(let index): "w\(index)"
        case .expiry: "due"
        case .rung(let index): "l\(index)"
        }
    }

    /// Reads a code; nil when it is none.
    public init?(code: String) {
        let index = Digits.number(code.utf8.dropFirst())
        if code == "due" {
            self = .expiry
        } else if let index, code.hasPrefix("w") {
            self = .warning(index)
        } else if let index, code.hasPrefix("l") {
            self = .rung(index)
        } else {
            return nil
        }
    }
}

/// A timer of a ticket: key (ticket, clock, step), and when it is due.
public struct TicketTimer: Hashable, Comparable, Sendable {
    /// When it is due: the event that it becomes counts from then.
    public let due: Instant
    /// Whose.
    public let clock: ClockName
    /// Which step.
    public let step: TimerStep

    /// Makes a timer.
    public init(due: Instant, clock: ClockName, step: TimerStep) {
        self.due = due
        self.clock = clock
        self.step = step
    }

    /// Earlier ones first; at the same instant by clock's name and step.
    public static func < (lhs: TicketTimer, rhs: TicketTimer) -> Bool {
        (lhs.due, lhs.clock, lhs.step) < (rhs.due, rhs.clock, rhs.step)
    }
}
