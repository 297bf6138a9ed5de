import ArgumentParser
import Shipped
import Workflow

/// A plan for running tickets, who orders it, and how its sweep is shown; shared by the commands that carry one out.
struct PlanOptions: ParsableArguments {
    @Argument(help: ArgumentHelp(localized("方案文件", "the plan"), valueName: "plan")) var plan: String
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(localized("由谁要求（账号）", "who orders it"), valueName: "account")
    )
    var account: String?
    @OptionGroup var sweeping: SweepOptions

    func validate() throws {
        guard account != nil || sweeping.dryRun else {
            throw ValidationError(
                localized("用 --as 说明由谁要求，或 --dry-run", "say who orders it with --as, or --dry-run")
            )
        }
    }

    /// Reads the plan; what is wrong with it is told as findings are.
    func read<Plan>(_ make: (JSONValue) throws(Problem) -> Plan) throws -> Plan {
        let document = try JSONValue(yaml: Files.text(plan))
        do throws(Problem) {
            return try make(document)
        } catch {
            throw Problems([error])
        }
    }
}
