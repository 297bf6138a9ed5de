internal import Crypto
internal import Glibc
internal import Synchronization

/// A file on its way into the folder; gone when nothing holds it any more, unless it was kept.
package final class MediaDraft: Sendable {
    private struct State {
        var descriptor: Int32
        var count = 0
        var hasher = SHA256()
    }

    /// Where its bytes are for now.
    package let path: String
    private let limit: Int
    private let state: Mutex<State>

    init(descriptor: Int32, path: String, limit: Int) {
        self.path = path
        self.limit = limit
        state = Mutex(State(descriptor: descriptor))
    }

    deinit { discard() }

    /// How many bytes it has.
    package var count: Int { state.withLock { $0.count } }

    /// The hash of what has been written so far.
    ///
    /// - Throws: `folderFailed` where there is none.
    package func hash() throws(MediaRefusal) -> MediaHash {
        guard let hash = state.withLock({ MediaHash(bytes: $0.hasher.finalize()) }) else {
            throw .folderFailed(errno: EINVAL)
        }
        return hash
    }

    /// Adds bytes.
    ///
    /// - Throws: `fileTooLarge`, `diskFull` or what else is wrong with the folder; the draft is gone then.
    package func write(_ bytes: [UInt8]) throws(MediaRefusal) {
        do throws(MediaRefusal) {
            try state.withLock { state throws(MediaRefusal) in try append(bytes, &state) }
        } catch {
            discard()
            throw error
        }
    }

    /// Tells the kind of what has been written.
    ///
    /// - Throws: `emptyFile`, `kindNotTaken`, `mixedKinds` or `activeDocument`.
    package func kind() throws(MediaRefusal) -> MediaKind {
        try state.withLock { state throws(MediaRefusal) in
            try MediaKind.detect(descriptor: state.descriptor, count: state.count)
        }
    }

    /// Throws the draft away; again has no effect.
    package func discard() {
        if release() { unlink(path) }
    }

    /// Lets go of the file, which has a name of its own now; false where that was done before.
    @discardableResult
    func release() -> Bool {
        state.withLock { state in
            guard state.descriptor >= 0 else { return false }
            close(state.descriptor)
            state.descriptor = -1
            return true
        }
    }

    /// Brings the bytes to the disk and tells their hash.
    func seal() throws(MediaRefusal) -> MediaHash {
        try state.withLock { state throws(MediaRefusal) in
            guard fsync(state.descriptor) == 0 else { throw MediaFolder.refusal(errno) }
            guard let hash = MediaHash(bytes: state.hasher.finalize()) else { throw .folderFailed(errno: EINVAL) }
            return hash
        }
    }

    private func append(_ bytes: [UInt8], _ state: inout State) throws(MediaRefusal) {
        guard state.count + bytes.count <= limit else { throw .fileTooLarge(limit: limit) }
        var done = 0
        while done < bytes.count {
            let sent = bytes[done...].withUnsafeBytes { Glibc.write(state.descriptor, $0.baseAddress, $0.count) }
            if sent < 0, errno == EINTR { continue }
            guard sent > 0 else { throw sent == 0 ? .diskFull : MediaFolder.refusal(errno) }
            done += sent
        }
        state.hasher.update(data: bytes)
        state.count += bytes.count
    }
}
