import Foundation
import PGStore
import Workflow

/// Where the keys of residents' contacts are: named in the environment or the settings, never given as an argument.
enum KeySource: Sendable {
    case nowhere
    case environment(String)
    case file(String)

    /// - Throws: `Complaint` where both are named.
    init(keys: String?, file: String?) throws {
        switch (keys, file) {
        case (nil, nil): self = .nowhere
        case (let keys?, nil): self = .environment(keys)
        case (nil, let file?): self = .file(file)
        case (.some, .some):
            throw Complaint(
                "keys_twice_named",
                zh: "WHISTLE_KEYS 和 WHISTLE_KEYS_FILE 只能设一个",
                en: "WHISTLE_KEYS and WHISTLE_KEYS_FILE are both set: name one",
                exit: ExitCodes.configuration
            )
        }
    }
}

extension Settings {
    /// Where `whistle up` keeps the ring of its own database.
    private var ownRing: String { folder + "/keys" }

    /// The ring: what was set, else for the database of `whistle up` its own; nil where there is none.
    ///
    /// - Parameter flag: the database as `--database` names it.
    /// - Returns: the ring.
    /// - Throws: `KeyRingError`, or `Complaint` where the file is missing or open to others.
    func keyRing(_ flag: String?) throws -> KeyRing? {
        switch keys {
        case .environment(let text): return try KeyRing(text)
        case .file(let path): return try Self.ring(at: path)
        case .nowhere:
            let isOwn = flag == nil && database == nil && FileManager.default.fileExists(atPath: ownRing)
            return isOwn ? try Self.ring(at: ownRing) : nil
        }
    }

    /// The ring: what was set, else that of the folder, which is made the first time.
    ///
    /// - Returns: the ring.
    /// - Throws: as `keyRing(_:)`; `Complaint` where it cannot be written.
    func keyRingOrNew() throws -> KeyRing {
        switch keys {
        case .environment(let text): return try KeyRing(text)
        case .file(let path): return try Self.ring(at: path)
        case .nowhere:
            if !FileManager.default.fileExists(atPath: ownRing) {
                try SecretFile.write(try KeyRing.makeLine(id: "k1") + "\n", to: ownRing)
            }
            return try Self.ring(at: ownRing)
        }
    }

    private static func ring(at path: String) throws -> KeyRing {
        var status = stat()
        guard stat(path, &status) == 0, let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Complaint(
                "keys_file_missing",
                zh: "读不到密钥文件 \(path)",
                en: "the file of keys \(path) cannot be read",
                exit: ExitCodes.configuration
            )
        }
        guard status.st_mode & 0o077 == 0 else {
            throw Complaint(
                "keys_file_open",
                zh: "密钥文件 \(path) 别人也能读；请 chmod 600",
                en: "others may read the file of keys \(path): chmod 600",
                exit: ExitCodes.configuration
            )
        }
        return try KeyRing(text)
    }
}
