import PGStore
import Postgres
package import Workflow

extension Engine {
    /// Publishes a definition in a district; one that is the same as a version before changes nothing.
    ///
    /// - Parameters:
    ///   - definition: a definition without findings.
    ///   - district: the district.
    /// - Returns: the version that is in force from now on.
    /// - Throws: `Problems` where the proofs find something: nothing is published then; what the database says.
    package func publish(_ definition: WorkflowDefinition, in district: DistrictID) async throws -> DefinitionRef {
        let problems = definition.problems()
        guard problems.isEmpty else { throw Problems(problems) }
        _ = try await pool.withTransaction { connection in
            try await connection.flight([
                ConfigurationWrite.patience, ConfigurationWrite.lock(district),
                ConfigurationWrite.publish(district, definition), ConfigurationWrite.touch(district),
            ])
        }
        hints.wrote(Hints.Write(district: district, changesDistrict: true))
        let configuration = try await configurations.load(district)
        guard let ref = configuration.machine(latest: definition.name)?.ref else {
            throw StoreError.unknownDistrict("\(district)")
        }
        return ref
    }
}
