import Crypto
package import PGStore
package import Workflow

extension DistrictConfiguration {
    /// A plan of migration checked against the versions that the district has published.
    ///
    /// - Parameter plan: the plan.
    /// - Returns: what a sweep carries out.
    /// - Throws: `Problems` with what is wrong with the plan.
    package func migration(_ plan: MigrationPlan) throws(Problems) -> Migration {
        var versions: [Int: WorkflowDefinition] = [:]
        for (ref, machine) in machines where ref.name == plan.definition { versions[ref.version] = machine.definition }
        return try Migration(plan, hash: plan.document.planHash, versions: versions)
    }
}

extension JSONValue {
    /// SHA-256 of the canonical bytes, in hexadecimal: what names a plan beyond doubt.
    var planHash: String {
        Hexadecimal.text(SHA256.hash(data: canonicalBytes))
    }
}
