import ArgumentParser
import Dispatcher
import Postgres
import ServiceLifecycle

/// `whistle work`: the daemon.
struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work",
        abstract: localized("运行守护进程：到期即预警、超时、升级；发送消息", "Run the daemon: warnings, expiries, escalation, messages."),
        discussion: localized(
            "可同时运行任意多个。Ctrl-C 或 SIGTERM 后 10 秒内停下：不再认领，已认领的做完。",
            "Any number may run. Ctrl-C or SIGTERM stops it within 10 s: no new claims, what is claimed is finished."
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
            let media = try await MediaSettings.read(settings)
            let daemon = try Daemon(configuration, keys: settings.keyRing(database), settings, media)
            Terminal.note(localized("守护进程已启动", "the daemon runs"))
            try await daemon.run()
        }
    }
}
