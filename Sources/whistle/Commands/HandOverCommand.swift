import ArgumentParser
import Dispatcher
import PGStore
import Tabular
import Workflow

/// `whistle hand-over`: ends a post and gives what goes with it to a successor.
struct HandOverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hand-over",
        abstract: localized("移交：岗位、未结工单、待审批和值班交给接任者", "Hand a post over with its open matters, approvals and duties."),
        discussion: localized(
            """
            移交人的岗位止于前一天，接收人自当天起任职；其负责的未结工单逐件转给接收人，各记一笔。接收人办理过、接手后要由其核查、\
            回访的，不转，并说明。中断后再运行一次即可。日期未到时先定岗位，到日再运行一次转工单。
            打印交接清单供双方签字。有转不了的工单时以 1 退出。
            示例：whistle hand-over --from chengguanliaison1 --to chengguanliaison2 --dry-run
            """,
            """
            The giver's post ends with the day before, the successor's begins; each open matter goes over with an event of \
            its own. What the successor worked on and would have to verify stays, and is named. One that broke off is \
            finished by running it again. Before the day only the posts are written; run it again on the day.
            Prints the list for two signatures. Exits with 1 where matters stay.
            Example: whistle hand-over --from chengguanliaison1 --to chengguanliaison2 --dry-run
            """
        )
    )

    @Option(help: ArgumentHelp(localized("移交人（账号）", "who hands over (account)"), valueName: "account"))
    var from: String
    @Option(help: ArgumentHelp(localized("接收人（账号）", "who takes over (account)"), valueName: "account"))
    var to: String
    @Option(help: ArgumentHelp(localized("只移交该单位的岗位", "posts of this unit only"), valueName: "unit"))
    var unit: String?
    @Option(help: ArgumentHelp(localized("只移交这种岗位", "posts of this role only"), valueName: "role"))
    var role: String?
    @Option(
        help: ArgumentHelp(localized("接收人到任之日；不写为今天", "the successor's first day; today without it"), valueName: "day")
    )
    var on: String?
    @Flag(help: ArgumentHelp(localized("只列清单，不移交", "print the list only"))) var dryRun = false
    @Flag(help: ArgumentHelp(localized("JSON 输出", "print JSON"))) var json = false
    @Flag(help: ArgumentHelp(localized("CSV（带 BOM 的 UTF-8）", "CSV (UTF-8 with BOM)"))) var csv = false
    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard !(json && csv) else {
            throw ValidationError(localized("--json 与 --csv 二选一", "--json or --csv, not both"))
        }
        guard from != to else {
            throw ValidationError(localized("不能移交给本人", "nobody hands over to themselves"))
        }
    }

    func run() async throws {
        let command = self
        let stays = try await database.withDistrict { engine, configuration in
            let request = try command.request(configuration)
            let run = PostHandOver(engine: engine, configuration: configuration)
            let inventory =
                if command.dryRun { try await run.inventory(request) } else { try await run.carryOut(request) }
            guard !inventory.posts.isEmpty else {
                throw Complaint(
                    "no_post",
                    zh: "“\(command.from)”没有可移交的在任岗位",
                    en: "“\(command.from)” holds no such post to hand over",
                    exit: ExitCodes.refused
                )
            }
            let view = HandOverView(inventory, configuration, isDry: command.dryRun)
            if command.json {
                Terminal.line(view.json.canonicalText)
            } else if command.csv {
                try view.writeCSV()
            } else {
                for line in view.lines { Terminal.line(line) }
            }
            return inventory.matters.count { if case .stays = $0.fate { true } else { false } }
        }
        guard stays == 0 else { throw ExitCodes.findings }
    }

    private func request(_ configuration: DistrictConfiguration) throws -> PostHandOver.Request {
        let people = try [from, to].map { try configuration.required(person: $0) }
        return PostHandOver.Request(
            HandOver(from: people[0], to: people[1]),
            unit: try unit.map { try configuration.required(unit: $0).id },
            role: try role.map { word in
                guard let role = KnownRoles.role(word) else {
                    throw Complaint(
                        "unknown_role",
                        zh: "没有“\(word)”这个岗位",
                        en: "there is no role “\(word)”",
                        exit: ExitCodes.usage
                    )
                }
                return role
            },
            day: try DayOption.day(on)
        )
    }
}
