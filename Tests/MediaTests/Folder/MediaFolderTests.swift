import Crypto
import Foundation
@testable import Media
import Testing

/// A file is kept whole under its hash, once, or not at all.
@Suite final class MediaFolderTests {
    private let root = FileManager.default.temporaryDirectory.appending(path: "whistle-media-\(UUID().uuidString)").path

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private func folder() throws -> MediaFolder { try MediaFolder(path: root) }

    private func files() throws -> [String] {
        let all = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return all.filter { name in
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isFolder)
            return isThere && !isFolder.boolValue && name != "lock"
        }
    }

    private func age(_ hash: MediaHash, _ seconds: Int, _ folder: MediaFolder) throws {
        let date = Date(timeIntervalSince1970: TimeInterval(seconds))
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: folder.file(hash))
    }

    @Test func `a file lies under the hash of its content, for us only`() throws {
        let folder = try folder()
        let draft = try folder.draft(limit: 100)
        try draft.write(Array("ab".utf8))
        try draft.write(Array("c".utf8))
        #expect(draft.count == 3)
        let hash = try folder.keep(draft)
        let wanted = SHA256.hash(data: Array("abc".utf8))
        #expect(hash.bytes == Array(wanted))
        #expect("\(hash)" == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(try files() == ["ba/78/\(hash)"])
        let mode = try FileManager.default.attributesOfItem(atPath: folder.file(hash))[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try folder.open(hash).read(at: 0, 10) == Array("abc".utf8))
    }

    @Test func `the same content is kept once, and counts as kept now`() throws {
        let folder = try folder()
        let hash = try folder.keep([1, 2, 3])
        try age(hash, 1_000, folder)
        #expect(try folder.entries(under: hash.bytes[0]) == [MediaEntry(hash: hash, bytes: 3, keptAt: 1_000)])
        #expect(try folder.keep([1, 2, 3]) == hash)
        #expect(try files().count == 1)
        #expect(try folder.entries(under: hash.bytes[0]).allSatisfy { $0.keptAt > 1_000_000_000 })
    }

    @Test func `many at once keep the same and others`() async throws {
        let folder = try folder()
        let hashes = try await withThrowingTaskGroup { group in
            for index in 0..<64 { group.addTask { try folder.keep([UInt8(index % 8)]) } }
            return try await group.reduce(into: Set<MediaHash>()) { $0.insert($1) }
        }
        #expect(hashes.count == 8)
        #expect(try files().count == 8)
    }

    @Test func `a draft that is not kept leaves nothing`() throws {
        let folder = try folder()
        do {
            let draft = try folder.draft(limit: 10)
            try draft.write([1])
            #expect(try files().count == 1)
        }
        #expect(try files().isEmpty)
        let large = try folder.draft(limit: 2)
        #expect(throws: MediaRefusal.fileTooLarge(limit: 2)) { try large.write([1, 2, 3]) }
        #expect(try files().isEmpty)
        #expect(throws: MediaRefusal.self) { try folder.keep(large) }
        #expect(try files().isEmpty)
    }

    @Test func `a full disk and a folder that may not be written are told apart, and leave nothing`() throws {
        let folder = try folder()
        let path = root + "/drafts/full"
        let full = MediaDraft(descriptor: open("/dev/full", O_WRONLY), path: path, limit: 100)
        #expect(throws: MediaRefusal.diskFull) { try full.write([1]) }
        #expect(try files().isEmpty)
        #expect(MediaFolder.refusal(EDQUOT) == .diskFull)
        for number in [EACCES, EPERM, EROFS] { #expect(MediaFolder.refusal(number) == .folderDenied(errno: number)) }
        #expect(throws: MediaRefusal.folderFailed(errno: ENOTDIR)) { try MediaFolder(path: "/dev/null") }
        let denied = #expect(throws: MediaRefusal.self) { try MediaFolder(path: "/sys/whistle-media") }
        #expect(denied?.code == "media_folder_denied")
        try FileManager.default.removeItem(atPath: root)
        #expect(throws: MediaRefusal.folderFailed(errno: ENOENT)) { try folder.keep([1]) }
    }

    @Test func `a draft tells its kind`() throws {
        let draft = try folder().draft(limit: 1_000)
        #expect(throws: MediaRefusal.emptyFile) { try draft.kind() }
        try draft.write(Sample.docx)
        #expect(try draft.kind() == .docx)
    }

    @Test(
        arguments: [
            (0, 3, 0..<4), (5, nil, 5..<10), (9, 9, 9..<10), (2, 99, 2..<10), (2, Int.max, 2..<10), (nil, 3, 7..<10),
            (nil, 99, 0..<10),
            (0, nil, 0..<10),
        ] as [(Int?, Int?, Range<Int>)]
    )
    func `a part of a file is read by its first and last byte`(_ first: Int?, _ last: Int?, _ range: Range<Int>) throws
    {
        let folder = try folder()
        let bytes = (0..<10).map { UInt8($0) }
        let file = try folder.open(folder.keep(bytes))
        #expect(try file.range(first: first, last: last) == range)
        #expect(try file.read(at: range.lowerBound, range.count) == Array(bytes[range]))
    }

    @Test(arguments: [(10, nil), (4, 3), (nil, 0), (nil, nil), (-1, 3)] as [(Int?, Int?)])
    func `a part beyond the end is refused`(_ first: Int?, _ last: Int?) throws {
        let folder = try folder()
        let file = try folder.open(folder.keep((0..<10).map { UInt8($0) }))
        #expect(throws: MediaRefusal.rangeBeyondEnd(length: 10)) { try file.range(first: first, last: last) }
        #expect(try file.read(at: 10, 1) == [])
    }

    @Test func `what is removed is gone, but for those who have it open`() throws {
        let folder = try folder()
        let hash = try folder.keep([7])
        let file = try folder.open(hash)
        #expect(try folder.remove(hash))
        #expect(try !folder.remove(hash))
        #expect(throws: MediaRefusal.notKept) { try folder.open(hash) }
        #expect(try file.read(at: 0, 1) == [7])
    }

    @Test func `a sweep takes what is old and has no name, and nothing else`() async throws {
        let folder = try folder()
        let hashes = try (0..<40).map { try folder.keep([UInt8($0)]) }
        for hash in hashes[..<30] { try age(hash, 1_000, folder) }
        for name in ["old", "new"] {
            #expect(FileManager.default.createFile(atPath: root + "/drafts/\(name)", contents: Data([1, 2])))
        }
        let date = Date(timeIntervalSince1970: 1_000)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: root + "/drafts/old")
        let named = Set(hashes[..<10])
        var asked: Set<MediaHash> = []
        let sweep = try await folder.sweep(keptBefore: 2_000) { hashes in
            asked.formUnion(hashes)
            // One of them is sent once more while the rows are being read.
            if hashes.contains(where: { $0.bytes == Array(SHA256.hash(data: [29])) }) { _ = try folder.keep([29]) }
            return named.intersection(hashes)
        }
        #expect(asked == Set(hashes[..<30]))
        #expect(sweep == MediaSweep(orphans: 19, drafts: 1, bytes: 21))
        let kept = try Set(files().compactMap { $0.split(separator: "/").last.map(String.init) })
        #expect(kept == Set((hashes[..<10] + hashes[29...]).map(\.description) + ["new"]))
    }

    @Test(arguments: ["", "../../etc/passwd", String(repeating: "g", count: 64), String(repeating: "A", count: 64)])
    func `a hash is 64 small digits and nothing else`(_ text: String) {
        #expect(MediaHash(text: text) == nil)
        #expect(MediaHash(bytes: [1, 2]) == nil)
    }
}
