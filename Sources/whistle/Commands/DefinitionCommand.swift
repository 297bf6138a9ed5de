import ArgumentParser
import Foundation
import Shipped
import Workflow

/// `whistle definition`: checks, draws, compares and publishes definitions.
struct DefinitionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "definition",
        abstract: localized("检查、绘制、比较、发布和迁移流程定义", "Check, draw, compare, publish and migrate definitions."),
        subcommands: [Check.self, Graph.self, Diff.self, Publish.self, Migrate.self, Plan.self]
    )

    /// `whistle definition check issue`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: localized("证明定义没有缺陷；有则列出并以 1 退出", "Prove a definition sound; lists findings and exits with 1.")
        )

        @Argument(
            help: ArgumentHelp(
                localized("随程序的定义名，或 YAML 文件", "a shipped definition's name, or a YAML file"),
                valueName: "definition"
            )
        )
        var definition: String

        func run() async throws {
            try await complaining {
                let loaded = try Definitions.load(definition)
                let problems = loaded.problems()
                DefinitionCommand.show(problems)
                Terminal.line(
                    localized(
                        "\(loaded.title.zh)：\(loaded.states.count) 个状态、\(loaded.actions.count) 个动作、\(loaded.clocks.count) 个时限；\(problems.count) 处缺陷",
                        "\(loaded.title.en): \(loaded.states.count) states, \(loaded.actions.count) acts, \(loaded.clocks.count) clocks; \(problems.count) findings"
                    )
                )
                guard problems.isEmpty else { throw ExitCodes.findings }
            }
        }
    }
}

extension DefinitionCommand {
    /// Prints findings, a line each.
    static func show(_ problems: [Problem]) {
        for problem in problems {
            Terminal.line("\(problem.code)  \(problem.path)  \(problem.message(.current))")
        }
    }
}

/// Definitions that a person names.
enum Definitions {
    /// Loads a shipped definition by name, or one from a YAML file.
    static func load(_ word: String) throws -> WorkflowDefinition {
        guard word.contains("/") || word.hasSuffix(".yaml") || word.hasSuffix(".yml") else {
            guard let definition = try? Shipped.definition(word) else {
                throw Complaint(
                    "unknown_definition",
                    zh: "没有随程序的定义“\(word)”",
                    en: "no definition “\(word)” ships with the program",
                    exit: ExitCodes.noInput
                )
            }
            return definition
        }
        do {
            return try WorkflowDefinition(document: JSONValue(yaml: Files.text(word)))
        } catch let error as YAMLError {
            throw Complaint("bad_yaml", zh: "不是 YAML：\(error)", en: "not YAML: \(error)", exit: ExitCodes.findings)
        }
    }
}
