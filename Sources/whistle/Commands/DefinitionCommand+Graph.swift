import ArgumentParser
import Workflow

extension DefinitionCommand {
    /// `whistle definition graph issue`.
    struct Graph: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "graph", abstract: localized("把定义画成 Mermaid 或 SVG", "Draw a definition as Mermaid or SVG."))

        @Argument(help: ArgumentHelp(localized("随程序的定义名，或 YAML 文件", "a shipped definition's name, or a YAML file"), valueName: "definition"))
        var definition: String

        func run() async throws {
            try await complaining {
                _ = try Definitions.load(definition)
            }
        }
    }
}
