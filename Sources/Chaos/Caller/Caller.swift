import ChaosChecker
import Dispatcher
import Foundation
import Logging
import PGStore
import Postgres
import ServiceLifecycle
import Synchronization
import UnixSignals
import Workflow

/// A serving process: the engine with clients of its own, who note what they send and what they are told.
///
/// SIGUSR1 lets every client come to an end: what was begun is sent until it is known what became of it. SIGTERM is an
/// ordinary stop: the engine finishes what waits, and what it did not take is sent again by the next generation, which
/// reads the notes. It may be killed at any moment.
package struct Caller: Sendable {
    private let settings: CallerSettings

    /// Prepares a caller.
    package init(_ settings: CallerSettings) {
        self.settings = settings
    }

    /// Serves until a signal ends it.
    ///
    /// - Throws: `ChaosError` where its notes cannot be kept; what the engine throws.
    package func run() async throws {
        var database = try ConnectionConfiguration(settings.database)
        database.applicationName = "whistle-chaos caller"
        var logger = Logger(label: settings.name, factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .error
        let engine = try Engine(database: database, logger: logger)
        defer { engine.close() }
        // Before anything is noted: what earlier generations left open.
        let left = try CallerNotes(folder: settings.notes, prefix: settings.name + ".").unresolved
        let name = "\(settings.name).\(settings.generation).notes"
        let desk = CallerDesk(engine: engine, notes: try NotesFile(path: settings.notes.appending(path: name).path))
        try await serve(engine, desk, left, logger)
    }

    private func serve(_ engine: Engine, _ desk: CallerDesk, _ left: [NotedCommand], _ logger: Logger) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigusr1)
        let group = ServiceGroup(services: engine.services, gracefulShutdownSignals: [], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask {
                for await signal in signals {
                    if signal == .sigterm {
                        desk.close()
                        await group.triggerGracefulShutdown()
                    } else {
                        desk.finish()
                    }
                }
            }
            let configuration = await desk.configuration(settings.district)
            if let configuration {
                await withTaskGroup(of: Void.self) { clients in
                    for number in 0..<settings.clients {
                        let mine = left.enumerated().filter { $0.offset % settings.clients == number }.map(\.element)
                        clients.addTask { await self.client(number, desk, configuration, mine) }
                    }
                }
            }
            await group.triggerGracefulShutdown()
            try await tasks.next()
            tasks.cancelAll()
        }
    }

    private func client(
        _ number: Int,
        _ desk: CallerDesk,
        _ configuration: DistrictConfiguration,
        _ left: [NotedCommand]
    ) async {
        let name = "\(settings.name).\(settings.generation).\(number)"
        var chance = Chance(seed: settings.seed).forked(name)
        // Their first sending may have gone through: only the same key tells.
        for command in left { _ = await desk.send(command, configuration, isKnown: true, &chance) }
        if let ticket = settings.duel {
            var fighter = Fighter(name: name, ticket: ticket, chance: chance)
            await fighter.fight(desk, configuration)
        } else {
            var client = Client(name: name, settings: settings, chance: chance)
            await client.live(desk, configuration)
        }
    }
}
