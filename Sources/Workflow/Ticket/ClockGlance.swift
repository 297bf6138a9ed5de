/// What a list needs to know of one of a ticket's clocks.
public struct ClockGlance: Hashable, Sendable {
    /// Which.
    public let name: ClockName
    /// When it expires, or expired.
    public let due: Instant
    /// By what time it counts.
    public let measure: Limit.Measure
    /// Whether it has expired.
    public let isExpired: Bool
    /// The next step of the ladder after the expiry; nil: none is left, or it has not expired.
    public let rung: Int?
    /// Whether it stands still.
    public let isPaused: Bool
    /// Whether it lights the lamp.
    public let isLit: Bool

    /// Reads it as `Countdown` keeps it: what is left at its usual value is left out.
    init(reader: DocumentReader) throws(Problem) {
        due = try reader.required("due").instant()
        name = try reader.required("clock").name()
        let limit = try reader.optional("limit").map { (member) throws(Problem) in try member.limit() }
        measure = limit?.measure ?? .elapsed
        isExpired = reader.value["expired"] == true
        rung = try reader.optional("rung")?.required("rung").count()
        isPaused = reader.optional("paused") != nil
        isLit = reader.value["lit"] != false
    }
}
