package import Logging
import Media
import ServiceLifecycle

/// The daemon that takes away files which no row names: one turn when it begins, then one an hour.
///
/// Any number may run: the folder's lock stands between them, and between each and an upload.
package final class AttachmentSweeper: Service {
    private let engine: Engine
    private let desk: AttachmentDesk
    private let interval: Duration
    private let logger: Logger
    private let alarm = Alarm()
    private let stop = StopSign()

    /// Makes a sweeper.
    ///
    /// - Parameters:
    ///   - engine: whose districts' rows are asked.
    ///   - desk: whose folder it sweeps.
    ///   - interval: how long it rests between turns.
    ///   - logger: where it logs.
    package init(engine: Engine, desk: AttachmentDesk, interval: Duration = .seconds(3_600), logger: Logger) {
        self.engine = engine
        self.desk = desk
        self.interval = interval
        self.logger = logger
    }

    /// Works until graceful shutdown.
    package func run() async throws {
        await withGracefulShutdownHandler {
            while !stop.isRaised, !Task.isCancelled {
                await turn()
                await alarm.sleep(atMost: interval)
            }
        } onGracefulShutdown: {
            self.stop.raise()
            self.alarm.ring()
        }
    }

    private func turn() async {
        do {
            let swept = try await desk.sweep(engine)
            guard swept.orphans + swept.drafts > 0 else { return }
            logger.info(
                "files that nobody names are gone",
                metadata: ["files": "\(swept.orphans)", "drafts": "\(swept.drafts)", "bytes": "\(swept.bytes)"]
            )
        } catch {
            guard !Task.isCancelled else { return }
            logger.warning("the folder of attachments is swept again later", metadata: ["why": "\(error)"])
        }
    }
}
