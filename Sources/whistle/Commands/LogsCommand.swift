import ArgumentParser
import Dispatcher
import PGStore
import Workflow

/// `whistle logs`: how long both logs are kept, and whether they are sent.
struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: localized("安全日志与查阅记录：留存、外送", "Security log and access log: kept how long, sent where."),
        discussion: localized(
            "外送由守护进程做：WHISTLE_SYSLOG，见 docs/OPERATIONS.md。内容见 whistle account log 与 whistle access-log。",
            """
            The daemon sends them: WHISTLE_SYSLOG, see docs/OPERATIONS.md. What they say: “whistle account log” and \
            “whistle access-log”.
            """
        ),
        subcommands: [Show.self, Prune.self]
    )

    /// `whistle logs show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: localized("从何时起有日志，有多少等待外送", "Since when there are lines, and how many wait to be sent."),
            discussion: localized("至多数到一百万。", "Counts stop at a million.")
        )

        @Flag(help: ArgumentHelp(localized("JSON 输出", "print JSON"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let json = json
            try await database.withDistrict { engine, configuration in
                let logs = try await engine.logs(in: configuration.id)
                for log in logs { Terminal.line(json ? Self.json(log) : Self.text(log, configuration)) }
            }
        }

        private static func text(_ log: LogKeeping.Holding, _ configuration: DistrictConfiguration) -> String {
            let first = log.first.map { configuration.calendars.standard.shown($0) } ?? "-"
            let waiting =
                log.waiting.map { localized("等待外送 \($0) 条", "\($0) wait to be sent") }
                ?? localized("未外送过", "never sent")
            let older = localized("超过 183 天的 \(log.older) 条", "\(log.older) older than 183 days")
            let since = localized("自 \(first)", "since \(first)")
            return [log.source.title(.current), since, older, waiting].joined(separator: "  ")
        }

        private static func json(_ log: LogKeeping.Holding) -> String {
            let value: JSONValue = [
                "log": .string(log.source.rawValue), "first_at": log.first.map { .int($0.microseconds) } ?? .null,
                "older": .int(Int64(log.older)), "waiting": log.waiting.map { .int(Int64($0)) } ?? .null,
            ]
            return value.canonicalText
        }
    }

    /// `whistle logs prune`.
    struct Prune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prune",
            abstract: localized("清理保存期满的日志", "Remove lines that were kept long enough."),
            discussion: localized(
                """
                183 天以内的一律不删。运行程序的角色无权删除：以 whistle_owner 连接（--database）。清理本身记入安全日志。\
                中断了再运行一次。
                """,
                """
                Lines of the last 183 days always stay. The role that runs the program cannot: connect as whistle_owner \
                (--database). That lines were removed stands in the security log. Broke it off: run it again.
                """
            )
        )

        @Option(help: ArgumentHelp(localized("早于此时的", "what is older than this"), valueName: "time"))
        var before: String

        @Flag(help: ArgumentHelp(localized("只说有多少", "only say how many"))) var dryRun = false
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let (before, dryRun) = (before, dryRun)
            try await database.withDistrict { engine, configuration in
                let moment = try configuration.required(time: before)
                if dryRun {
                    let kept = try await engine.keptFrom()
                    guard moment <= kept else { throw LogRefusal.mustBeKept(until: kept) }
                    for log in try await engine.logs(in: configuration.id, before: moment) {
                        Terminal.line("\(log.source.title(.current))  \(log.older)")
                    }
                    return
                }
                let gone = try await engine.pruneLogs(in: configuration.id, before: moment)
                for source in LogSource.allCases {
                    Terminal.line("\(source.title(.current))  \(gone[source] ?? 0)")
                }
            }
        }
    }
}
