import ArgumentParser
import Workflow

extension DefinitionCommand {
    /// `whistle definition diff OLD NEW`.
    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff",
            abstract: localized(
                "比较两个版本：哪些改动兼容、须映射、不兼容",
                "Compare two versions: what is compatible, needs mapping, or breaks."
            ),
            discussion: localized(
                "已发布的版本不变，在办工单仍按原版本走；分类说的是把在办工单移到新版本要做什么。有不兼容则以 1 退出。",
                """
                Published versions never change and running tickets stay with theirs; the classes say what it takes to \
                move those to the new one. Exits with 1 where something breaks.
                """
            )
        )

        @Argument(
            help: ArgumentHelp(localized("旧版本：名称或 YAML 文件", "the old version: a name or a YAML file"), valueName: "old")
        )
        var old: String

        @Argument(
            help: ArgumentHelp(localized("新版本：名称或 YAML 文件", "the new version: a name or a YAML file"), valueName: "new")
        )
        var new: String

        func run() async throws {
            try await complaining {
                let changes = try Definitions.load(new).changes(since: Definitions.load(old))
                DefinitionCommand.show(changes)
                guard changes.first?.weight != .breaking else { throw ExitCodes.findings }
            }
        }
    }

    /// Prints changes, the weightiest first, and how many there are of each class.
    static func show(_ changes: [DefinitionChange]) {
        for change in changes {
            Terminal.line(
                "\(change.weight.title(.current).padded(14))  \(change.code.padded(18))  \(change.path)  \(change.message(.current))"
            )
        }
        let counts = DefinitionChange.Weight.allCases.reversed().map { weight in
            "\(weight.title(.current)) \(changes.count { $0.weight == weight })"
        }
        Terminal.line(counts.joined(separator: localized("，", ", ")))
    }
}
