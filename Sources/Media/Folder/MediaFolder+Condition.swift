internal import Crypto

/// How a kept file is found.
package enum MediaCondition: Hashable, Sendable {
    /// Its bytes are those of its hash; so many.
    case whole(bytes: Int)
    /// Its bytes are others.
    case changed
    /// It is not there.
    case missing
}

extension MediaFolder {
    /// Reads a file from end to end and compares it with its hash.
    ///
    /// - Throws: what is wrong with the folder or the disk.
    package func condition(of hash: MediaHash) throws(MediaRefusal) -> MediaCondition {
        let file: MediaFile
        do throws(MediaRefusal) {
            file = try open(hash)
        } catch {
            if case .notKept = error { return .missing }
            throw error
        }
        var hasher = SHA256()
        var place = 0
        while place < file.length {
            let bytes = try file.read(at: place, 1 << 20)
            // Shorter than it was when it was opened: somebody cuts it.
            guard !bytes.isEmpty else { return .changed }
            hasher.update(data: bytes)
            place += bytes.count
        }
        return MediaHash(bytes: hasher.finalize()) == hash ? .whole(bytes: file.length) : .changed
    }
}
