import ArgumentParser
import Dispatcher
import PGStore
import Workflow

extension CalendarCommand {
    /// `whistle calendar recompute`.
    struct Recompute: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "recompute",
            abstract: localized("按现在的日历重算在办工单的时限", "Reckon running clocks anew by the calendars as they are now."),
            discussion: localized(
                """
                导入日历或节假日后已自动做过；中断后再运行一次即可，做第二遍什么也不变。已用时间、延期、暂停照旧，发过的预警不再发；\
                因新日历而不再超时的，时间还给承办单位，“曾超时”的标记保留（剔除须上级批准）。上级给定的时限不动。
                示例：whistle calendar recompute --dry-run --csv 有变的.csv
                """,
                """
                An import of calendars or holidays has done it already; one that broke off is finished by running this, and \
                a second time changes nothing. Used time, extensions and pauses stay, a warning that was given is not given \
                twice; who is no longer late by the new days is given back the time, and the flag “was late” stays (taking \
                it out of the measures is a level up's to decide). A due time given from above is not touched.
                Example: whistle calendar recompute --dry-run --csv moved.csv
                """
            )
        )

        @Option(
            name: .customLong("as"),
            help: ArgumentHelp(
                localized("由谁要求（账号）；不写则记为系统", "who orders it; without it, the clock"),
                valueName: "account"
            )
        )
        var account: String?
        @OptionGroup var sweeping: SweepOptions
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let command = self
            try await database.withDistrict { engine, configuration in
                let orderer = try command.account.map { try configuration.party($0).identity } ?? .clock
                let adjustment = Adjustment.calendars(configuration.calendars.names)
                try await command.sweeping.run(adjustment, engine, configuration, ordered: orderer)
            }
        }
    }
}
