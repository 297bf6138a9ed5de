extension Countdown {
    /// What a countdown consists of.
    struct Fields: Hashable, Sendable {
        let limit: Limit?
        let startedAt: Instant
        var due: Instant
        var isProvisional: Bool
        var warnings: [Instant]
        var warned: Int
        var isExpired: Bool
        var rung: RungTime?
        var paused: Remaining?
        var pausedAt: Instant?
        var pauses: [Pause]
        let isLit: Bool
        let isWindow: Bool
        var extensions: [Limit]
    }

    /// Where they lie: a countdown is handed from reckoning to outcome, event and ticket, and on to the next ticket, mostly
    /// as it is. So copies share one place until one of them changes, as copies of a ticket do.
    // Safe because it is changed only by a countdown that holds it alone (`own`): nobody else can look meanwhile.
    final class Storage: @unchecked Sendable {
        @exclusivity(unchecked)
        var fields: Fields

        init(_ fields: Fields) {
            self.fields = fields
        }
    }
}
