import HummingbirdCore
import Logging
import NIOCore

/// A connection whose requests are carried out on the thread of its event loop, where they come in and go out.
///
/// What takes more than a moment leaves that thread (`Endpoint.isBrief`, `FaultMiddleware`): every other connection of the loop
/// would wait for it.
struct LoopChannel: ServerChildChannel, HTTPChannelHandler {
    let base: HTTP1Channel

    var responder: Responder { base.responder }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        base.setup(channel: channel, logger: logger)
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await withTaskExecutorPreference(LoopTasks(value.channel.eventLoop)) {
            await base.handle(value: value, logger: logger)
        }
    }
}

/// Has tasks run on the thread of an event loop.
private final class LoopTasks: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
