package import PGStore
import Postgres
import Shipped
package import Workflow

/// A district that is to be made: empty, but with calendars and definitions, so that the program can load it.
///
/// Units, people and the directory follow by import.
package struct NewDistrict: Sendable {
    /// The city's code for it.
    package var code: String
    /// What people call it.
    package var name: String
    /// Whose clock rules in it.
    package var clock: DistrictClock
    /// What is published in it.
    package var definitions: [WorkflowDefinition]
    /// Its calendars by their names among those that ship with the program.
    package var calendars: [String]

    /// Describes a district; its own calendar is the shipped `office`.
    package init(
        code: String,
        name: String,
        clock: DistrictClock = .database,
        definitions: [WorkflowDefinition],
        calendars: [String] = ["office", "always"]
    ) {
        self.code = code
        self.name = name
        self.clock = clock
        self.definitions = definitions
        self.calendars = calendars
    }

    /// Makes it in one transaction; where its code is there already, calendars and definitions are brought up to date.
    ///
    /// - Parameter engine: the engine, whose services run.
    /// - Returns: its id.
    /// - Throws: what the database says, or a shipped file that is missing.
    package func make(_ engine: Engine) async throws -> DistrictID {
        let documents = try calendars.map { name in (name: name, text: try Shipped.calendar(name).json()) }
        let district = try await engine.pool.withTransaction { connection in
            let made = ConfigurationWrite.district(code: code, name: name, clock: clock)
            let district = DistrictID(try await connection.query(made).only()[0])
            _ = try await connection.flight(
                documents.map { ConfigurationWrite.calendar(district, name: $0.name, document: $0.text) }
                    + definitions.map { ConfigurationWrite.publish(district, $0) }
                    + [ConfigurationWrite.touch(district)]
            )
            return district
        }
        engine.hints.wrote(Hints.Write(district: district, changesDistrict: true))
        return district
    }
}
