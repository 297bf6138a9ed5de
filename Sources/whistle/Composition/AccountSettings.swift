import Configuration
import Dispatcher
import PGStore
import Workflow

/// How people sign in, and how long they stay so.
///
/// | key | variable | meaning |
/// |---|---|---|
/// | `whistle.password.length` | `WHISTLE_PASSWORD_LENGTH` | characters of a new password at the least |
/// | `whistle.password.days` | `WHISTLE_PASSWORD_DAYS` | days after which it must be changed; 0: never |
/// | `whistle.lock.failures` | `WHISTLE_LOCK_FAILURES` | failures in a row that lock an account |
/// | `whistle.lock.minutes` | `WHISTLE_LOCK_MINUTES` | for how long |
/// | `whistle.session.idle` | `WHISTLE_SESSION_IDLE` | minutes without use that end a session at a desk |
/// | `whistle.session.desk` | `WHISTLE_SESSION_DESK` | hours that it lasts at all |
/// | `whistle.session.phone` | `WHISTLE_SESSION_PHONE` | days that a person's own phone stays signed in |
/// | `whistle.session.duty` | `WHISTLE_SESSION_DUTY` | hours that a duty desk does |
/// | `whistle.session.one` | `WHISTLE_SESSION_ONE` | true: signing in ends a person's older sessions |
/// | `whistle.slip.hours` | `WHISTLE_SLIP_HOURS` | how long a slip is good |
/// | `whistle.token.days` | `WHISTLE_TOKEN_DAYS` | days that a token lasts at the most |
struct AccountSettings: Sendable {
    /// What follows from them.
    let policy: AccountPolicy

    /// Reads them.
    init(_ reader: ConfigReader) throws {
        var policy = AccountPolicy()
        func count(_ key: String, _ range: ClosedRange<Int>) throws -> Int? { try Settings.count(reader, key, range) }
        policy.passwordLength = try count("password.length", 8...128) ?? policy.passwordLength
        policy.passwordDays = try count("password.days", 0...3_650) ?? policy.passwordDays
        policy.failuresToLock = try count("lock.failures", 1...100) ?? policy.failuresToLock
        policy.lockTime = try count("lock.minutes", 1...10_080).map { .seconds($0 * 60) } ?? policy.lockTime
        if let minutes = try count("session.idle", 1...1_440) {
            policy.sessions[.desk]?.idle = .seconds(minutes * 60)
        }
        if let hours = try count("session.desk", 1...720) { policy.sessions[.desk]?.whole = .seconds(hours * 3_600) }
        if let days = try count("session.phone", 1...365) {
            policy.sessions[.phone] = .init(idle: .seconds(days * 86_400), whole: .seconds(days * 86_400))
        }
        if let hours = try count("session.duty", 1...720) { policy.sessions[.duty]?.whole = .seconds(hours * 3_600) }
        policy.hasOneSessionEach = try Settings.flag(reader, "session.one") ?? policy.hasOneSessionEach
        policy.slipTime = try count("slip.hours", 1...168).map { .seconds($0 * 3_600) } ?? policy.slipTime
        if let days = try count("token.days", 1...3_650) {
            policy.tokenDaysAtMost = days
            policy.tokenDays = min(policy.tokenDays, days)
        }
        self.policy = policy
    }

    /// Reads them where they are kept.
    static func read() async throws -> AccountSettings {
        try AccountSettings(await Settings.reader())
    }
}
