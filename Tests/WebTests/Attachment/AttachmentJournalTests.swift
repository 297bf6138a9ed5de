import Dispatcher
import Foundation
import Media
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Web

/// Events name files by their hashes: whatever is done to a file, its row or its event shows.
@Suite struct AttachmentJournalTests {
    /// A matter with a PDF and a picture, and what verify says after something was done to it.
    private struct Case: Sendable, CustomTestStringConvertible {
        let what: String
        let damage: @Sendable (WebDistrict, [StoredAttachment]) async throws -> Void
        let codes: Set<String>

        var testDescription: String { what }
    }

    private static func set(_ change: String) -> @Sendable (WebDistrict, [StoredAttachment]) async throws -> Void {
        { web, rows in
            let row = rows[0].id.rawValue
            let which = "district_id = \(web.city.id.rawValue) AND id = \(row)"
            try await web.city.tamper(Query(unsafeSQL: "UPDATE attachment SET \(change) WHERE \(which)"))
        }
    }

    private static let cases: [Case] = [
        Case(
            what: "a byte of the file",
            damage: { web, rows in
                let path = try web.path(of: rows[0].hash)
                var bytes = try Data(contentsOf: URL(filePath: path))
                bytes[bytes.count / 2] ^= 1
                try bytes.write(to: URL(filePath: path))
            },
            codes: ["attachment_changed"]
        ),
        Case(
            what: "the file",
            damage: { web, rows in try FileManager.default.removeItem(atPath: try web.path(of: rows[0].hash)) },
            codes: ["attachment_missing"]
        ),
        Case(
            what: "the small picture",
            damage: { web, rows in
                let small = try #require(rows[1].thumbnail)
                try FileManager.default.removeItem(atPath: try web.path(of: small))
            },
            codes: ["attachment_missing"]
        ),
        // Another whole file: the folder agrees with the row, and the journal with neither.
        Case(
            what: "the file and its row",
            damage: { web, rows in
                let other = try web.desk.folder.keep(Array(repeating: 0x20, count: rows[0].bytes))
                try await set("sha256 = '\\x\(other)'")(web, rows)
            },
            codes: ["attachment_differs"]
        ),
        Case(what: "the row's kind", damage: set("kind = 'ofd'"), codes: ["attachment_differs"]),
        Case(what: "the row's sender", damage: set("person_id = NULL"), codes: ["attachment_differs"]),
        Case(what: "which step it came with", damage: set("seq = 1"), codes: ["attachment_differs"]),
        Case(
            what: "which event added it",
            damage: set("event_seq = 1"),
            codes: ["attachment_row_missing", "attachment_unheard"]
        ),
        Case(
            what: "that an event added it",
            damage: set("event_seq = NULL, event_place = NULL"),
            codes: ["attachment_row_missing", "attachment_unheard"]
        ),
        Case(
            what: "the row",
            damage: { web, rows in
                let row = rows[0].id.rawValue
                try await web.city.tamper(
                    "DELETE FROM attachment WHERE district_id = \(web.city.id.rawValue) AND id = \(row)"
                )
            },
            codes: ["attachment_row_missing"]
        ),
        Case(
            what: "the event's hash of it",
            damage: { web, rows in
                let hash = Hexadecimal.text(rows[0].hash)
                let other = String(repeating: "0", count: 64)
                try await web.city.tamper(
                    """
                    UPDATE ticket_event
                    SET payload = convert_to(replace(convert_from(payload, 'UTF8'), \(hash), \(other)), 'UTF8') WHERE district_id = \(web.city.id.rawValue)
                    """
                )
            },
            codes: ["hash_broken", "attachment_differs"]
        ),
    ]

    @Test(arguments: cases.indices) func `what was changed shows`(index: Int) async throws {
        let harm = Self.cases[index]
        try await WebDistrict.with { web in
            let number = try await web.file()
            _ = try await web.upload(
                number,
                [.init("a.pdf", UploadFile.pdf), .init("a.jpg", try UploadFile.picture("camera.jpg"))]
            )
            let ticket = try #require(TicketNumber(number)?.id)
            let rows = try await web.city.engine.attachments(of: ticket, in: web.city.id)
            let whole = try await web.city.engine.verify(web.city.id, files: web.desk)
            #expect((whole.findings, whole.files, whole.unchainedFiles) == ([], 3, 0))
            try await harm.damage(web, rows)
            let found = try await web.city.engine.verify(web.city.id, files: web.desk)
            #expect(Set(found.findings.map(\.code)) == harm.codes, "\(harm.what): \(found.findings)")
            #expect(found.findings.allSatisfy { $0.ticket == ticket })
        }
    }

