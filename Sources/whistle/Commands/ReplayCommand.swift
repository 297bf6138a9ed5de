import ArgumentParser
import Dispatcher
import Foundation
import PGStore
import Shipped
import Tabular
import Workflow

/// `whistle replay FILE`: drives the engine with real matters at their real times.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: localized("用真实诉求按其真实时间重演", "Drive the engine with real matters at their real times."),
        discussion: localized(
            """
            在自己的区里重演，时间由文件给定：上报、受理、派单、签收、先行联系在上报时刻，办结反馈在答复时刻，随即由他人核查。
            汇总：上报、按时、超时、未答复、超时标记，按部门和月份。
            """,
            """
            In a district of its own whose time the file gives: report, acceptance, dispatch, signature and first \
            contact at the instant of filing, the result at its own time, verified at once by somebody else. \
            Summary: filed, in time, late, never answered, flags, by department and month.
            """
        )
    )

    @Argument(help: ArgumentHelp(localized("CSV 或 XLSX 文件", "CSV or XLSX file"), valueName: "file")) var file: String
    @Option(help: ArgumentHelp(localized("区的单位（CSV）", "units of the district (CSV)"), valueName: "csv")) var units:
        String?
    @Option(
        help: ArgumentHelp(
            localized("目录：mayor、boston，或 YAML 文件", "directory: mayor, boston, or a YAML file"),
            valueName: "directory"
        )
    )
    var directory = "mayor"
    @Option(help: ArgumentHelp(localized("所有事项都用这一个时限", "one limit for all"), valueName: "limit")) var limit: String?
    @Option(
        help: ArgumentHelp(
            localized("按文件自带的到期列", "follow the file's own deadlines in this column"),
            valueName: "column"
        )
    )
    var deadlineColumn: String?
    @Option(
        help: ArgumentHelp(
            localized("与文件自带的到期列比较", "compare with the file's own deadlines in this column"),
            valueName: "column"
        )
    )
    var compareColumn: String?
    @Option(help: ArgumentHelp(localized("重演区的编码", "code of the district that is made"), valueName: "code")) var into:
        String?
    @Flag(help: ArgumentHelp(localized("JSON 输出", "print JSON"))) var json = false
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let command = self
        try await database.withEngine { engine in
            let started = ContinuousClock.now
            let code = command.into ?? "replay-\(Int(Date().timeIntervalSince1970))"
            var options = Replay.Options()
            options.limit = try command.limit.map { try Limit($0) }
            options.columns.deadline = command.deadlineColumn
            options.columns.compared = command.compareColumn
            let replay = Replay(engine: engine, options: options)
            let (summary, _) = try await replay.run(
                .path(command.file),
                units: command.units.map { .path($0) },
                directory: try Self.directory(command.directory),
                code: code
            ) { progress in
                Terminal.progress(
                    localized("\(progress.done)/\(progress.all) 件", "\(progress.done) of \(progress.all) matters")
                )
            }
            Terminal.progress("")
            let view = ReplayView(summary: summary, district: code, took: ContinuousClock.now - started)
            command.json ? Terminal.line(summary.json.canonicalText) : view.lines.forEach(Terminal.line)
        }
    }

    private static func directory(_ word: String) throws -> ReplayDirectory {
        guard word.contains("/") || word.hasSuffix(".yaml") else { return try Shipped.replayDirectory(word) }
        return try ReplayDirectory(document: JSONValue(yaml: Files.text(word)))
    }
}
