import ArgumentParser
import Bench

/// How much there is of what `whistle bench` measures, for the rows that depend on it.
struct BenchSizes: ParsableArguments {
    @Option(
        help: ArgumentHelp(localized("fire、memory：同时到期的定时数", "fire, memory: timers due at once"), valueName: "count")
    )
    var due = 200_000
    @Option(help: ArgumentHelp(localized("late：每秒到期数", "late: timers that come due each second"), valueName: "count"))
    var rate = 2_000
    @Option(
        help: ArgumentHelp(localized("late、idle：持续的秒数", "late, idle: for so many seconds"), valueName: "seconds")
    )
    var lasting = 60.0
    @Option(help: ArgumentHelp(localized("late：其余在等的定时数", "late: timers that wait besides"), valueName: "count"))
    var pending = 1_000_000
    @Option(help: ArgumentHelp(localized("poll：失效行数", "poll: dead rows"), valueName: "count")) var dead = 1_000_000
    @Option(
        help: ArgumentHelp(
            localized(
                "growth、list：大区的工单数；达标的数是 5000000",
                "growth, list: tickets of the grown district; the bars are about 5000000"
            ),
            valueName: "count"
        )
    )
    var grown = 500_000
    @Option(help: ArgumentHelp(localized("growth：小区的工单数", "growth: tickets of the young one"), valueName: "count"))
    var young = 50_000
    @Option(help: ArgumentHelp(localized("memory：列出的工单数", "memory: tickets listed"), valueName: "count"))
    var listed = 1_000_000

    func validate() throws {
        guard due >= 1_000, rate >= 1, lasting >= 1, pending >= 200, dead >= 1, listed >= 1, young >= 600,
            grown >= young
        else {
            throw ValidationError(
                localized(
                    "--due 至少 1000，--pending 至少 200，--young 至少 600，--grown 不小于 --young，其余为正数",
                    "--due at least 1000, --pending 200, --young 600, --grown not below --young, the others positive"
                )
            )
        }
    }

    /// Sets them.
    func apply(to options: inout BenchOptions) {
        options.due = due
        options.rate = rate
        options.lasting = lasting
        options.pending = pending
        options.dead = dead
        options.grown = grown
        options.young = young
        options.listed = listed
    }
}
