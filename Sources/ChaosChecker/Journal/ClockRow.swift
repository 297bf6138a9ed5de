/// A clock of a ticket as its events tell it: what it does next, and when.
struct ClockRow: Decodable {
    struct Rung: Decodable {
        let rung: Int
        let at: Int64
    }

    struct Pause: Decodable {
        let microseconds: Int64
    }

    let clock: String
    var due: Int64
    var warnings: [Int64]?
    var warned: Int?
    var expired: Bool?
    var rung: Rung?
    var paused: Pause?
    let window: Bool?
    /// Its limit; none: its due time was given, which no pause moves.
    let limit: String?

    /// The next step and its time in microseconds; nil: it stands still, its ladder has ended, or it is a window.
    var next: (step: String, at: Int64)? {
        guard paused == nil, window != true else { return nil }
        if expired == true { return rung.map { ("l\($0.rung)", $0.at) } }
        let (warned, warnings) = (warned ?? 0, warnings ?? [])
        if warned < warnings.count { return ("w\(warned)", warnings[warned]) }
        return ("due", due)
    }

    mutating func resume(_ other: ClockRow) {
        paused = nil
        due = other.due
        warnings = other.warnings
        rung = other.rung
    }
}
