/// Runs tasks on a reactor's thread, where they use its connections without a hop to another thread and back.
///
/// Only for what is short: while it runs, no connection of the reactor is looked after. A task prefers it by
/// `withTaskExecutorPreference`.
package final class ReactorTasks: TaskExecutor {
    private let reactor: Reactor

    /// Tasks for the thread of a reactor.
    package init(_ reactor: Reactor) {
        self.reactor = reactor
    }

    /// Runs a part of a task on the reactor's thread.
    ///
    /// - Parameter job: the part.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        reactor.perform { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
