internal import Glibc
internal import Spawning

/// Files kept under the hash of their content, in a folder that nothing else writes to.
///
/// A file appears under its name whole or not at all: it is written under another name, brought to the disk, and renamed. The same
/// content is kept once, however often it is sent. All calls block for as long as the disk does.
///
/// A file that is kept is given the present time even where it was there before. So the sweep, which takes only files that are old
/// and that no row names, cannot take one that is about to be named; a lock on the folder stands between the two.
package struct MediaFolder: Sendable {
    /// The folder's path.
    package let path: String

    /// Opens the folder, and makes it where it is missing.
    ///
    /// - Throws: `folderDenied`, `diskFull` or `folderFailed`.
    package init(path: String) throws(MediaRefusal) {
        self.path = path
        try Self.makeFolder(path)
        try Self.makeFolder(draftsPath)
        try withLock(.shared) { () throws(MediaRefusal) in }
    }

    /// Begins a file that is to be kept.
    ///
    /// - Parameter limit: how many bytes it may have.
    /// - Returns: the draft, to be written and kept.
    /// - Throws: `folderDenied`, `diskFull` or `folderFailed`.
    package func draft(limit: Int) throws(MediaRefusal) -> MediaDraft {
        var template = Array("\(draftsPath)/XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Self.refusal(errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        return MediaDraft(descriptor: descriptor, path: path, limit: limit)
    }

    /// Keeps a draft under its hash.
    ///
    /// - Returns: the hash, under which it can be opened from now on, even after the power fails.
    /// - Throws: `diskFull`, `folderDenied` or `folderFailed`; then nothing is kept, and the draft is gone.
    package func keep(_ draft: MediaDraft) throws(MediaRefusal) -> MediaHash {
        defer { draft.discard() }
        let hash = try draft.seal()
        let (first, second) = hash.folders
        try Self.makeFolder("\(path)/\(first)")
        try Self.makeFolder("\(path)/\(first)/\(second)")
        try withLock(.shared) { () throws(MediaRefusal) in
            // Where it is there already, only its time is made new.
            if utimensat(AT_FDCWD, file(hash), nil, 0) == 0 { return }
            guard rename(draft.path, file(hash)) == 0 else { throw Self.refusal(errno) }
            draft.release()
            try Self.bringToDisk("\(path)/\(first)/\(second)")
        }
        return hash
    }

    /// Keeps bytes under their hash.
    ///
    /// - Throws: `diskFull`, `folderDenied` or `folderFailed`; then nothing is kept.
    package func keep(_ bytes: [UInt8]) throws(MediaRefusal) -> MediaHash {
        let draft = try draft(limit: bytes.count)
        try draft.write(bytes)
        return try keep(draft)
    }

    /// Opens a kept file for reading.
    ///
    /// - Throws: `notKept`, or what is wrong with the folder.
    package func open(_ hash: MediaHash) throws(MediaRefusal) -> MediaFile {
        let descriptor = Glibc.open(file(hash), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw errno == ENOENT ? .notKept : Self.refusal(errno) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else {
            let number = errno
            close(descriptor)
            throw Self.refusal(number)
        }
        return MediaFile(descriptor: descriptor, length: Int(facts.st_size))
    }

    /// Takes a file away.
    ///
    /// - Parameters:
    ///   - hash: the file's.
    ///   - cutoff: it stays where it was kept after this, in seconds since 1970; left out, it goes in any case.
    /// - Returns: whether it was there and is gone.
    /// - Throws: what is wrong with the folder.
    @discardableResult
    package func remove(_ hash: MediaHash, keptBefore cutoff: Int? = nil) throws(MediaRefusal) -> Bool {
        try withLock(.alone) { () throws(MediaRefusal) in
            var facts = stat()
            guard lstat(file(hash), &facts) == 0 else {
                if errno == ENOENT { return false }
                throw Self.refusal(errno)
            }
            if let cutoff, facts.st_mtim.tv_sec >= cutoff { return false }
            guard unlink(file(hash)) == 0 else { throw Self.refusal(errno) }
            return true
        }
    }
}

extension MediaFolder {
    /// Where drafts are: in the same folder, so that a rename moves no bytes.
    var draftsPath: String { path + "/drafts" }

    /// Where a file is.
    func file(_ hash: MediaHash) -> String {
        let (first, second) = hash.folders
        return "\(path)/\(first)/\(second)/\(hash)"
    }

    /// What a number of the system means for whoever sent the file.
    static func refusal(_ number: Int32) -> MediaRefusal {
        switch number {
        case ENOSPC, EDQUOT: .diskFull
        case EACCES, EPERM, EROFS: .folderDenied(errno: number)
        default: .folderFailed(errno: number)
        }
    }

    /// Makes a folder that is only ours, and brings its name to the disk.
    private static func makeFolder(_ path: String) throws(MediaRefusal) {
        guard mkdir(path, 0o700) != 0 else {
            let above = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            return try bringToDisk(above.isEmpty ? "." : above)
        }
        let number = errno
        var facts = stat()
        guard number == EEXIST, stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR else {
            throw refusal(number == EEXIST ? ENOTDIR : number)
        }
    }

    private static func bringToDisk(_ folder: String) throws(MediaRefusal) {
        let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw refusal(errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw refusal(errno) }
    }

    /// Does something while no sweep takes a file (`shared`), or while nothing is kept (`alone`).
    private func withLock<Value>(
        _ kind: FileLock.Kind,
        _ body: () throws(MediaRefusal) -> Value
    ) throws(MediaRefusal) -> Value {
        let lock = try lock(kind)
        defer { lock.release() }
        return try body()
    }

    private func lock(_ kind: FileLock.Kind) throws(MediaRefusal) -> FileLock {
        do {
            return try FileLock(path + "/lock", kind, waits: true)
        } catch {
            switch error {
            // It waits for as long as another holds it.
            case .held: throw Self.refusal(EWOULDBLOCK)
            case .file(let number): throw Self.refusal(number)
            }
        }
    }
}
