internal import Glibc

/// A lock on a file (`flock`), which ends with its holder's process at the latest.
///
/// It belongs to the open file, of which a child that another task is just starting has a copy until it becomes its program:
/// closing alone would leave the lock with that child for a moment. So it is given back in so many words.
package struct FileLock: Sendable {
    /// Who else may hold it.
    package enum Kind: Sendable {
        /// Nobody.
        case alone
        /// Whoever asks for it as `shared`.
        case shared
    }

    private let descriptor: Int32

    /// Takes the lock, making the file where it is missing, for nobody but its owner.
    ///
    /// - Parameters:
    ///   - path: the file's; its folder is there.
    ///   - kind: who else may hold it.
    ///   - waits: whether it waits (blocking its thread) for those who hold it, however long they do.
    /// - Throws: `FileLockFailure`.
    package init(_ path: String, _ kind: Kind = .alone, waits: Bool = false) throws(FileLockFailure) {
        // Not inherited: a program that outlived this process would hold it.
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw .file(errno: errno) }
        let operation = (kind == .alone ? LOCK_EX : LOCK_SH) | (waits ? 0 : LOCK_NB)
        while flock(opened, operation) != 0 {
            let number = errno
            if number == EINTR { continue }
            close(opened)
            throw number == EWOULDBLOCK ? .held : .file(errno: number)
        }
        descriptor = opened
    }

    /// Gives it back; called once.
    package func release() {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}

/// Why a lock was not taken.
package enum FileLockFailure: Error, Hashable, Sendable {
    /// Someone else holds it.
    case held
    /// The file cannot be opened, made or locked.
    case file(errno: Int32)
}
