package import PGStore
import Postgres
package import Workflow

/// The district in which a play is played: the sample city's units, people and directory, and no past.
package final class Stage: Sendable {
    /// Its configuration.
    package let configuration: DistrictConfiguration
    private let engine: Engine
    private let clock: GivenClock

    private init(_ engine: Engine, _ configuration: DistrictConfiguration) {
        self.engine = engine
        self.configuration = configuration
        clock = GivenClock(engine: engine, district: configuration.id)
    }

    /// Makes a stage in a new district.
    ///
    /// - Parameters:
    ///   - play: whose people are there besides.
    ///   - code: the district's code.
    ///   - engine: the engine, whose services run.
    /// - Returns: the stage, at no time yet.
    /// - Throws: `SampleCityError` where the sample city's sheets are not whole; otherwise what the engine throws.
    package static func make(for play: Play, code: String, _ engine: Engine) async throws -> Stage {
        let district = try await SampleCity(engine: engine, code: code).furnish(named: play.title.zh)
        if !play.people.isEmpty {
            _ = try await engine.pool.withTransaction { connection in
                try await connection.flight(
                    ConfigurationWrite.people(district, play.people) + [ConfigurationWrite.touch(district)]
                )
            }
        }
        return Stage(engine, try await engine.configurations.load(district))
    }

    /// Lets time pass: what falls due on the way fires.
    package func wait(until now: Instant) async throws {
        try await clock.advance(to: now)
    }

    /// Does something now.
    ///
    /// - Returns: the ticket that it made or changed.
    package func submit(_ submission: Submission) async throws -> TicketID {
        try await engine.submit(submission, patience: .seconds(60)).ticket
    }

    /// Everything about a ticket.
    package func dossier(_ ticket: TicketID) async throws -> Dossier {
        guard let dossier = try await engine.dossier(ticket, in: configuration.id) else {
            throw DispatchError.unknownTicket(ticket)
        }
        return dossier
    }
}
