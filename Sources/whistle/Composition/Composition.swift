import Logging

/// Where the parts are put together.
enum Composition {
    /// The program's logger: on standard error, at the level that is set.
    static func logger(_ settings: Settings) -> Logger {
        var logger = Logger(label: "whistle", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = settings.logLevel
        return logger
    }
}
