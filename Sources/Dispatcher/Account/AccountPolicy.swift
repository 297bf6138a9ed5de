package import PGStore
package import Workflow

/// What a district, or a whole program, asks of accounts; every default is an ordinary office's.
package struct AccountPolicy: Hashable, Sendable {
    /// Characters that a password must have at the least.
    package var passwordLength = 10
    /// Days after which a password must be changed; 0: never.
    package var passwordDays = 0
    /// What scrypt costs; other passwords are written anew at the next sign-in.
    package var passwordCost = PasswordCost.interactive
    /// Passwords that are looked at at the same time; each takes one core and `passwordCost`'s memory.
    package var hashesAtOnce = 2
    /// Sign-ins that may wait for that; more are refused as `busy`.
    package var hashesWaiting = 64

    /// Failures in a row that lock an account; those of the second factor count too.
    package var failuresToLock = 5
    /// How long failures lock, and after how long one is forgotten.
    package var lockTime = Duration.seconds(15 * 60)

    /// How long sessions last.
    package var sessions: [SessionKind: SessionLife] = [
        .desk: SessionLife(idle: .seconds(30 * 60), whole: .seconds(12 * 3_600)),
        .phone: SessionLife(idle: .seconds(30 * 86_400), whole: .seconds(30 * 86_400)),
        .duty: SessionLife(idle: .seconds(12 * 3_600), whole: .seconds(24 * 3_600)),
    ]
    /// Whether signing in ends a person's older sessions.
    package var hasOneSessionEach = false

    /// Roles that need a second factor: the three administrators (三员).
    package var rolesWithSecondFactor = PostBook.administrators
    /// How the second factor names this system in people's apps.
    package var issuer = "Whistle"

    /// Roles whose holders may make slips for people below them.
    package var rolesThatReset: Set<RoleName> = PasswordReset.usualRoles
    /// How long a slip is good.
    package var slipTime = Duration.seconds(24 * 3_600)

    /// Days that a token lasts where nobody says otherwise.
    package var tokenDays = 90
    /// Days that a token lasts at the most; a year.
    package var tokenDaysAtMost = 365

    /// How long what a session or token means is kept in the process: so long may another process's sign-out not be
    /// felt here; at most 5 s.
    package var cacheTime = Duration.seconds(5)
    /// How many sessions and tokens are kept so.
    package var cacheSize = 8_192

    /// The usual policy.
    package init() {}

    /// How long sessions of a kind last.
    package struct SessionLife: Hashable, Sendable {
        /// Without being used.
        package var idle: Duration
        /// However much it is used.
        package var whole: Duration

        package init(idle: Duration, whole: Duration) {
            self.idle = idle
            self.whole = whole
        }
    }
}

extension AccountPolicy {
    // MARK: - For statements

    var lockRule: LockRule { LockRule(failures: failuresToLock, seconds: lockTime.components.seconds) }

    var standingRules: StandingRules {
        StandingRules(passwordDays: passwordDays, rolesWithSecondFactor: rolesWithSecondFactor.sorted())
    }

    /// Seconds without use after which each kind ends.
    var idleSeconds: [SessionKind: Int64] {
        SessionKind.allCases.reduce(into: [:]) { $0[$1] = life(of: $1).idle.components.seconds }
    }

    /// How long a kind lasts; as briefly as a desk where nothing is said of it.
    func life(of kind: SessionKind) -> SessionLife {
        sessions[kind] ?? SessionLife(idle: .seconds(30 * 60), whole: .seconds(12 * 3_600))
    }
}
