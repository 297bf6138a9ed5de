import ArgumentParser
import Chaos
import Foundation

/// `whistle-chaos run`: plays scenarios and prints what came of them.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Play scenarios, check the database, print a table; exits with 1 on findings.",
        discussion: "Scenarios: " + ScenarioName.allCases.map(\.rawValue).joined(separator: ", ") + "."
    )

    @Argument(help: "Which scenarios; all without one.") var scenarios: [String] = []
    @Option(help: "The seed of chance; a random one without it.") var seed: UInt64?
    @Flag(help: "The short form: two minutes.") var short = false
    @Option(help: "Write the table to this file as well.") var table: String?
    @Option(help: "Write JSON to this file as well.") var json: String?
    @Option(help: "Copy logs and notes of scenarios with findings here.") var keep: String?

    func validate() throws { _ = try names() }

    func run() async throws {
        let seed = seed ?? .random(in: 1...999_999)
        Console.note("seed \(seed)")
        let run = ChaosRun(
            try names(),
            seed: seed,
            scale: short ? .short : .long,
            programs: try Programs(),
            keep: keep.map { URL(filePath: $0) },
            tell: Console.note
        )
        let report = try await run.run()
        Console.line(report.text)
        if let table { try Data(report.text.utf8).write(to: URL(filePath: table)) }
        if let json { try report.json().write(to: URL(filePath: json)) }
        guard report.isGood else { throw ExitCode(1) }
    }

    private func names() throws -> [ScenarioName] {
        guard !scenarios.isEmpty else { return ScenarioName.allCases }
        return try scenarios.map { word in
            guard let name = ScenarioName(rawValue: word) else { throw ValidationError("there is no scenario \(word)") }
            return name
        }
    }
}
