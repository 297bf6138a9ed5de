import ArgumentParser
import Dispatcher
import Postgres

/// `whistle migrate`: brings the database to this program's schema.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: localized("把数据库升级到本程序的结构", "Bring the database to this program's schema."),
        discussion: localized(
            "以结构的所有者（whistle_owner）或超级用户连接。比本程序新的结构会被拒绝。",
            "Connect as the schema's owner (whistle_owner) or a superuser. A newer schema is refused."
        )
    )

    @Option(
        help: ArgumentHelp(
            localized("数据库，libpq 的连接串", "the database, as libpq's connection string"),
            valueName: "conninfo"
        )
    )
    var database: String?

    func run() async throws {
        try await complaining {
            let settings = try await Settings.read()
            let configuration = try ConnectionConfiguration(settings.connection(database))
            let applied = try await DatabaseSetup.migrate(configuration, logger: Composition.logger(settings))
            for migration in applied { Terminal.line("\(migration.number)  \(migration.name)") }
            if applied.isEmpty { Terminal.line(localized("已是最新", "nothing to do")) }
        }
    }
}
