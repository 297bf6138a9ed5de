import Dispatcher
import Foundation
import Media
import NIOHTTP1
import PGStore
import Shipped
import TestSupport
import Testing
import Workflow

/// Files are given to those who see the matter, whole or in parts, and never as what a browser runs.
@Suite struct AttachmentReadingTests {
    @Test func `parts of a file are given as they are asked for`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let sent = try await web.upload(number, [.init("报告.pdf", UploadFile.pdf)])
            let path = try #require(sent[0]["attachment"]?["path"]?.string)
            let whole = try await web.get(path)
            #expect(whole.status == 200)
            #expect(whole.bytes == UploadFile.pdf)
            #expect(whole.header("Accept-Ranges") == "bytes")
            let eTag = try #require(whole.header("ETag"))
            func part(_ range: String, _ more: [String: String] = [:]) async throws -> Answer {
                try await web.get(path, headers: ["Range": range].merging(more) { $1 })
            }
            let count = UploadFile.pdf.count
            let first = try await part("bytes=2-4", ["If-Range": eTag])
            #expect(first.status == 206)
            #expect(first.bytes == Array(UploadFile.pdf[2...4]))
            #expect(first.header("Content-Range") == "bytes 2-4/\(count)")
            #expect(try await part("bytes=-6").bytes == Array(UploadFile.pdf.suffix(6)))
            #expect(try await part("bytes=5-").bytes == Array(UploadFile.pdf[5...]))
            let beyond = try await part("bytes=\(count)-")
            #expect(beyond.status == 416)
            #expect(beyond.code == "media_range_beyond_end")
            #expect(beyond.header("Content-Range") == "bytes */\(count)")
            // Another file by now, several parts, or nonsense: all of it.
            #expect(try await part("bytes=2-4", ["If-Range": "\"other\""]).bytes == UploadFile.pdf)
            for range in ["bytes=0-1,3-4", "lines=1-2", "bytes=4-2", "bytes=-"] {
                #expect(try await part(range).bytes == UploadFile.pdf, "\(range)")
            }
            let known = try await web.get(path, headers: ["If-None-Match": eTag])
            #expect(known.status == 304)
            #expect(known.bytes == [])
            let head = try await web.send(.HEAD, path)
            #expect(head.status == 200)
            #expect(head.header("Content-Length") == "\(count)")
            #expect(head.bytes == [])
            #expect(try await web.send(.HEAD, "/api/v1/attachments/99999999").status == 404)
        }
    }

    @Test func `a large file comes whole, and so does a large part of it`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let sent = try await web.upload(number, [.init("a.pdf", UploadFile.largePDF)])
            let path = try #require(sent[0]["attachment"]?["path"]?.string)
            #expect(try await web.get(path).bytes == UploadFile.largePDF)
            let part = try await web.get(path, headers: ["Range": "bytes=1-600000"])
            #expect(part.bytes == Array(UploadFile.largePDF[1...600_000]))
        }
    }

    @Test func `nothing is served as something that a browser runs`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let sent = try await web.upload(
                number,
                [.init("现场.html", UploadFile.pdf), .init("图.png", try UploadFile.picture("clear.png"))]
            )
            let (pdf, png) = (
                sent[0]["attachment"]?["path"]?.string ?? "", sent[1]["attachment"]?["path"]?.string ?? ""
            )
            let document = try await web.get(pdf)
            #expect(
                document.header("Content-Disposition")
                    == "attachment; filename=\"__.pdf\"; filename*=UTF-8''%E7%8E%B0%E5%9C%BA.pdf"
            )
            let picture = try await web.get(png)
            #expect(picture.header("Content-Disposition")?.hasPrefix("inline; ") == true)
            #expect(picture.header("Content-Type") == "image/png")
            for answer in [document, picture] {
                #expect(answer.header("X-Content-Type-Options") == "nosniff")
                #expect(answer.header("Content-Security-Policy") == "sandbox; default-src 'none'")
                #expect(answer.header("Cache-Control") == "private, no-cache")
            }
            #expect(try await web.get(pdf + "/thumbnail").code == "unknown_attachment")
        }
    }

    @Test func `files of a matter that somebody may not see are not there`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let sent = try await web.upload(number, [.init("a.jpg", try UploadFile.picture("camera.jpg"))])
            let id = try #require(sent[0]["attachment"]?["id"]?.int)
            for path in ["", "/thumbnail"] {
                let hidden = try await web.get("/api/v1/attachments/\(id)\(path)", as: "parks")
                let nothing = try await web.get("/api/v1/attachments/99999999\(path)", as: "parks")
                #expect(hidden.status == 404 && nothing.status == 404)
                #expect(
                    nothing.json["detail"]?.string?.replacing("99999999", with: "\(id)")
                        == hidden.json["detail"]?.string
                )
            }
            let list = try await web.get("/api/v1/matters/\(number)/attachments", as: "parks")
            #expect(list.code == "unknown_ticket")
            let post = try await web.send([.init("a.pdf", UploadFile.pdf)], to: number, as: "parks")
            #expect(post.code == "unknown_ticket")
            #expect(try await web.send(.DELETE, "/api/v1/attachments/\(id)", as: "parks").status == 404)
            #expect(try await web.get("/api/v1/attachments/\(id)", as: "street").status == 200)
            #expect(try await web.get("/api/v1/attachments/\(id)", as: nil).status == 401)
            #expect(web.folder().files == 2)
        }
    }

    @Test func `who sees the summary alone sees files of their own, and no others`() async throws {
        let kinds: JSONValue = ["department"]
        let definition = try Shipped.definition("issue").with(["privacy.summary.kinds": kinds])
        try await WebDistrict.with(definition: definition) { web in
            let number = try await web.file()
            try await web.act("accept", on: number, as: "desk")
            try await web.act("dispatch", on: number, as: "desk", fields: ["summary": "一号楼漏水"])
            let theirs = try await web.upload(number, [.init("a.pdf", UploadFile.pdf)])
            let own = try await web.upload(number, [.init("b.pdf", UploadFile.pdf)], as: "water")
            let (hidden, shown) = (theirs[0]["attachment"]?["path"], own[0]["attachment"]?["path"])
            let matter = try await web.get("/api/v1/matters/\(number)", as: "water").json
            #expect(matter["sight"] == "summary")
            #expect(matter["attachments"]?.array?.map { $0["path"] } == [shown])
            let list = try await web.get("/api/v1/matters/\(number)/attachments", as: "water").json
            #expect(list["attachments"] == matter["attachments"])
            #expect(try await web.get(hidden?.string ?? "", as: "water").code == "unknown_attachment")
            #expect(try await web.get(shown?.string ?? "", as: "water").status == 200)
            #expect(try await web.get("/api/v1/matters/\(number)").json["attachments"]?.array?.count == 2)
        }
    }

    @Test func `who sent a file takes it back; it is shown no more, and stays`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let sent = try await web.upload(number, [.init("a.pdf", UploadFile.pdf)])
            let path = try #require(sent[0]["attachment"]?["path"]?.string)
            let other = try await web.send(.DELETE, path, as: "desk2")
            #expect(other.code == "not_your_attachment")
            #expect(try await web.send(.DELETE, path).status == 204)
            #expect(try await web.get(path).status == 404)
            #expect(try await web.get("/api/v1/matters/\(number)").json["attachments"] == [])
            let swept = try await web.desk.sweep(web.city.engine, olderThan: .seconds(-60))
            #expect(swept.orphans == 0)
            #expect(try await web.city.engine.verify(web.city.id, files: web.desk).files == 1)
        }
    }
}
