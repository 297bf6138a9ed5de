import Dispatcher
import Foundation
import Media
import NIOHTTP1
import TestSupport
import Testing
import Workflow

/// What is too much, broken or missing is refused by name, and loses nothing else.
@Suite struct UploadRefusalTests {
    @Test func `a file that is too large is refused alone, an upload that is, whole`() async throws {
        var limits = AttachmentLimits()
        limits.fileBytes = 100
        limits.uploadBytes = 4_000
        limits.filesOfUpload = 4
        try await WebDistrict.with(files: limits) { web in
            let number = try await web.file()
            let large = UploadFile("large.pdf", UploadFile.pdf + Array(repeating: 0x20, count: 200))
            let small = UploadFile("small.pdf", UploadFile.pdf)
            let results = try await web.upload(number, [large, small, large])
            #expect(
                results.map { $0["problem"]?["code"]?.string } == ["media_too_large", nil, "media_too_large"]
            )
            let whole = try await web.send([.init("a.pdf", Array(repeating: 0x20, count: 5_000))], to: number)
            #expect(whole.status == 413)
            #expect(whole.code == "upload_too_large")
            let many = try await web.send(Array(repeating: small, count: 5), to: number)
            #expect(many.status == 400)
            #expect(many.code == "multipart_too_many_parts")
            #expect(try await web.get("/api/v1/matters/\(number)/attachments").json["attachments"]?.array?.count == 1)
            #expect(web.folder() == (1, 0))
        }
    }

    @Test func `one that comes too slowly, or beside too many, is refused`() async throws {
        var slow = AttachmentLimits()
        slow.time = .zero
        try await WebDistrict.with(files: slow) { web in
            let number = try await web.file()
            let answer = try await web.send([.init("a.pdf", UploadFile.pdf)], to: number)
            #expect(answer.status == 408)
            #expect(answer.code == "too_slow")
        }
        var full = AttachmentLimits()
        full.uploads = 0
        try await WebDistrict.with(files: full) { web in
            let number = try await web.file()
            let answer = try await web.send([.init("a.pdf", UploadFile.pdf)], to: number)
            #expect(answer.status == 503)
            #expect(answer.code == "uploads_busy")
            #expect(answer.header("Retry-After") != nil)
        }
    }

    @Test func `what is no form, or has no file, is refused whole`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let path = "/api/v1/matters/\(number)/attachments"
            let json = try await web.post(path, [:])
            #expect(json.status == 415)
            #expect(json.code == "multipart_expected")
            let none = try await web.send([], to: number)
            #expect(none.code == "no_file")
            let field = "--\(UploadFile.boundary)\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nx"
            let type = ["Content-Type": "multipart/form-data; boundary=\(UploadFile.boundary)"]
            let other = try await web.send(.POST, path, headers: type, bytes: Array(field.utf8))
            #expect(other.status == 422)
            #expect(other.code == "unexpected_field")
            let nameless = try await web.send([.init("", [])], to: number)
            #expect(nameless.status == 422)
            #expect(nameless.code == "no_file")
            let read = try await web.send([.init("a.pdf", UploadFile.pdf)], to: number, as: "desk@read")
            #expect(read.status == 403)
        }
    }

    @Test func `who sees a matter and may do nothing on it adds nothing; who filed it may`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            for (act, account, fields) in [
                ("accept", "desk", [:]), ("dispatch", "desk", [:]), ("sign", "water", [:]),
                ("first_contact", "water", ["contacted_by": "phone"]),
                ("submit_result", "water", ["outcome": "solved", "text": "已更换水管"]), ("verify", "desk2", [:]),
                ("call_back", "desk", ["callback": "satisfied"]),
            ] as [(String, String, JSONObject)] {
                try await web.act(act, on: number, as: account, fields: fields)
            }
            var idle: [String] = []
            for account in ["water", "desk2", "street"] {
                let seen = try await web.get("/api/v1/matters/\(number)", as: account)
                #expect(seen.status == 200)
                if seen.json["actions"] == [] { idle.append(account) }
            }
            #expect(idle.count > 0)
            for account in idle {
                let refused = try await web.send([.init("a.pdf", UploadFile.pdf)], to: number, as: account)
                #expect(refused.status == 403)
                #expect(refused.code == "cannot_attach")
            }
            #expect(try await web.send([.init("a.pdf", UploadFile.pdf)], to: number).status == 200)
        }
    }

    @Test func `a broken picture is refused, its neighbours are kept`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            let whole = try UploadFile.picture("camera.jpg")
            let results = try await web.upload(
                number,
                [.init("broken.jpg", Array(whole.prefix(whole.count / 2))), .init("whole.jpg", whole)]
            )
            #expect(results.map { $0["problem"]?["code"]?.string } == ["picture_damaged", nil])
            #expect(web.folder().drafts == 0)
        }
    }

    @Test func `without whistle-picture pictures are refused, all else goes on, and it is told`() async throws {
        let missing = PictureMaker(program: "/nowhere/whistle-picture")
        try await WebDistrict.with(pictures: missing) { web in
            let number = try await web.file()
            let results = try await web.upload(
                number,
                [.init("a.jpg", try UploadFile.picture("camera.jpg")), .init("a.pdf", UploadFile.pdf)]
            )
            #expect(results.map { $0["problem"]?["code"]?.string } == ["pictures_unavailable", nil])
            #expect(results[0]["problem"]?["status"] == 503)
            let ready = try await web.get("/readyz", as: nil).json["checks"]?.array ?? []
            #expect(ready.first { $0["name"] == "pictures" }?["is_well"] == false)
            #expect(await web.desk.troubleWithPictures() == .media(.picturesUnavailable))
        }
        try await WebDistrict.with { web in #expect(await web.desk.troubleWithPictures() == nil) }
    }

    @Test func `a folder that fails is told, and matters go on`() async throws {
        try await WebDistrict.with { web in
            let number = try await web.file()
            _ = try await web.upload(number, [.init("a.pdf", UploadFile.pdf)])
            try FileManager.default.removeItem(atPath: web.desk.folder.path + "/drafts")
            let results = try await web.upload(number, [.init("b.pdf", UploadFile.pdf)])
            #expect(results[0]["problem"]?["code"] == "media_folder_failed")
            #expect(try await web.get("/api/v1/matters/\(number)").status == 200)
            #expect(await web.desk.trouble()?.code == "media_folder_failed")
            let checks = try await web.get("/readyz", as: nil).json["checks"]?.array ?? []
            #expect(checks.first { $0["name"] == "attachments" }?["is_well"] == false)
        }
    }
}
