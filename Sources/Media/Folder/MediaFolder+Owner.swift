internal import Glibc

/// To which database a folder belongs: what another one's rows do not name would be swept away.
extension MediaFolder {
    /// Takes the folder for an owner, where nobody has; again by the same owner has no effect.
    ///
    /// - Parameter owner: a word that no other database has.
    /// - Throws: `folderTaken` where it is another's, or what is wrong with the folder.
    package func claim(_ owner: String) throws(MediaRefusal) {
        let mark = path + "/owner"
        if let known = try content(mark) {
            guard known == owner else { throw .folderTaken }
            return
        }
        // Whole or not at all, and whoever comes second finds the first one's.
        let draft = try draft(limit: owner.utf8.count)
        try draft.write(Array(owner.utf8))
        _ = try draft.seal()
        if link(draft.path, mark) != 0, errno != EEXIST { throw Self.refusal(errno) }
        draft.discard()
        guard try content(mark) == owner else { throw .folderTaken }
    }

    private func content(_ mark: String) throws(MediaRefusal) -> String? {
        let descriptor = Glibc.open(mark, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw Self.refusal(errno)
        }
        return String(decoding: try MediaFile(descriptor: descriptor, length: 4_096).read(at: 0, 4_096), as: UTF8.self)
    }
}
