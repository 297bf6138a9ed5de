import Glibc

/// Keeps a second measurement out of a folder: it would take the first one's servers for its own, and end them.
struct BenchLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock, making the folder where it is missing.
    ///
    /// - Parameter folder: where servers' data lie.
    /// - Throws: `BenchError.alreadyRuns` where another process, or this one, measures there; `BenchError.folder`.
    init(folder: String) throws(BenchError) {
        let path = folder + "/bench.lock"
        // Not inherited: a server that outlived this process would hold it.
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw .folder(path, why: String(cString: strerror(errno))) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            close(opened)
            throw .alreadyRuns(folder)
        }
        descriptor = opened
    }

    deinit {
        // A child that another task is just starting has a copy until it becomes its program: closing ours alone would leave
        // the lock with it for that moment.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
