/// What the checker counted and found.
package struct CheckReport: Sendable {
    /// Commands that their callers were told are done.
    package internal(set) var acknowledged = 0
    /// Commands that were refused for good.
    package internal(set) var refused = 0
    /// Commands that their callers left, told that nothing was done.
    package internal(set) var undone = 0
    /// Commands of which their callers never heard.
    package internal(set) var unresolved = 0
    /// How often a command was sent again.
    package internal(set) var retried = 0
    /// The same, by the reason.
    package internal(set) var retriesByCode: [String: Int] = [:]
    /// Tickets in the database.
    package internal(set) var tickets = 0
    /// Events in the database.
    package internal(set) var events = 0
    /// Events of timers that fired.
    package internal(set) var fired = 0
    /// How late the latest of them was written, in microseconds after its due time.
    package internal(set) var latest: Int64 = 0
    /// How many findings there are of each sort.
    package private(set) var counts: [ChaosFinding.Kind: Int] = [:]
    /// The first of them, 200 at the most.
    package private(set) var findings: [ChaosFinding] = []

    /// Begins with nothing.
    package init() {}

    /// How many findings there are of a sort.
    package func count(_ kind: ChaosFinding.Kind) -> Int { counts[kind] ?? 0 }

    /// How many findings there are in all.
    package var findingCount: Int { counts.values.reduce(0, +) }

    mutating func note(_ kind: ChaosFinding.Kind, ticket: Int64? = nil, _ detail: String) {
        counts[kind, default: 0] += 1
        if findings.count < 200 { findings.append(ChaosFinding(kind, ticket: ticket, detail)) }
    }
}
