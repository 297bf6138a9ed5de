import ArgumentParser
import Dispatcher
import PGStore
import Shipped
import Tabular
import Workflow

/// `whistle directory`: checks, explains and tries directories.
struct DirectoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "directory",
        abstract: localized("检查、解释和试算派单目录", "Check, explain and try the directory (派单目录)."),
        subcommands: [Check.self, Explain.self, Simulate.self, Adopt.self, Revoke.self]
    )

    /// `whistle directory check`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: localized(
                "证明每个类别在每个地方都有主办单位；有缺陷则列出并以 1 退出",
                "Prove that every category has an owner everywhere; lists findings and exits with 1."
            ),
            discussion: localized(
                """
                不给文件则检查库中的目录；给文件则按本区单位检查，不导入。另给 --units 单位表，则不需要数据库。
                查出：无主的类别与地方、同样具体的规则（以谁为准）、从不适用的规则、“上级收回”却交给基层、\
                不能主办的单位、主办又协办、取证无必要性或批准。
                示例：whistle directory check share/sample/directory.csv --units share/sample/units.csv
                """,
                """
                Without a file: the district's directory. With one: that file against the district's units; nothing is \
                imported. With --units, too: no database is needed.
                Finds: categories and places without an owner; rules that say equally much, and which counts; rules that \
                never match; matters taken back by law (上级收回) that go to the base; leads that cannot lead; leads that \
                help; proof without necessity or approval.
                Example: whistle directory check share/sample/directory.csv --units share/sample/units.csv
                """
            )
        )

        @Argument(help: ArgumentHelp(localized("派单目录表格", "a sheet of rules"), valueName: "file")) var file: String?
        @Option(
            help: ArgumentHelp(localized("单位表格；不需要数据库", "a sheet of units; no database is needed"), valueName: "file")
        )
        var units: String?
        @Flag(help: ArgumentHelp(localized("JSON", "JSON"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func validate() throws {
            guard units == nil || file != nil else {
                throw ValidationError(localized("--units 要与目录表格一起给出", "--units goes with a sheet of rules"))
            }
        }

        func run() async throws {
            let command = self
            guard let units else {
                return try await database.withDistrict { _, configuration in try command.check(configuration) }
            }
            try await complaining {
                let paper = try PaperDistrict(
                    units: SheetInput(argument: units),
                    definition: Shipped.definition("issue")
                )
                try DirectoryView.refuse(paper.report, of: units)
                try command.check(paper.configuration)
            }
        }

        private func check(_ configuration: DistrictConfiguration) throws {
            let sheet = try file.map { try DirectorySheet(SheetInput(argument: $0), for: configuration) }
            let directory = sheet?.directory ?? configuration.directory
            let review = configuration.review(directory)
            let view = DirectoryView(configuration)
            if json {
                Terminal.line(view.json(review, of: directory, bad: sheet?.report.bad ?? []).canonicalText)
            } else {
                view.show(review, of: directory, bad: sheet?.report)
            }
            guard review.problems.isEmpty, sheet?.report.badRows ?? 0 == 0 else { throw ExitCodes.findings }
        }
    }
}