    @Test func `one event adds all files of an upload, each with its hash, and moves nothing else`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let ticket = try #require(TicketNumber(number)?.id)
            let before = try #require(try await web.city.engine.ticket(ticket, in: web.city.id))
            let sent = try await web.send(
                [.init("a.pdf", UploadFile.pdf), .init("a.jpg", try UploadFile.picture("camera.jpg"))],
                to: number,
                query: "?seq=1"
            )
            #expect(sent.json["seq"] == .int(Int64(before.seq + 1)))
            let dossier = try #require(try await web.city.engine.dossier(ticket, in: web.city.id))
            let event = try #require(dossier.events.last?.event)
            let rows = try await web.city.engine.attachments(of: ticket, in: web.city.id)
            #expect(event.act == Machine.attachAct)
            #expect(event.outcomes == rows.map { .attached($0.attached) })
            #expect(rows.map(\.addedBy?.seq) == [event.seq, event.seq] && rows.map(\.seq) == [1, 1])
            #expect(rows.map(\.addedBy?.place) == [0, 1])
            let after = try #require(try await web.city.engine.ticket(ticket, in: web.city.id))
            #expect(after.seq == before.seq + 1)
            #expect((after.state, after.owner, after.timers) == (before.state, before.owner, before.timers))
            let shown = try await web.get("/api/v1/matters/\(number)/timeline").json["events"]?.array?.last
            #expect(shown?["act"] == ["name": "attach", "title": "附件"])
            #expect(shown?["details"] == ["2 个文件"])
        }
    }

    @Test func `files of before are counted, and are no finding`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let hash = try web.desk.folder.keep(UploadFile.pdf)
            let ticket = try #require(TicketNumber(number)?.id)
            // Below every number that the sequence ever gave.
            try await web.city.tamper(
                """
                INSERT INTO attachment (district_id, id, ticket_id, sha256, sent_sha256, kind, bytes, file_name)
                VALUES (\(web.city.id.rawValue), 0, \(ticket.rawValue), \(hash.bytes), \(hash.bytes), 'pdf',
                    \(Int64(UploadFile.pdf.count)), 'a')
                """
            )
            let found = try await web.city.engine.verify(web.city.id, files: web.desk)
            #expect((found.findings, found.files, found.unchainedFiles) == ([], 1, 1))
        }
    }

    @Test func `a matter that ended still takes files, and stays ended`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let ticket = try #require(TicketNumber(number)?.id)
            try await web.act("decline", on: number, as: "desk", fields: ["reason": "不属实", "route": "法院"])
            let ended = try #require(try await web.city.engine.ticket(ticket, in: web.city.id))
            #expect(ended.isFinal)
            #expect(try await web.send([.init("a.pdf", UploadFile.pdf)], to: number).status == 200)
            let after = try #require(try await web.city.engine.ticket(ticket, in: web.city.id))
            #expect(after.isFinal && after.closedAt == ended.closedAt && after.seq == ended.seq + 1)
            #expect(try await web.city.engine.verify(web.city.id, files: web.desk).findings == [])
        }
    }

    @Test func `the same key at once adds a file once`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let ids = try await withThrowingTaskGroup(of: JSONValue?.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await web.upload(
                            number,
                            [.init("a.pdf", UploadFile.pdf)],
                            headers: ["Idempotency-Key": "once"]
                        )[0]["attachment"]?["id"]
                    }
                }
                return try await group.reduce(into: Set<JSONValue?>()) { $0.insert($1) }
            }
            #expect(ids.count == 1 && !ids.contains(nil))
            let ticket = try #require(TicketNumber(number)?.id)
            let dossier = try #require(try await web.city.engine.dossier(ticket, in: web.city.id))
            #expect(dossier.events.filter { $0.event.act == Machine.attachAct }.count == 1)
        }
    }
}

extension WebDistrict {
    /// Where a file lies.
    fileprivate func path(of bytes: [UInt8]) throws -> String {
        let hash = Hexadecimal.text(bytes)
        return "\(desk.folder.path)/\(hash.prefix(2))/\(hash.dropFirst(2).prefix(2))/\(hash)"
    }
}
