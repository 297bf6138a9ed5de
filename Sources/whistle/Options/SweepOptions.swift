import ArgumentParser
import Dispatcher
import PGStore
import Workflow

/// How a sweep over running tickets is shown; shared by the commands that make one.
struct SweepOptions: ParsableArguments {
    @Flag(help: ArgumentHelp(localized("只试算，什么也不写", "only look; nothing is written"))) var dryRun = false
    @Option(help: ArgumentHelp(localized("列出前几件", "how many tickets are listed"), valueName: "count")) var list = 20
    @Option(
        help: ArgumentHelp(
            localized("把有变的和不能变的全部写到这个 CSV", "write all that move or cannot to this CSV"),
            valueName: "file"
        )
    )
    var csv: String?
    @Flag(help: ArgumentHelp(localized("JSON 输出", "print JSON"))) var json = false

    func validate() throws {
        guard (0...10_000).contains(list) else {
            throw ValidationError(localized("--list 为 0 到 10000", "--list takes 0 to 10000"))
        }
    }

    /// Carries an adjustment out, or looks at it only, and shows what it came to; exits with 1 where tickets cannot move.
    func run(
        _ adjustment: Adjustment,
        _ engine: Engine,
        _ configuration: DistrictConfiguration,
        ordered orderer: Party.Identity
    ) async throws {
        let listing = try AdjustmentListing(configuration, most: list, csv: csv)
        let sweep = AdjustmentSweep(adjustment, engine: engine, district: configuration.id, ordered: orderer)
        let report =
            if dryRun {
                try await sweep.survey(each: { try listing.note($0) }, progress: { Self.progress($0) })
            } else {
                try await sweep.run(each: { try listing.note($0) }, progress: { Self.progress($0) })
            }
        Terminal.progress("")
        try listing.finish()
        if json { Terminal.line(listing.json(report).canonicalText) } else { listing.show(report) }
        guard report.refusedCount == 0 else { throw ExitCodes.findings }
    }

    /// Shows how many tickets were looked at.
    static func progress(_ tickets: Int) {
        Terminal.progress(localized("\(tickets) 单", "\(tickets) tickets"))
    }
}
