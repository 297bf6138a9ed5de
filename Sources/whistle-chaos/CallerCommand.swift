import ArgumentParser
import Chaos
import Foundation

/// `whistle-chaos caller`: a serving process with clients; a run starts it.
struct CallerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "caller",
        abstract: "Serve clients who note what they send and what they are told; started by a run."
    )

    @Option(help: "How to reach the database.") var database: String
    @Option(help: "The district's code.") var district: String
    @Option(help: "The folder of the notes.") var notes: String
    @Option(help: "Its name.") var name: String
    @Option(help: "How often it was started before.") var generation = 0
    @Option(help: "The seed of chance.") var seed: UInt64 = 1
    @Option(help: "Clients.") var clients = 12
    @Option(help: "The longest pause of a client, in milliseconds.") var pause = 40
    @Option(help: "The one ticket that all fight for.") var duel: Int64?
    @Flag(help: "Write poison, too.") var poisonous = false

    func run() async throws {
        let settings = CallerSettings(
            database: database,
            district: district,
            notes: URL(filePath: notes),
            name: name,
            generation: generation,
            seed: seed,
            clients: clients,
            pause: pause,
            duel: duel,
            isPoisonous: poisonous
        )
        try await Caller(settings).run()
    }
}
