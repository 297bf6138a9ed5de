/// What a scenario did to the engine, and what was wrong besides what the checker finds.
package struct FaultTally: Sendable {
    /// How many of each fault.
    package private(set) var faults: [String: Int] = [:]
    /// What must not be.
    package private(set) var wrong: [String] = []

    /// How long the slowest stop took, where some were asked for.
    package var longestStop = Duration.zero

    /// How many faults in all: what is counted beside them is none.
    package var count: Int { faults.filter { !Self.asides.contains($0.key) }.values.reduce(0, +) }

    private static let asides: Set = [
        "timers fired meanwhile", "timer sent again", "connections held by others", "server went down for want of room",
        "commands acknowledged meanwhile",
    ]

    mutating func add(_ fault: String, _ count: Int = 1) { faults[fault, default: 0] += count }

    mutating func fail(_ words: String) { wrong.append(words) }
}
