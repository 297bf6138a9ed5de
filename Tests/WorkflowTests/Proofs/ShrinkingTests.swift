import Testing
import Workflow

/// A fault that a random life shows is told as a short session, which shows it again.
@Suite struct ShrinkingTests {
    /// What a fault of a broken definition is found by: bytes are written and read back in `LivesTests`.
    @Sendable private static func check(_ step: Step, _ family: Family) -> String? {
        Invariants.fault(of: step, family, deep: false) ?? FieldRules.of(step.definition).fault(of: step)
    }

    /// The shortest of the first few lives that show a fault of a broken definition; seeds are tried from the one on of
    /// which a life is known to have shown it.
    private static func shortest(
        _ definition: DefinitionName,
        _ path: String,
        _ value: JSONValue?,
        from first: Int = 0
    ) throws -> (life: Life, machines: Machines, session: String)? {
        var machines = try Ground.machines.get()
        let document = try machines[definition].definition.document.setting(path, to: value)
        let broken = Machine(definition: try WorkflowDefinition(document: document), version: 1)
        if definition == "task" { machines.task = broken } else { machines.issue = broken }
        var found: [Life] = []
        for seed in 0..<40 where found.count < 2 {
            var maker = LifeMaker(seed: UInt64((first + seed) % 40))
            for _ in 0..<25 where found.count < 2 {
                let made = try maker.life(tries: 90, under: machines, check: check)
                guard made.fault != nil else { continue }
                print("shown by seed \((first + seed) % 40): \(definition) \(path)")
                found.append(try made.life.shrunk(under: machines, check: check))
            }
        }
        guard let life = found.min(by: { $0.tries.count < $1.tries.count }) else { return nil }
        return (life, machines, try life.session(under: machines, check: check))
    }

    @Test func `a handler who verifies is told in a handful of lines`() throws {
        let found = try #require(try Self.shortest("issue", "actions.verify.guards", nil, from: 9))
        #expect(found.life.tries.count <= 8, "\(found.session)")
        #expect(found.session.hasSuffix("✘ verify by its own handler"))
        let again = try found.life.fault(under: found.machines, check: Self.check)
        #expect(again?.try == found.life.tries.count - 1)
        let shipped = try found.life.fault(under: Ground.machines.get(), check: Self.check)
        #expect(shipped == nil)
    }

    @Test func `a task that forgets its pause is told in a handful of lines`() throws {
        let found = try #require(try Self.shortest("task", "clocks.whole.pauses", []))
        #expect(found.life.tries.count <= 8, "\(found.session)")
        #expect(found.session.contains("whole"))
    }

    @Test func `anybody who accepts is told in two`() throws {
        let found = try #require(try Self.shortest("issue", "actions.accept.by", ["anyone"]))
        let lines = found.session.split(separator: "\n").map(String.init)
        #expect(found.life.tries.count == 2 && lines.count == 3, "\(found.session)")
        #expect(lines.first?.contains("report category=") == true)
        #expect(lines.last?.hasPrefix("  ✘ accept was accepted: not by ") == true)
    }
}
