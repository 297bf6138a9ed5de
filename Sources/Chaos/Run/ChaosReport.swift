import ChaosChecker
package import Foundation

/// What came of a run, as a table and as JSON.
package struct ChaosReport: Sendable {
    /// The seed of all of it.
    package let seed: UInt64
    /// What came of each scenario.
    package internal(set) var results: [ScenarioResult] = []

    init(seed: UInt64) {
        self.seed = seed
    }

    /// Whether nothing is wrong.
    package var isGood: Bool { results.allSatisfy(\.isGood) }
}

extension ChaosReport {
    /// A table in Markdown, and below it what is wrong, in words.
    package var text: String {
        let heads = [
            "scenario", "faults", "commands acknowledged", "refused", "tried again", "timers fired", "losses",
            "doubles",
            "early", "other findings", "seconds",
        ]
        var lines = [
            "| \(heads.joined(separator: " | ")) |", "|---|" + heads.dropFirst().map { _ in "---:|" }.joined(),
        ]
        lines += results.map { "| \(cells($0).joined(separator: " | ")) |" }
        lines += ["", "Seed \(seed). What was done:", ""]
        lines += results.map(Self.deeds)
        let wrong = results.filter { !$0.isGood }.flatMap(Self.troubles)
        if !wrong.isEmpty { lines += ["", "What is wrong:", ""] + wrong }
        return lines.joined(separator: "\n") + "\n"
    }

    private func cells(_ result: ScenarioResult) -> [String] {
        if result.skipped != nil { return [result.name.rawValue, "skipped"] + Array(repeating: "", count: 9) }
        let report = result.report
        let others = result.findings - report.count(.loss) - report.count(.double) - report.count(.early)
        let counts = [
            result.tally.count, report.acknowledged, report.refused, report.retried, report.fired, report.count(.loss),
            report.count(.double), report.count(.early), others, Int(result.time.components.seconds),
        ]
        return [result.name.rawValue] + counts.map(String.init)
    }

    /// A scenario in a line, for who waits.
    static func line(_ result: ScenarioResult) -> String {
        let report = result.report
        return "\(result.tally.count) faults, \(report.acknowledged) commands, \(report.fired) timers, "
            + "\(result.findings) findings, \(result.time.components.seconds) s"
    }

    private static func deeds(_ result: ScenarioResult) -> String {
        if let skipped = result.skipped { return "- \(result.name.rawValue): skipped: \(skipped)" }
        var parts = result.tally.faults.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        parts += result.report.retriesByCode.sorted { $0.key < $1.key }.map { "told “\($0.key)” \($0.value)" }
        if result.report.undone > 0 { parts.append("told that nothing was done, and left it \(result.report.undone)") }
        if result.tally.longestStop > .zero { parts.append("longest stop \(result.tally.longestStop)") }
        parts.append("latest timer \(result.report.latest / 1_000) ms")
        return "- \(result.name.rawValue): " + parts.joined(separator: " · ")
    }

    static func troubles(_ result: ScenarioResult) -> [String] {
        let name = result.name.rawValue
        let found = result.report.findings.prefix(40).map { finding in
            "- \(name): \(finding.kind.rawValue): " + (finding.ticket.map { "ticket \($0): " } ?? "") + finding.detail
        }
        return (result.wrong + result.tally.wrong).map { "- \(name): \($0)" } + found
            + ["- replay it: whistle-chaos run \(name) --seed \(result.seed)"]
    }

    /// The same as JSON.
    package func json() throws -> Data {
        let rows = results.map { result -> [String: Any] in
            let report = result.report
            return [
                "scenario": result.name.rawValue, "seed": String(result.seed), "skipped": result.skipped ?? "",
                "faults": result.tally.faults, "fault_count": result.tally.count, "acknowledged": report.acknowledged,
                "refused": report.refused, "undone": report.undone, "unresolved": report.unresolved,
                "retried": report.retried, "retries_by_code": report.retriesByCode, "tickets": report.tickets,
                "events": report.events, "timers_fired": report.fired, "latest_timer_us": report.latest,
                "losses": report.count(.loss), "doubles": report.count(.double), "early": report.count(.early),
                "timer_findings": report.count(.timer), "invariant_findings": report.count(.invariant),
                "damage_findings": report.count(.damage), "verify_findings": result.verifyFindings,
                "wrong": result.wrong + result.tally.wrong,
                "seconds": Double(result.time.components.seconds), "is_good": result.isGood,
            ]
        }
        let whole: [String: Any] = ["seed": String(seed), "is_good": isGood, "scenarios": rows]
        return try JSONSerialization.data(withJSONObject: whole, options: [.prettyPrinted, .sortedKeys])
    }
}
