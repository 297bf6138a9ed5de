import Foundation
import Shipped
import TestSupport
import Testing
import Workflow

/// Every slip in a shipped definition is caught before it runs: by reading, by the proofs at publishing, by the
/// invariants or by the rules of the field; what is not is listed with its reason.
@Suite struct MutantTests {
    @Test func `every mutant is caught, or is known to change nothing`() async throws {
        let machines = try Ground.machines.get()
        let all = Mutant.all(of: machines)
        #expect(all.count >= 200 && Set(all.map(\.id)).count == all.count)
        // A usual run takes each so-manieth, others every day; a long one takes all.
        let stride = PropertyRuns.factor > 1 ? 1 : all.count / 120
        let first = Self.day % stride
        // To look at some again: `WHISTLE_MUTANTS` names texts of which one must be in their ids.
        let named = ProcessInfo.processInfo.environment["WHISTLE_MUTANTS"]?.split(separator: "|").map(String.init)
        let chosen = all.enumerated().filter { index, mutant in
            named.map { $0.contains { mutant.id.contains($0) } } ?? (index % stride == first)
        }.map(\.element)
        if stride > 1 { print("mutants \(first) of \(stride): WHISTLE_MUTANT_DAY=\(Self.day) chooses them again") }
        let survivors = try Survivors()
        let judge = Judge(machines: machines, corpus: try Corpus.shared.get())
        let verdicts = try await withThrowingTaskGroup(of: [(Mutant, Judge.Verdict)].self) { group in
            for part in 0..<4 {
                group.addTask {
                    try chosen.enumerated().filter { $0.offset % 4 == part }.map {
                        // One that is listed needs no further lives in a usual run.
                        let isListed = survivors.pattern(of: $0.element.id) != nil
                        return ($0.element, try judge.verdict($0.element, lives: isListed && stride > 1 ? 0 : 12))
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        report(verdicts, of: all.count)
        compare(verdicts, survivors, isWhole: stride == 1 && named == nil)
    }

    @Test func `each act, state and clock has its row in the tables of the field`() throws {
        let machines = try Ground.machines.get()
        for definition in [machines.issue.definition, machines.task.definition] {
            let rules = FieldRules.of(definition.name)
            #expect(Set(rules.acts.keys) == Set(definition.actions.keys), "\(definition.name)")
            #expect(Set(rules.states.keys) == Set(definition.states.keys), "\(definition.name)")
            #expect(Set(rules.clocks.keys) == Set(definition.clocks.keys), "\(definition.name)")
            print(
                "rules of \(definition.name): \(rules.acts.count) acts, \(rules.states.count) states, \(rules.clocks.count) clocks"
            )
        }
    }

    /// Which of them a usual run takes: today's, or those of the day that `WHISTLE_MUTANT_DAY` names.
    private static let day =
        ProcessInfo.processInfo.environment["WHISTLE_MUTANT_DAY"].flatMap { Int($0) }.map(abs)
        ?? Int(Date().timeIntervalSince1970 / 86_400)

    private func compare(
        _ verdicts: [(mutant: Mutant, verdict: Judge.Verdict)],
        _ survivors: Survivors,
        isWhole: Bool
    ) {
        var used: Set<String> = []
        var caught: Set<String> = []
        var unjudged: Set<String> = []
        for (mutant, verdict) in verdicts {
            let pattern = survivors.pattern(of: mutant.id)
            if verdict == .survives {
                if let pattern { used.insert(pattern) }
                if pattern == nil, !FieldRules.of(mutant.definition).hasRow(mutant.part) {
                    // One line for all of them: what is missing is the row.
                    unjudged.insert("\(mutant.definition) \(mutant.part.section).\(mutant.part.name)")
                } else {
                    #expect(pattern != nil, "survives, and no reason is given: \(mutant.id)")
                }
            } else if let pattern, !survivors.isUncovered(pattern) {
                caught.insert("\(pattern): \(mutant.id) by \(verdict.name): \(verdict.why)")
            }
        }
        for one in unjudged.sorted() { Issue.record("the tables of the field have no row for \(one)") }
        for one in caught.sorted() { Issue.record("listed, but caught: \(one)") }
        for (pattern, _) in survivors.patterns
        where isWhole && !survivors.isUncovered(pattern) && !used.contains(pattern) {
            Issue.record("listed, but there is no such survivor: \(pattern)")
        }
        let uncovered = survivors.patterns.map(\.pattern).filter(survivors.isUncovered)
        print("not yet covered: \(uncovered.count)", uncovered.joined(separator: "; "))
        let alive = verdicts.filter { $0.verdict == .survives }.count
        // Of a few that were chosen by name any number may.
        #expect(alive * 10 < verdicts.count || verdicts.count < 100, "more than one in ten survives")
    }

    private func report(_ verdicts: [(mutant: Mutant, verdict: Judge.Verdict)], of all: Int) {
        let counts = Dictionary(grouping: verdicts, by: \.verdict.name).mapValues(\.count)
        print(
            "mutants: \(verdicts.count) of \(all):",
            counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        )
        for (kind, group) in Dictionary(grouping: verdicts, by: \.mutant.kind).sorted(by: { $0.key < $1.key }) {
            let how = Dictionary(grouping: group, by: \.verdict.name).mapValues(\.count).sorted { $0.key < $1.key }
            print("  \(kind): \(how.map { "\($0.key) \($0.value)" }.joined(separator: ", "))")
        }
    }
}

extension Mutant {
    /// Those of both shipped definitions.
    static func all(of machines: Machines) -> [Mutant] {
        [machines.issue, machines.task].flatMap { MutantMaker.all(of: $0.definition.name, $0.definition.document) }
    }
}
