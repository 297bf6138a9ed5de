import Dispatcher
import Foundation
import Logging
import Media
import PGStore
import Postgres
import ServiceLifecycle
import TestSupport
import Testing
import Workflow

@testable import Web

/// Rows and files agree: what rows name is spared, what they do not name goes, what is wrong is found.
@Suite struct AttachmentFolderTests {
    @Test func `the sweep takes what no row names, and spares what rows name`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            _ = try await web.upload(
                number,
                [.init("a.jpg", try UploadFile.picture("camera.jpg")), .init("a.pdf", UploadFile.pdf)]
            )
            let orphan = try web.desk.folder.keep(Array("nobody's".utf8))
            #expect(try await web.desk.sweep(web.city.engine).orphans == 0, "it is not a day old")
            let swept = try await web.desk.sweep(web.city.engine, olderThan: .seconds(-60))
            #expect((swept.orphans, swept.bytes) == (1, 8))
            #expect(try web.desk.folder.condition(of: orphan) == .missing)
            #expect(web.folder().files == 3)
        }
    }

    @Test func `the daemon sweeps when it begins`() async throws {
        try await WebDistrict.with { web in
            let orphan = try web.desk.folder.keep(Array("nobody's".utf8))
            let (first, second) = ("\(orphan)".prefix(2), "\(orphan)".dropFirst(2).prefix(2))
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -2 * 86_400)],
                ofItemAtPath: "\(web.desk.folder.path)/\(first)/\(second)/\(orphan)"
            )
            let sweeper = AttachmentSweeper(engine: web.city.engine, desk: web.desk, logger: MigratedDatabase.quiet)
            try await Daemons.run([sweeper], logger: MigratedDatabase.quiet) {
                try await eventually("swept") { try web.desk.folder.condition(of: orphan) == .missing }
            }
        }
    }

    @Test func `another database's folder is neither filled nor swept`() async throws {
        try await WebDistrict.with { web in
            let folder = web.desk.folder
            try folder.claim("another")
            let number = try await web.file()
            let answer = try await web.send([.init("a.pdf", UploadFile.pdf)], to: number)
            #expect(answer.code == "media_folder_taken")
            let orphan = try folder.keep(Array("theirs".utf8))
            await #expect(throws: AttachmentRefusal.media(.folderTaken)) {
                try await web.desk.sweep(web.city.engine, olderThan: .seconds(-60))
            }
            #expect(try folder.condition(of: orphan) == .whole(bytes: 6))
        }
    }

    @Test func `verify finds a file that is gone, changed or nobody's`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let sent = try await web.upload(
                number,
                [.init("a.pdf", UploadFile.pdf), .init("a.jpg", try UploadFile.picture("camera.jpg"))]
            )
            func codes() async throws -> [String] {
                try await web.city.engine.verify(web.city.id, files: web.desk).findings.map(\.code)
            }
            #expect(try await codes() == [])
            let hash = try #require(sent[0]["attachment"]?["sha256"]?.string.flatMap { MediaHash(text: $0) })
            try web.desk.folder.remove(hash)
            #expect(try await codes() == ["attachment_missing"])
            let picture = try #require(sent[1]["attachment"]?["sha256"]?.string)
            let (first, second) = (picture.prefix(2), picture.dropFirst(2).prefix(2))
            let path = "\(web.desk.folder.path)/\(first)/\(second)/\(picture)"
            try Data("other".utf8).write(to: URL(filePath: path))
            #expect(try await codes() == ["attachment_missing", "attachment_changed"])
            let district = web.city.id.rawValue
            try await web.city.tamper("UPDATE attachment SET seq = 99 WHERE district_id = \(district)")
            let all = try await codes()
            #expect(all.filter { $0 == "orphan_row" }.count == 2)
            #expect(all.filter { $0 == "attachment_differs" }.count == 2)
            let closed = try await web.city.engine.verify(web.city.id)
            #expect((closed.files, closed.closedFiles) == (0, 3))
        }
    }

    @Test func `a matter that a command holds is waited for`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let ticket = try #require(TicketNumber(number)?.id)
            let (taken, told) = AsyncStream.makeStream(of: Void.self)
            async let held: Void = web.city.holding(ticket) {
                told.finish()
                // The server gives up waiting for a lock after a second: then the command waits beside the queue.
                try await eventually("it waits for the lock") { try await web.city.lockWaits() > 0 }
                try await eventually("it waits beside the queue") {
                    try await web.city.lockWaits() == 0 && web.city.engine.batcher.backlog == 1
                }
            }
            for await _ in taken {}
            let sent = try await web.upload(number, [.init("a.pdf", UploadFile.pdf)])
            try await held
            #expect(sent[0]["attachment"]?["bytes"] != nil)
        }
    }

    @Test func `names say what a file is, in every quoting`() {
        #expect(
            ContentDisposition.value("a\"b\r\n照.pdf", isInline: false)
                == "attachment; filename=\"a_b___.pdf\"; filename*=UTF-8''a%22b%0D%0A%E7%85%A7.pdf"
        )
        #expect(ByteRange("bytes=1-2") != nil && ByteRange("BYTES= 1 - 2 ") != nil)
        for text in [
            "", "bytes", "bytes=", "bytes=-", "bytes=2-1", "bytes=1-2,4-5", "bytes=+1-2", "bytes=9999999999999999-",
        ] {
            #expect(ByteRange(text) == nil, "\(text)")
        }
    }
}

extension TestDistrict {
    /// How many statements of this engine wait for a ticket's lock.
    fileprivate func lockWaits() async throws -> Int {
        try await count(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE '%FOR NO KEY UPDATE OF t%'
                AND application_name = \(engine.pool.connection.applicationName ?? "")
            """
        )
    }
}
