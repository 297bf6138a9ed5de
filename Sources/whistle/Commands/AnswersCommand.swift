import ArgumentParser
import Dispatcher
import PGStore
import Tabular
import Workflow

/// `whistle answers`: what platforms above wait for (待回填), in their own columns.
struct AnswersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answers",
        abstract: localized("待回填：上级平台还在等答复的工单", "Matters whose answers a platform above waits for."),
        discussion: localized(
            """
            不加 --platform：各平台待回填的工单，先到上级时限的并不在前，按编号排列。加 --platform：按该平台的列写出答复，供导入或复制；\
            在平台上填好后，每件用“回填”记下：whistle act 编号 回填 --as 账号。
            示例：whistle answers --platform 12345 --answered --out 回填.xlsx --as zhuyingdispatch1
            """,
            """
            Without --platform: all that wait, by their numbers. With --platform: the answers in that platform's own columns, \
            to be loaded there or copied; once it stands there, each is marked by the act: whistle act NUMBER fill_back --as \
            ACCOUNT.
            Example: whistle answers --platform 12345 --answered --out answers.xlsx --as zhuyingdispatch1
            """
        )
    )

    @Option(help: ArgumentHelp(localized("上级平台", "the platform above"), valueName: "name"))
    var platform: String?
    @Flag(help: ArgumentHelp(localized("只列已有答复、可以回填的", "those only that have an answer to give back")))
    var answered = false
    @Option(
        help: ArgumentHelp(
            localized("写到这个文件（.xlsx 或 .csv）", "write them to this file (.xlsx or .csv)"),
            valueName: "file"
        )
    )
    var out: String?
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            localized("谁导出：写入平台的“导出人”列", "who takes them out: for columns that say so"),
            valueName: "account"
        )
    )
    var account: String?
    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard out == nil || platform != nil else {
            throw ValidationError(localized("--out 须与 --platform 一起用", "--out goes with --platform"))
        }
        if let out, SheetKind(path: out).map({ [.csv, .xlsx].contains($0) }) != true {
            throw ValidationError(localized("--out 只能是 .xlsx 或 .csv", "--out is a .xlsx or .csv"))
        }
    }

    func run() async throws {
        let command = self
        try await database.withDistrict { engine, configuration in try await command.run(engine, configuration) }
    }

    private func run(_ engine: Engine, _ configuration: DistrictConfiguration) async throws {
        var filter = TicketFilter()
        filter.isOpenOnly = true
        filter.owedTo = platform.map { .platform($0) } ?? .anybody
        if answered { filter.states = configuration.statesToFillBack }
        guard let platform else {
            let list = TextTicketList(configuration)
            try await engine.lines(filter, in: configuration.id) { list.write($0) }
            return list.finish()
        }
        guard let known = configuration.platforms[platform] else {
            throw Complaint(
                "unknown_platform",
                zh: "没有上级平台“\(platform)”；先导入：whistle import platforms",
                en: "no platform is called “\(platform)”: whistle import platforms first",
                exit: ExitCodes.usage
            )
        }
        guard !known.answer.isEmpty else {
            throw Complaint(
                "no_answer_columns",
                zh: "上级平台“\(platform)”没有写明回填列（answer）：写进平台的文档后再导入：whistle import platforms",
                en: """
                    the platform “\(platform)” does not say what its answers look like (answer): write it into its document, \
                    then whistle import platforms
                    """,
                exit: ExitCodes.usage
            )
        }
        let person = try account.map { try configuration.party($0).person }.flatMap(\.self)
        let now = try await engine.now()
        let taken = PlatformAnswer.Taken(
            by: person.map { configuration.name(of: $0) } ?? "",
            at: now
        )
        let writer = try writer(known)
        var after: TicketID?
        repeat {
            let page = try await engine.owedAnswers(filter, in: configuration, after: after, limit: 100)
            for dossier in page.dossiers {
                let telling = TicketTelling(dossier, configuration, language: .current)
                try writer.write(PlatformAnswer(telling, taken: taken).cells(known.answer))
            }
            after = page.last
        } while after != nil
        try writer.finish()
    }

    private func writer(_ platform: Platform) throws -> any SheetWriter {
        let (headings, path) = (platform.answer.map(\.heading), out ?? "-")
        if SheetKind(path: path) == .xlsx {
            return try XLSXWriter(SheetOutput(argument: path), sheet: platform.title(.current), headings: headings)
        }
        return try CSVWriter(
            SheetOutput(argument: path),
            headings: headings,
            options: .init(hasMark: true, guardsFormulas: true)
        )
    }
}
