package import ChaosChecker

/// What came of a scenario.
package struct ScenarioResult: Sendable {
    /// Which.
    package let name: ScenarioName
    /// Its seed.
    package let seed: UInt64
    /// Why it was not played; nil: it was.
    package var skipped: String?
    /// What was done to the engine.
    package var tally = FaultTally()
    /// What the checker counted and found.
    package var report = CheckReport()
    /// Findings of `whistle verify`.
    package var verifyFindings = 0
    /// What must not be, besides what the checker found: in words.
    package var wrong: [String] = []
    /// How long it took.
    package var time = Duration.zero

    /// Whether nothing is wrong.
    package var isGood: Bool {
        report.findingCount == 0 && verifyFindings == 0 && wrong.isEmpty && tally.wrong.isEmpty
    }

    /// Findings in all.
    package var findings: Int { report.findingCount + verifyFindings + wrong.count + tally.wrong.count }

    init(_ name: ScenarioName, seed: UInt64) {
        self.name = name
        self.seed = seed
    }
}
