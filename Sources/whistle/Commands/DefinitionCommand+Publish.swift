import ArgumentParser
import Dispatcher
import PGStore
import Workflow

extension DefinitionCommand {
    /// `whistle definition publish FILE`.
    struct Publish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "publish",
            abstract: localized("证明无缺陷后发布新版本", "Publish a new version, once it is proved sound."),
            discussion: localized(
                "新工单按新版本走，在办工单仍按原版本走。与上一版本相同则什么也不做。有缺陷则列出、不发布、以 1 退出。",
                """
                New tickets run by the new version, those that run stay with theirs. Nothing is done where it equals the \
                last one. A definition with findings is not published; they are listed, and it exits with 1.
                """
            )
        )

        @Argument(
            help: ArgumentHelp(
                localized("随程序的定义名，或 YAML 文件", "a shipped definition's name, or a YAML file"),
                valueName: "definition"
            )
        )
        var definition: String
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let definition = definition
            try await database.withDistrict { engine, configuration in
                let new = try Definitions.load(definition)
                let problems = new.problems()
                DefinitionCommand.show(problems)
                guard problems.isEmpty else { throw ExitCodes.findings }
                if let old = configuration.machine(latest: new.name)?.definition {
                    DefinitionCommand.show(new.changes(since: old))
                }
                let ref = try await engine.publish(new, in: configuration.id)
                Terminal.note(localized("现行版本：\(ref)", "in force: \(ref)"))
            }
        }
    }
}
