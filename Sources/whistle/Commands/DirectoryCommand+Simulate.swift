import ArgumentParser
import Dispatcher
import PGStore
import Tabular
import Workflow

extension DirectoryCommand {
    /// `whistle directory simulate`.
    struct Simulate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "simulate",
            abstract: localized(
                "用改过的目录试算已有工单：哪些会改由谁主办",
                "Try a changed directory against past matters: what would move from whom to whom."
            ),
            discussion: localized(
                "不导入，不改动任何工单。示例：whistle directory simulate 新目录.xlsx",
                "Imports nothing and changes no ticket. Example: whistle directory simulate new.xlsx"
            )
        )

        @Argument(help: ArgumentHelp(localized("改过的派单目录", "the changed directory"), valueName: "file")) var file: String
        @Option(help: ArgumentHelp(localized("每种去向举几例", "examples for each way"), valueName: "count")) var examples = 3
        @Flag(help: ArgumentHelp(localized("只算未办结的", "open ones only"))) var open = false
        @Flag(help: ArgumentHelp(localized("JSON", "JSON"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func validate() throws {
            guard (0...1_000).contains(examples) else {
                throw ValidationError(localized("--examples 为 0 到 1000", "--examples takes 0 to 1000"))
            }
        }

        func run() async throws {
            let command = self
            try await database.withDistrict { engine, configuration in
                let sheet = try DirectorySheet(SheetInput(argument: command.file), for: configuration)
                try DirectoryView.refuse(sheet.report, of: command.file)
                var filter = TicketFilter()
                filter.isOpenOnly = command.open
                let simulation = try await engine.simulate(
                    sheet.directory,
                    in: configuration,
                    filter,
                    mostExamples: command.examples,
                    progress: { Terminal.progress(localized("\($0) 单", "\($0) tickets")) }
                )
                Terminal.progress("")
                let view = DirectoryView(configuration)
                if command.json {
                    Terminal.line(view.json(simulation).canonicalText)
                } else {
                    view.show(simulation)
                }
            }
        }
    }
}
