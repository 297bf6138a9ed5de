import PGStore
import Postgres
package import Workflow

extension Engine {
    /// Publishes a definition in a district; one that is the same as a version before changes nothing.
    ///
    /// - Parameters:
    ///   - definition: a definition without findings.
    ///   - district: the district.
    ///   - writer: who does it; nil: whoever runs the program.
    /// - Returns: the version that is in force from now on.
    /// - Throws: `Problems` where the proofs find something: nothing is published then; `ImportError.stale`; what the database
    ///   says.
    package func publish(
        _ definition: WorkflowDefinition,
        in district: DistrictID,
        by writer: ConfigurationWriter? = nil
    ) async throws -> DefinitionRef {
        let problems = definition.problems()
        guard problems.isEmpty else { throw Problems(problems) }
        let note = writer?.note("definition", in: district, ["definition": .string(definition.name.text)])
        _ = try await pool.withTransaction { connection in
            let locked = try await connection.flight([ConfigurationWrite.patience, ConfigurationWrite.lock(district)])
            try writer?.check(try locked[1].only()[0])
            return try await connection.flight(
                [ConfigurationWrite.publish(district, definition), ConfigurationWrite.touch(district), note]
                    .compactMap(\.self)
            )
        }
        hints.wrote(Hints.Write(district: district, changesDistrict: true))
        let configuration = try await configurations.load(district)
        guard let ref = configuration.machine(latest: definition.name)?.ref else {
            throw StoreError.unknownDistrict("\(district)")
        }
        return ref
    }
}
