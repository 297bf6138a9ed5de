import ArgumentParser
import Foundation
import Workflow

extension DefinitionCommand {
    /// `whistle definition graph issue`.
    struct Graph: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "graph",
            abstract: localized("把定义画成 Mermaid 或 SVG", "Draw a definition as Mermaid or SVG."),
            discussion: localized(
                "默认打印 Mermaid；--svg 需要 Graphviz（Debian 软件包 graphviz）。",
                "Prints Mermaid; --svg needs Graphviz (Debian's package graphviz)."
            )
        )

        @Argument(
            help: ArgumentHelp(
                localized("随程序的定义名，或 YAML 文件", "a shipped definition's name, or a YAML file"),
                valueName: "definition"
            )
        )
        var definition: String
        @Option(help: ArgumentHelp(localized("写成 SVG 文件", "write an SVG file"), valueName: "file")) var svg: String?
        @Flag(help: ArgumentHelp(localized("打印 Graphviz 的 DOT", "print Graphviz's DOT"))) var dot = false

        func run() async throws {
            try await complaining {
                let loaded = try Definitions.load(definition)
                if let svg {
                    try Self.draw(loaded.graphviz(.current), into: svg)
                } else {
                    Terminal.line(dot ? loaded.graphviz(.current) : loaded.mermaid(.current))
                }
            }
        }

        private static func draw(_ text: String, into file: String) throws {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["dot", "-Tsvg", "-o", file]
            let input = Pipe()
            process.standardInput = input
            try process.run()
            try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
            try input.fileHandleForWriting.close()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                throw Complaint(
                    "no_graphviz",
                    zh: "dot 没有成功（缺少 Graphviz，或不能写 \(file)）",
                    en: "dot failed (Graphviz is missing, or \(file) cannot be written)",
                    exit: ExitCodes.cannotWrite
                )
            }
        }
    }
}
