import Glibc

/// A small file that nobody but its owner reads: keys, passwords.
enum SecretFile {
    /// Writes a file, mode 0600 from its first byte on.
    ///
    /// Written beside and moved into its place: what broke off half way would be taken for the whole later.
    ///
    /// - Throws: `Complaint` where it cannot be written.
    static func write(_ text: String, to path: String) throws {
        let beside = path + ".new"
        unlink(beside)
        let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        let bytes = Array(text.utf8)
        let isWritten =
            descriptor >= 0 && Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let problem = String(cString: strerror(errno))
        if descriptor >= 0 { close(descriptor) }
        guard isWritten, rename(beside, path) == 0 else {
            unlink(beside)
            throw Complaint(
                "cannot_write",
                zh: "不能写入 \(path)：\(problem)",
                en: "\(path) cannot be written to: \(problem)",
                exit: ExitCodes.cannotWrite
            )
        }
    }
}
