import ArgumentParser
import ChaosChecker
import Foundation
import Postgres

/// `whistle-chaos check`: the checker alone.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compare a district's tables with callers' notes; exits with 1 on findings."
    )

    @Option(help: "How to reach the database, as who may read all of it.") var database: String
    @Option(help: "The district's code.") var district: String
    @Option(help: "The folder of the notes.") var notes: String

    func run() async throws {
        let checker = Checker(
            database: try ConnectionConfiguration(database),
            district: district,
            notes: try CallerNotes(folder: URL(filePath: notes))
        )
        let report = try await checker.run()
        for finding in report.findings {
            Console.line("\(finding.kind.rawValue)  \(finding.ticket.map(String.init) ?? "-")  \(finding.detail)\n")
        }
        let counts =
            "\(report.acknowledged) commands acknowledged, \(report.events) events, \(report.fired) timers fired"
        Console.line("\(counts): \(report.findingCount) findings\n")
        guard report.findingCount == 0 else { throw ExitCode(1) }
    }
}
