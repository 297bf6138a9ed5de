import Dispatcher
import Logging
import PGStore
import Postgres
import Workflow

/// Sends both logs of one district: claims one, sends what comes next, moves its place on.
///
/// A line is sent at least once: who dies between sending and moving the place on leaves a claim that ends by itself, and the
/// next sends the same again. Each line bears its log and number, so that a receiver can tell.
struct SyslogDuty: DistrictDuty {
    let district: DistrictID
    let engine: Engine
    let origin: SyslogOrigin
    let settings: SyslogMessenger.Settings
    let logger: Logger
    private var line: SyslogLine
    /// Failures in a row.
    private var failures = 0

    init(
        district: DistrictID,
        engine: Engine,
        origin: SyslogOrigin,
        line: SyslogLine,
        settings: SyslogMessenger.Settings,
        logger: Logger
    ) {
        self.district = district
        self.engine = engine
        self.origin = origin
        self.line = line
        self.settings = settings
        self.logger = logger
    }

    /// No write of a matter touches these logs: they are looked at every second.
    static func isCalled(by write: Hints.Write, from rest: Rest?) -> Bool { false }

    mutating func turn(_ stop: StopSign) async throws -> Rest {
        var isMore = false
        for source in LogSource.allCases where !stop.isRaised {
            switch try await pass(source) {
            case .nothing: break
            case .some: isMore = true
            case .failed: return Rest(atMost: pause())
            }
        }
        return isMore ? .none : Rest(atMost: settings.idle)
    }

    private enum Outcome {
        /// There was nothing to send, or another sends it.
        case nothing
        /// Something was sent; there may be more.
        case some
        /// The receiver did not take it.
        case failed
    }

    private mutating func pass(_ source: LogSource) async throws -> Outcome {
        guard try await engine.pool.query(LogFeed.waits(source, in: district)).only()[0, as: Bool.self] else {
            return .nothing
        }
        let wanted = LogFeed.claim(source, in: district, seconds: settings.holding)
        guard let row = try await engine.pool.query(wanted).first else { return .nothing }
        let claim = try LogClaim(row: row, of: source)
        let lines = try await lines(after: claim)
        guard let last = lines.last else {
            // Another has sent it between the look and the claim.
            try await move(claim, to: claim.place)
            return .nothing
        }
        do {
            try await line.send(lines.map(\.line))
        } catch {
            told(of: error)
            try await move(claim, to: claim.place)
            return .failed
        }
        try await move(claim, to: last.place)
        if failures > 0 { logger.notice("syslog: the receiver takes lines again", metadata: ["log": "\(source)"]) }
        failures = 0
        return .some
    }

    /// What comes next of a log, in the words of messages.
    private func lines(after claim: LogClaim) async throws -> [LogLine<SyslogMessage>] {
        let configuration = try await engine.configurations.load(district)
        let wording = SyslogWording(origin: origin, district: configuration.code)
        switch claim.source {
        case .security:
            let feed = LogFeed.security(after: claim.place, in: district, limit: settings.batch)
            return try await engine.pool.query(feed).map { row in
                try LogLine<SecurityEvent>(row: row).map { wording.message($0) }
            }
        case .access:
            let feed = LogFeed.access(after: claim.place, in: district, limit: settings.batch)
            return try await engine.pool.query(feed).map { row in
                try LogLine<LoggedLook>(row: row, in: district).map { wording.message($0) }
            }
        }
    }

    private func move(_ claim: LogClaim, to place: LogPlace) async throws {
        let moved = try await engine.pool.query(LogFeed.move(claim, in: district, to: place)).affectedRows
        // Sending took longer than the claim held: both have sent the same.
        if moved == 0 { logger.warning("syslog: lines were sent twice", metadata: ["log": "\(claim.source)"]) }
    }

    /// The first failure is told, not each: the metric says for how long.
    private mutating func told(of error: any Error) {
        if failures == 0 { logger.warning("syslog: the receiver takes nothing", metadata: ["why": "\(error)"]) }
        failures += 1
    }

    /// Twice as long after each failure, anywhere between half of it and all, so that not all come back at once.
    private func pause() -> Duration {
        let doubled = settings.pauses.lowerBound * (1 << min(max(failures - 1, 0), 20))
        return min(doubled, settings.pauses.upperBound) * Double.random(in: 0.5...1)
    }
}

extension LogLine {
    /// The same place, said otherwise.
    fileprivate func map<Other: Sendable>(_ transform: (Line) -> Other) -> LogLine<Other> {
        LogLine<Other>(place: place, line: transform(line))
    }
}
