internal import Glibc

/// A kept file as the folder lists it.
package struct MediaEntry: Hashable, Sendable {
    /// The file's hash.
    package let hash: MediaHash
    /// How many bytes it has.
    package let bytes: Int
    /// When it was last kept, in seconds since 1970.
    package let keptAt: Int
}

/// What a sweep took away.
package struct MediaSweep: Hashable, Sendable {
    /// Files that nobody named.
    package var orphans = 0
    /// Drafts that nobody finished.
    package var drafts = 0
    /// How many bytes that freed.
    package var bytes = 0
}

extension MediaFolder {
    /// The kept files whose hash begins with a byte: a 256th of all, so that a listing stays small.
    ///
    /// - Throws: what is wrong with the folder.
    package func entries(under first: UInt8) throws(MediaRefusal) -> [MediaEntry] {
        let folder = "\(path)/\(MediaHash.hexadecimal(first))"
        var found: [MediaEntry] = []
        for second in try Self.names(in: folder) {
            for name in try Self.names(in: "\(folder)/\(second)") {
                var facts = stat()
                // What is no file of ours is left alone, and what is gone meanwhile is gone.
                guard let hash = MediaHash(text: name), lstat(file(hash), &facts) == 0 else { continue }
                found.append(MediaEntry(hash: hash, bytes: Int(facts.st_size), keptAt: facts.st_mtim.tv_sec))
            }
        }
        return found
    }

    /// Takes away old files that nobody names, and old drafts.
    ///
    /// - Parameters:
    ///   - cutoff: what was kept or begun at this time or later stays, in seconds since 1970: an hour before now.
    ///   - named: tells which of some hashes are named by a row.
    /// - Returns: what was taken away.
    /// - Throws: what `named` throws, or what is wrong with the folder; what was taken away before stays away.
    package func sweep(
        keptBefore cutoff: Int,
        named: (_ hashes: [MediaHash]) async throws -> Set<MediaHash>
    ) async throws -> MediaSweep {
        var sweep = MediaSweep()
        for first in UInt8.min...UInt8.max {
            let old = try entries(under: first).filter { $0.keptAt < cutoff }
            guard !old.isEmpty else { continue }
            let wanted = try await named(old.map(\.hash))
            for entry in old where !wanted.contains(entry.hash) {
                // Its time is looked at again: it may have been sent once more just now.
                guard try remove(entry.hash, keptBefore: cutoff) else { continue }
                sweep.orphans += 1
                sweep.bytes += entry.bytes
            }
        }
        for name in try Self.names(in: draftsPath) {
            var facts = stat()
            let draft = "\(draftsPath)/\(name)"
            guard lstat(draft, &facts) == 0, facts.st_mtim.tv_sec < cutoff, unlink(draft) == 0 else { continue }
            sweep.drafts += 1
            sweep.bytes += Int(facts.st_size)
        }
        return sweep
    }

    /// The names in a folder, in order; none where there is no such folder.
    private static func names(in folder: String) throws(MediaRefusal) -> [String] {
        guard let listing = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw refusal(errno)
        }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
