import ArgumentParser
import Dispatcher
import Logging
import PGStore
import Postgres
import Workflow

/// Which database and which district; shared by every command that needs them.
struct DatabaseOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            localized("数据库，libpq 的连接串", "the database, as libpq's connection string"),
            valueName: "conninfo"
        )
    )
    var database: String?

    @Option(
        name: .long,
        help: ArgumentHelp(localized("区的编码", "the district's code"), valueName: "code")
    )
    var district: String?

    /// Runs a body with an engine upon the database.
    func withEngine<Value: Sendable>(
        connections: Int? = nil,
        _ body: @Sendable (Engine) async throws -> Value
    ) async throws -> Value {
        try await complaining {
            let settings = try await Settings.read()
            var configuration = try ConnectionConfiguration(settings.connection(database))
            configuration.applicationName = "whistle"
            let logger = Composition.logger(settings)
            return try await Engine.with(
                database: configuration,
                connections: connections ?? settings.connections,
                keys: try settings.keyRing(database),
                logger: logger
            ) { engine in
                // The pool goes on trying for ten seconds; then there are words.
                _ = try await engine.pool.query("SELECT 1", deadline: .now + .seconds(10))
                return try await body(engine)
            }
        }
    }

    /// Runs a body with an engine and the district that is meant: the one named, or the only one.
    func withDistrict<Value: Sendable>(
        _ body: @Sendable (Engine, DistrictConfiguration) async throws -> Value
    ) async throws -> Value {
        try await withEngine { engine in
            let id = try await self.chosen(engine)
            return try await body(engine, try await engine.configurations.load(id))
        }
    }

    /// The district that is meant.
    func chosen(_ engine: Engine) async throws -> DistrictID {
        if let code = district { return try await engine.district(code: code) }
        if let code = try await Settings.read().district { return try await engine.district(code: code) }
        let all = try await engine.districts().filter { !$0.code.hasPrefix(Play.prefix) }
        guard all.count == 1, let only = all.first else {
            let codes = all.map(\.code).joined(separator: ", ")
            throw Complaint(
                "which_district",
                zh: "有 \(all.count) 个区（\(codes)），请用 --district 指明",
                en: "there are \(all.count) districts (\(codes)); say which with --district",
                exit: ExitCodes.usage
            )
        }
        return only.id
    }
}
