import AsyncHTTPClient
import Dispatcher
import Foundation
import Media
import NIOCore
import NIOHTTP1
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// Files are taken by what they are, each with its own answer.
@Suite struct UploadTests {
    @Test func `several at once each get their own answer, by content and not by name`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let results = try await web.upload(
                number,
                [
                    .init("现场.jpg", try UploadFile.picture("camera.jpg")),
                    .init("iPhone.heic", try UploadFile.picture("camera.heic")),
                    .init("photo.jpg", UploadFile.page), .init("空.pdf", []), .init("文件.jpg", UploadFile.pdf),
                ]
            )
            #expect(
                results.map { $0["attachment"]?["kind"]?.string ?? $0["problem"]?["code"]?.string } == [
                    "jpeg", "jpeg", "media_kind_not_taken", "media_empty", "pdf",
                ]
            )
            #expect(
                results.map { $0["attachment"]?["file_name"]?.string } == ["现场.jpg", "iPhone.jpg", nil, nil, "文件.pdf"]
            )
            #expect(results[0]["attachment"]?["width"] == 96)
            let matter = try await web.get("/api/v1/matters/\(number)").json
            let list = try await web.get("/api/v1/matters/\(number)/attachments").json
            #expect(matter["attachments"]?.array?.count == 3)
            #expect(matter["attachments"] == list["attachments"])
            let verification = try await web.city.engine.verify(web.city.id, files: web.desk)
            #expect(verification.findings == [])
            // Two pictures with a small one each, and a document.
            #expect(verification.files == 5)
            #expect(web.folder().drafts == 0)
        }
    }

    @Test(arguments: ["camera.jpg", "camera.heic"])
    func `a picture loses its place and all else that it says of itself`(_ name: String) async throws {
        let sent = try UploadFile.picture(name)
        #expect(sent.firstRange(of: Array("Exif".utf8)) != nil)
        try await WebDistrict.with { web in
            let number = try await web.file()
            let result = try #require(try await web.upload(number, [.init(name, sent)]).first?["attachment"])
            for path in [result["path"], result["thumbnail"]] {
                let answer = try await web.get(try #require(path?.string))
                #expect(answer.status == 200)
                #expect(answer.header("Content-Type") == "image/jpeg")
                #expect(answer.bytes.starts(with: [0xFF, 0xD8, 0xFF]))
                for word in ["Exif", "GPS", "xpacket", "ICC_PROFILE", "ftyp"] {
                    #expect(answer.bytes.firstRange(of: Array(word.utf8)) == nil, "\(word)")
                }
            }
            #expect(try await web.get(result["path"]?.string ?? "").bytes.count == result["bytes"]?.int.map { Int($0) })
        }
    }

    @Test func `the same file under the same key is kept once, another one is refused`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let files = [UploadFile("a.pdf", UploadFile.pdf), UploadFile("b.png", try UploadFile.picture("clear.png"))]
            let key = ["Idempotency-Key": "照片-1"]
            async let one = web.upload(number, files, headers: key)
            async let two = web.upload(number, files, headers: key)
            let (first, second) = try await (one, two)
            let again = try await web.upload(number, files, headers: key)
            #expect(first == again && second == again)
            let other = try await web.upload(number, [files[1], files[1]], headers: key)
            #expect(other.map { $0["problem"]?["code"]?.string } == ["key_reused", nil])
            let rows = try await web.city.count(
                "SELECT count(*) FROM attachment WHERE district_id = \(web.city.id.rawValue)"
            )
            #expect(rows == 2)
            // A key is its owner's.
            let others = try await web.upload(number, files, as: "desk2", headers: key)
            #expect(others.compactMap { $0["attachment"]?["id"] } != again.compactMap { $0["attachment"]?["id"] })
        }
    }

    @Test func `files that come at once are counted one after the other`() async throws {
        var limits = AttachmentLimits()
        limits.filesOfTicket = 3
        try await WebDistrict.with(files: limits) { web in
            let number = try await web.file()
            let codes = try await withThrowingTaskGroup(of: String?.self) { group in
                for index in 0..<6 {
                    group.addTask {
                        try await web.upload(number, [.init("\(index).pdf", UploadFile.pdf)])[0]["problem"]?["code"]?
                            .string
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.filter { $0 == nil }.count == 3)
            #expect(codes.filter { $0 == "attachments_full" }.count == 3)
        }
    }

    @Test func `files belong to a step only of whoever did it`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            try await web.act("accept", on: number, as: "desk2")
            let mine = try await web.upload(number, [.init("a.pdf", UploadFile.pdf)], query: "?seq=1")
            #expect(mine[0]["attachment"]?["seq"] == 1)
            for seq in [2, 3] {
                let refused = try await web.send([.init("a.pdf", UploadFile.pdf)], to: number, query: "?seq=\(seq)")
                #expect(refused.status == 422)
                #expect(refused.code == "not_your_step")
            }
            #expect(try await web.city.engine.verify(web.city.id, files: web.desk).findings == [])
        }
    }

    @Test func `an upload that is cut off leaves nothing behind`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let form = UploadFile.form([.init("a.pdf", UploadFile.pdf), .init("b.pdf", UploadFile.pdf)])
            let (chunks, told) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
            var request = HTTPClientRequest(url: "http://127.0.0.1:\(web.port)/api/v1/matters/\(number)/attachments")
            request.method = .POST
            request.headers.add(name: "Authorization", value: "Bearer \(web.tokens["desk"] ?? "")")
            request.headers.add(name: "Content-Type", value: "multipart/form-data; boundary=\(UploadFile.boundary)")
            request.body = .stream(chunks, length: .known(Int64(form.count)))
            let sent = request
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await HTTPClient.shared.execute(sent, timeout: .seconds(30)) }
                told.yield(ByteBuffer(bytes: form.dropLast(40)))
                // The first file is there whole, the second begun.
                try? await eventually("two drafts") { web.folder().drafts == 2 }
                #expect(web.folder().drafts == 2)
                told.finish(throwing: CancellationError())
                _ = await group.nextResult()
            }
            try await eventually("no drafts") { web.folder().drafts == 0 }
            #expect(web.folder().files == 0)
            #expect(try await web.get("/api/v1/matters/\(number)/attachments").json["attachments"] == [])
        }
    }
}
