import Dispatcher
import PGStore
import Postgres
import ServiceLifecycle
import TestSupport
import Testing
import Workflow

extension TestDistrict {
    /// Runs services beside the engine's own for the length of a closure, then stops them gracefully.
    func running<Value: Sendable>(
        _ services: [any Service],
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await Daemons.run(services, logger: MigratedDatabase.quiet, body)
    }
}

extension TestDistrict {
    /// A worker for this district alone.
    func worker(_ change: (inout Worker.Settings) -> Void = { _ in }) -> Worker {
        var settings = Worker.Settings()
        settings.only = [id]
        change(&settings)
        return Worker(engine: engine, settings: settings, logger: engine.logger)
    }

    /// A deliverer for this district alone.
    func deliverer(_ sinks: [any Sink], _ change: (inout Deliverer.Settings) -> Void = { _ in }) -> Deliverer {
        var settings = Deliverer.Settings()
        settings.only = [id]
        change(&settings)
        return Deliverer(engine: engine, sinks: sinks, settings: settings, logger: engine.logger)
    }

    /// A search filler for this district alone.
    func filler(_ change: (inout SearchFiller.Settings) -> Void = { _ in }) -> SearchFiller {
        var settings = SearchFiller.Settings()
        settings.only = [id]
        change(&settings)
        return SearchFiller(engine: engine, settings: settings, logger: engine.logger)
    }
}
