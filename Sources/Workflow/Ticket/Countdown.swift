/// A clock of a ticket: since when it runs, until when, and what it does next.
///
/// All times were reckoned when it started and stand in the event, so nothing here consults a calendar.
public struct Countdown: Hashable, Sendable {
    /// The limit it was started with; nil where the due time itself was given (上级时限).
    public let limit: Limit?
    /// When it started.
    public let startedAt: Instant
    /// When it expires, or expired.
    ///
    /// While it stands still: when it would have.
    public internal(set) var due: Instant
    /// Whether the due time runs into a year without an official calendar.
    public internal(set) var isProvisional: Bool
    /// When warnings are given, in order.
    public internal(set) var warnings: [Instant]
    /// How many of them were given.
    public internal(set) var warned: Int
    /// Whether it has expired.
    public internal(set) var isExpired: Bool
    /// The next step of the ladder after the expiry.
    public internal(set) var rung: RungTime?
    /// What was left when it was stopped for a pause; nil while it runs.
    public internal(set) var paused: Remaining?
    /// Since when it stands still; nil while it runs.
    public internal(set) var pausedAt: Instant?
    /// Its pauses that are over: no time was used in them.
    public internal(set) var pauses: [Pause]
    /// Whether it lights the ticket's lamp.
    public let isLit: Bool
    /// Whether it only says until when something may be done: it has no timer, and its end is no event and no flag.
    public let isWindow: Bool
    /// What was granted on top of the limit, in order (延期).
    public internal(set) var extensions: [Limit]

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
    /// What it does next, and when; nil when it stands still or its ladder has ended.
    public var next: (step: TimerStep, at: Instant)? {
        guard paused == nil, !isWindow else { return nil }
        if isExpired { return rung.map { (.rung($0.index), $0.at) } }
        if warned < warnings.count { return (.warning(warned), warnings[warned]) }
        return (.expiry, due)
    }

    mutating func resume(_ times: Times, at: Instant) {
        if let pausedAt { pauses.append(Pause(from: pausedAt, to: at)) }
        paused = nil
        pausedAt = nil
        due = times.due
        isProvisional = times.isProvisional
        warnings = times.warnings
        rung = times.rung
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
