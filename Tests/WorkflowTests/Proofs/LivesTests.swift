import Shipped
import TestSupport
import Testing
import Workflow

/// Random lives of matters with their tasks, under the rules of the field and the five invariants.
@Suite struct LivesTests {
    @Sendable static func check(_ step: Step, _ family: Family) -> String? {
        Invariants.fault(of: step, family) ?? FieldRules.of(step.definition).fault(of: step)
    }

    /// A usual run: four seeds of a thousand tries.
    ///
    /// A long one: fifty times as many tries, by fewer seeds that go deeper.
    private static let tries = PropertyRuns.factor >= 10 ? 5_000 : 1_000
    private static let seeds = 0..<4 * PropertyRuns.factor * 1_000 / tries

    @Test func `no life breaks an invariant or a rule of the field`() async throws {
        let machines = try Ground.machines.get()
        let coverage = try await withThrowingTaskGroup(of: Coverage.self) { group in
            for seed in Self.seeds { group.addTask { try Self.run(seed, machines) } }
            return try await group.reduce(into: Coverage()) { $0.merge($1) }
        }
        let definitions = [machines.issue.definition, machines.task.definition]
        print(coverage.summary(of: definitions))
        // What chance comes to too seldom is told by stories, under the same rules.
        var told = coverage
        for story in Story.all {
            _ = try story.life.fault(under: machines) { step, family in
                told.note(step, machines)
                return Self.check(step, family)
            }
        }
        for definition in definitions {
            let missing = coverage.missing(of: definition)
            for one in missing.acts + missing.states { print("not reached: \(one)") }
            for one in missing.conditions { print("not reached: \(one)") }
            // A long run reaches everything, with the stories; a usual one comes near it.
            if PropertyRuns.factor >= 50 {
                let never = told.missing(of: definition)
                #expect(never.acts.isEmpty && never.states.isEmpty)
            } else {
                #expect(missing.acts.count * 5 < definition.actions.count)
            }
        }
        #expect(coverage.tries >= Self.seeds.count * Self.tries * 3 / 4)
    }

    private static func run(_ seed: Int, _ machines: Machines) throws -> Coverage {
        var maker = LifeMaker(seed: UInt64(seed))
        var coverage = Coverage()
        while maker.tried < tries {
            coverage.begin()
            let made = try maker.life(tries: 100, under: machines) { step, family in
                coverage.note(step, machines)
                return check(step, family)
            }
            guard made.fault != nil else { continue }
            let shrunk = try made.life.shrunk(under: machines, check: check)
            Issue.record("seed \(seed):\n\(try shrunk.session(under: machines, check: check))")
            break
        }
        return coverage
    }

    @Test(arguments: Story.all) func `no story breaks one`(story: Story) throws {
        let machines = try Ground.machines.get()
        let fault = try story.life.fault(under: machines, check: Self.check)
        let session = try story.life.session(under: machines, check: Self.check)
        #expect(fault == nil, "\(session)")
    }
}
