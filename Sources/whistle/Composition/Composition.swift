import Dispatcher
import Logging
import Logs
import Postgres
import Workflow

/// Where the parts are put together.
enum Composition {
    /// The program's logger: on standard error, at the level and in the form that are set.
    static func logger(_ settings: Settings) -> Logger {
        var logger = Logger(label: "whistle") { label -> any LogHandler in
            switch settings.logFormat {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler(label: label)
            }
        }
        logger.logLevel = settings.logLevel
        return logger
    }

    /// The district of those who have not signed in, as options and settings say.
    static func district(
        _ options: DatabaseOptions,
        _ database: ConnectionConfiguration,
        _ logger: Logger
    ) async throws -> DistrictID {
        try await Engine.with(database: database, connections: 1, logger: logger) { engine in
            _ = try await engine.pool.query("SELECT 1", deadline: .now + .seconds(10))
            return try await options.chosen(engine)
        }
    }
}
