import ArgumentParser
import Dispatcher
import PGStore
import Workflow

/// `whistle units`: what becomes of units.
struct UnitsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "units",
        abstract: localized("单位的调整", "What becomes of units."),
        subcommands: [Reorganise.self]
    )

    /// `whistle units reorganise PLAN`.
    struct Reorganise: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reorganise",
            abstract: localized(
                "按方案合并、拆分、更名、划转、撤销单位，在办工单随之移交",
                "Merge, split, rename, move and close units by a plan; open matters follow."
            ),
            discussion: localized(
                """
                方案（YAML 或 JSON）写明 plan、source（文号）、effective 和 steps：merge、split、rename、move、close。
                单位永远保留身份；撤销的单位不再受理，已办结的工单一概不动、仍按当时的名称显示。
                岗位随单位移交；派单目录不改，列出提到撤销单位的规则。
                有工单无处可去则列出、什么也不做、以 1 退出。中断后再运行一次即可；做第二遍什么也不变。
                示例：whistle units reorganise 方案.yaml --dry-run --csv 移交.csv
                """,
                """
                The plan (YAML or JSON) names plan, source (its document), effective and steps: merge, split, rename, move, \
                close. Units keep their identity for ever; a closed one takes nothing new, and what has ended stays as it was, \
                under the names of its time. Posts follow; the directory is left alone, and its rules that name a closed unit \
                are listed. Where a matter has nowhere to go nothing is done; it is listed, and it exits with 1. Run again, an \
                interrupted one goes on; a second time changes nothing.
                Example: whistle units reorganise plan.yaml --dry-run --csv moved.csv
                """
            )
        )

        @OptionGroup var planning: PlanOptions
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let command = self
            try await database.withDistrict { engine, configuration in
                try await command.run(engine, configuration)
            }
        }

        private func run(_ engine: Engine, _ configuration: DistrictConfiguration) async throws {
            let sweeping = planning.sweeping
            let plan = try planning.read { (document) throws(Problem) in try Reorganisation(document: document) }
            let listing = try AdjustmentListing(configuration, most: sweeping.list, csv: sweeping.csv)
            let reorganiser = Reorganiser(plan, engine: engine, district: configuration.id)
            let report: ReorganisationReport
            if let account = planning.account, !sweeping.dryRun, let person = try configuration.party(account).person {
                report = try await reorganiser.run(
                    ordered: person,
                    naming: { listing.name(by: $0) },
                    each: { try listing.note($0) },
                    progress: { SweepOptions.progress($0) }
                )
            } else {
                report = try await reorganiser.survey(
                    naming: { listing.name(by: $0) },
                    each: { try listing.note($0) },
                    progress: { SweepOptions.progress($0) }
                )
            }
            Terminal.progress("")
            try listing.finish()
            show(report, listing, ReorganisationView(configuration))
            guard report.tickets.refusedCount == 0 else { throw ExitCodes.findings }
        }

        private func show(_ report: ReorganisationReport, _ listing: AdjustmentListing, _ view: ReorganisationView) {
            if planning.sweeping.json {
                var members = view.json(report)
                members["tickets"] = listing.json(report.tickets)
                return Terminal.line(JSONValue.object(members).canonicalText)
            }
            for line in view.lines(report) { Terminal.line(line) }
            listing.show(report.tickets)
            if report.isRefused {
                Terminal.note(localized("有工单无处可去，什么也没有做", "matters have nowhere to go: nothing was done"))
            }
        }
    }
}
