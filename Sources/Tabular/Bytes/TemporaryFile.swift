internal import Glibc

/// A temporary file without a name, which is gone when nothing holds it any more, even after a crash.
final class TemporaryFile: Sendable {
    /// The open file.
    let descriptor: Int32

    /// Makes an empty file in the folder for such files (`TMPDIR`, or else `/tmp`).
    init() throws(SheetError) {
        var template = Array("\(Self.folder ?? "/tmp")/whistle-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw SheetOutput.failure(errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// A path under which this process can open the file again, and seek in it apart from others.
    var path: String { "/proc/self/fd/\(descriptor)" }

    /// The folder for temporary files, where the environment names one.
    static var folder: String? { getenv("TMPDIR").map { String(cString: $0) } }
}
