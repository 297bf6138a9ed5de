import ChaosChecker
import Glibc

/// The file into which a caller writes what it knows, a line at a time, each one write at the file's end.
///
/// What `write` took is the kernel's: a caller that is killed the moment after loses no line. (The machine itself does
/// not go down in a run.)
final class NotesFile: Sendable {
    private let descriptor: Int32

    /// Makes a new file.
    ///
    /// - Throws: `ChaosError` where it is there or cannot be made.
    init(path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ChaosError("\(path) cannot be made: \(String(cString: strerror(errno)))") }
    }

    /// Writes a line; a caller that cannot must not go on.
    func note(_ note: Note) {
        let bytes = Array((note.line + "\n").utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            preconditionFailure("a caller that cannot write down what it does proves nothing")
        }
    }

    deinit {
        close(descriptor)
    }
}
