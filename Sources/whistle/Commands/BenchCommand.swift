import ArgumentParser
import Bench
import Foundation
import Workflow

/// `whistle bench`: the engine beside PostgreSQL itself.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: localized("与 PostgreSQL 本身并排测速", "Measure the engine beside PostgreSQL itself."),
        discussion: localized(
            """
            启动自己的 PostgreSQL（提交落盘），装满两个区，然后轮流测：引擎，和 pgbench 执行手写的单条 SQL。两边每一步写同样的行，
            并打印出来。比值取各轮的中位数。需要 PostgreSQL 的 pgbench。

            全部行按默认数量约需一小时、20 GB 磁盘；--grown 5000000 再加半小时、45 GB。
            """,
            """
            Starts a durable PostgreSQL of its own, fills two districts, then measures in turns: the engine, and \
            pgbench with one statement written by hand a transition. Both write the same rows, which is printed. \
            The ratio is the median of the rounds. Needs PostgreSQL's pgbench.

            All rows at their usual sizes take about an hour and 20 GB of disk; --grown 5000000 takes half an hour \
            and 45 GB more.
            """
        )
    )

    @Option(
        help: ArgumentHelp(
            localized("要测的行，逗号分隔：", "the rows, comma-separated: ")
                + BenchRow.allCases.map(\.rawValue).joined(separator: ", "),
            valueName: "names"
        )
    )
    var rows: String?
    @Option(help: ArgumentHelp(localized("每个区的工单数", "tickets in each district"), valueName: "count")) var tickets =
        100_000
    @Option(help: ArgumentHelp(localized("轮数", "rounds"), valueName: "count")) var rounds = 5
    @Option(help: ArgumentHelp(localized("每次测量的秒数", "seconds of a measurement"), valueName: "seconds")) var seconds =
        5.0
    @Option(help: ArgumentHelp(localized("同时写 JSON 到这个文件", "write JSON to this file as well"), valueName: "path"))
    var json: String?
    @Option(help: ArgumentHelp(localized("引擎的调用者数", "callers of the engine"), valueName: "count")) var callers = 128
    @Option(help: ArgumentHelp(localized("引擎同时的事务数", "transactions of the engine at a time"), valueName: "count"))
    var lanes: Int?
    @Option(
        help: ArgumentHelp(
            localized("服务器的设置，可多次，随表打印", "a setting of the servers, repeatable, printed with the table"),
            valueName: "name=value"
        )
    )
    var set: [String] = []
    @OptionGroup(title: localized("数量", "sizes")) var sizes: BenchSizes
    @Flag(help: ArgumentHelp(localized("未达标则以 1 退出", "exit with 1 where a bar is not reached"))) var check = false

    func validate() throws {
        guard tickets >= 300, rounds >= 1, seconds > 0, callers >= 1, lanes ?? 1 >= 1 else {
            throw ValidationError(
                localized("工单至少 300，轮数至少 1，秒数大于 0", "at least 300 tickets, 1 round, and some seconds")
            )
        }
        _ = try (chosenRows(), chosenSettings())
    }

    func run() async throws {
        try await complaining {
            let settings = try await Settings.read()
            var options = BenchOptions(folder: settings.folder + "/bench")
            options.tickets = tickets
            options.rounds = rounds
            options.seconds = seconds
            options.callers = callers
            options.lanes = lanes
            options.rows = try chosenRows()
            options.settings = try chosenSettings()
            sizes.apply(to: &options)
            let benchmark = Benchmark(options, logger: Composition.logger(settings)) { progress in
                Terminal.note(BenchView.words(progress))
            }
            let report = try await benchmark.run()
            BenchView(report: report).lines.forEach(Terminal.line)
            if let json { try Self.write(report, to: json) }
            if check, !report.isReached { throw ExitCodes.findings }
        }
    }

    private func chosenRows() throws -> [BenchRow] {
        guard let rows else { return BenchRow.allCases }
        return try rows.split(separator: ",").map { name in
            guard let row = BenchRow(rawValue: String(name)) else {
                throw ValidationError(localized("没有这一行：\(name)", "there is no row \(name)"))
            }
            return row
        }
    }

    private func chosenSettings() throws -> [String: String] {
        var settings: [String: String] = [:]
        for pair in set {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, parts[0].wholeMatch(of: /[a-z_.]+/) != nil else {
                throw ValidationError(localized("--set 要 名称=值：\(pair)", "--set takes name=value: \(pair)"))
            }
            guard !BenchOptions.settled.contains(parts[0]) else {
                throw ValidationError(localized("\(parts[0]) 不能改", "\(parts[0]) is not to be set"))
            }
            settings[parts[0]] = parts[1]
        }
        return settings
    }

    private static func write(_ report: BenchReport, to path: String) throws {
        do {
            try (report.json() + Data("\n".utf8)).write(to: URL(filePath: path))
        } catch {
            throw Complaint(
                "cannot_write",
                zh: "不能写入 \(path)",
                en: "\(path) cannot be written",
                exit: ExitCodes.cannotWrite
            )
        }
    }
}
