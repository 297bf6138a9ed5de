/// A plan of migration that was found sound, with the versions that it leads from and to.
public struct Migration: Hashable, Sendable {
    /// The plan.
    public let plan: MigrationPlan
    /// What events say of it.
    public let mark: PlanMark
    /// The versions that it leads from.
    let olds: [Int: WorkflowDefinition]
    /// Counts that the new version knows; gathered once, not for every ticket.
    let counters: Set<CounterName>
    /// People's marks that the new version knows.
    let marks: Set<MarkName>

    /// Checks a plan against the versions that it names.
    ///
    /// - Parameters:
    ///   - plan: the plan.
    ///   - hash: SHA-256 of its canonical bytes, in hexadecimal.
    ///   - versions: the published versions of its definition.
    /// - Throws: `Problems`, each with its place in the plan.
    public init(_ plan: MigrationPlan, hash: String, versions: [Int: WorkflowDefinition]) throws(Problems) {
        let problems = plan.problems(versions)
        guard problems.isEmpty else { throw Problems(problems) }
        self.plan = plan
        mark = PlanMark(name: plan.name, hash: hash)
        olds = versions.filter { plan.from.contains($0.key) }
        counters = versions[plan.to]?.counterNames ?? []
        marks = versions[plan.to]?.markNames ?? []
    }

    /// The version that it leads to.
    public var target: DefinitionRef { DefinitionRef(name: plan.definition, version: plan.to) }

    /// Whether it moves tickets of a version.
    public func concerns(_ ref: DefinitionRef) -> Bool {
        ref.name == plan.definition && plan.from.contains(ref.version)
    }
}
