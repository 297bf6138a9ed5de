import Dispatcher
import Media
import NIOHTTP1
import PGStore
import Postgres
import TestSupport
import Testing
import Web
import Workflow

/// Pictures that residents send with their matters, without an account.
@Suite struct ResidentPictureTests {
    @Test func `a matter is filed with pictures, which its resident sees by number and code, and the staff see`()
        async throws
    {
        try await WebDistrict.with { web in
            let camera = try UploadFile.picture("camera.jpg")
            let answer = try await web.fileOwn(with: [.init("楼道.jpg", camera)])
            #expect(answer.status == 201, "\(answer.text)")
            let own = try Own(answer)
            let file = try #require(answer.json["files"]?.array?.first)
            #expect(file["problem"] == .null && file["picture"]?["seq"] == 1)
            let seen = try await web.own(own)
            let picture = try #require(seen.json["pictures"]?.array?.first)
            #expect(picture == file["picture"])
            let path = try #require(picture["path"]?.string)
            let code = ["Whistle-Code": own.code]
            let bytes = try await web.get(path, as: nil, headers: code)
            #expect(bytes.status == 200 && bytes.header("Content-Type") == "image/jpeg")
            #expect(bytes.bytes.count == picture["bytes"]?.int.map { Int($0) })
            #expect(bytes.bytes != camera, "made anew: nothing of what a telephone wrote into it")
            let small = try await web.get("\(path)/thumbnail", as: nil, headers: code)
            #expect(small.status == 200 && small.header("Content-Type") == "image/jpeg")
            // Nobody without the code, and by another matter's neither.
            #expect(try await web.get(path, as: nil, headers: ["Whistle-Code": "AAAA-AAAA"]).status == 404)
            #expect(try await web.get(path, as: "desk").status == 400)
            let other = try await web.fileOwn()
            let crossed = path.replacing(own.number, with: other.number)
            let wrong = try await web.get(crossed, as: nil, headers: ["Whistle-Code": other.code])
            #expect(wrong.status == 404 && wrong.code == "unknown_attachment")
            // The staff see it with the matter: the resident's, nobody's of theirs.
            let list = try await web.get("/api/v1/matters/\(own.number)/attachments", as: "desk").json
            let shown = try #require(list["attachments"]?.array?.first)
            #expect(shown["by"] == .null && shown["file_name"] == "楼道.jpg")
            // And what the staff added the resident does not see.
            _ = try await web.upload(own.number, [.init("a.jpg", camera)])
            #expect(try await web.own(own).json["pictures"]?.array?.count == 1)
            let staff = try await web.get("/api/v1/matters/\(own.number)/attachments", as: "desk").json
            let theirs = try #require(staff["attachments"]?.array?.last?["id"]?.int)
            let hidden = "/api/v1/public/matters/\(own.number)/attachments/\(theirs)"
            #expect(try await web.get(hidden, as: nil, headers: code).status == 404)
            #expect(try await web.city.engine.verify(web.city.id, files: web.desk).findings == [])
        }
    }

    @Test func `a supplement takes pictures, and each belongs to its step`() async throws {
        try await WebDistrict.with { web in
            let own = try await web.fileOwn()
            try await web.act("accept", on: own.number, as: "desk")
            let body: JSONValue = ["act": "add_to", "fields": ["text": "又漏了"]]
            let headers = ["Whistle-Code": own.code, "Idempotency-Key": "0123456789abcdef"]
            func send() async throws -> Answer {
                try await web.sendForm(
                    "/api/v1/public/matters/\(own.number)/acts",
                    body,
                    [.init("1.png", try UploadFile.picture("clear.png")), .init("2.pdf", UploadFile.pdf)],
                    headers: headers
                )
            }
            let answer = try await send()
            #expect(answer.status == 200, "\(answer.text)")
            let files = answer.json["files"]?.array ?? []
            #expect(files.count == 2 && files.first?["picture"]?["seq"] == 3)
            #expect(files.last?["problem"]?["code"] == "pictures_only")
            // The same again is carried out once, and its picture kept once.
            let again = try await send()
            #expect(again.status == 200 && again.json["pictures"]?.array?.count == 1)
            #expect(again.json["files"]?.array?.first?["picture"] == files.first?["picture"])
            #expect(again.json["news"] == answer.json["news"])
        }
    }

    @Test func `what is no form for it is refused, and files nothing`() async throws {
        try await WebDistrict.with { web in
            let picture = UploadFile("a.jpg", try UploadFile.picture("camera.jpg"))
            let many = Array(repeating: picture, count: 4)
            let filing = WebDistrict.ownFiling
            let path = "/api/v1/public/matters"
            for (answer, status, code) in [
                (try await web.sendForm(path, nil, [picture]), 400, "bad_request"),
                (try await web.sendForm(path, filing, many), 400, "multipart_too_many_parts"),
                (try await web.sendForm(path, ["text": "漏水"], [picture]), 400, "bad_request"),
                (try await web.sendForm(path, filing, [picture], field: "photos"), 422, "unexpected_field"),
                (try await web.sendForm(path, "no object", [picture]), 400, "bad_request"),
                (try await web.sendRaw(path, Array("--x".utf8)), 400, "multipart_cut_off"),
            ] {
                #expect(answer.status == status && answer.code == code, "\(code): \(answer.text)")
            }
            let filed: Query = "SELECT count(*) FROM ticket WHERE district_id = \(web.city.id.rawValue)"
            #expect(try await web.city.count(filed) == 0)
            #expect(web.folder().files == 0 && web.folder().drafts == 0)
        }
    }

    @Test func `a picture that is not taken does not stop a matter`() async throws {
        try await WebDistrict.with { web in
            let answer = try await web.fileOwn(with: [.init("a.jpg", UploadFile.page), .init("b.pdf", UploadFile.pdf)])
            #expect(answer.status == 201)
            let codes = answer.json["files"]?.array?.compactMap { $0["problem"]?["code"]?.string }
            #expect(codes?.count == 2 && codes?.last == "pictures_only", "\(answer.text)")
            #expect(try await web.own(Own(answer)).json["pictures"] == [])
        }
    }

    @Test func `size, number and pace have bounds of their own`() async throws {
        var limits = ServiceLimits()
        limits.residents.uploading = .init(burst: 3, seconds: 3_600)
        limits.residents.filing = .init(burst: 100, seconds: 1)
        var files = AttachmentLimits.ofResidents
        files.filesOfSender = 1
        files.fileBytes = 4_000
        try await WebDistrict.with(limits: limits, filesOfResidents: files) { web in
            let small = UploadFile("a.png", try UploadFile.picture("palette.png"))
            #expect(small.bytes.count < 4_000)
            let large = UploadFile("b.jpg", try UploadFile.picture("camera.jpg"))
            let answer = try await web.fileOwn(with: [large, small, small])
            let codes = answer.json["files"]?.array?.map { $0["problem"]?["code"]?.string }
            #expect(codes == ["media_too_large", nil, "attachments_of_sender_full"], "\(answer.text)")
            _ = try await web.fileOwn(with: [])
            _ = try await web.fileOwn(with: [])
            let fourth = try await web.fileOwn(with: [small])
            #expect(fourth.status == 429 && fourth.header("Retry-After") != nil)
            // Without pictures one goes on.
            _ = try await web.fileOwn()
        }
    }

    @Test func `what was stored for a matter that was refused is swept away`() async throws {
        try await WebDistrict.with { web in
            let body = (WebDistrict.ownFiling.object ?? [:]).merging(["category": "没有的类别"]) { $1 }
            // No other test keeps this one: a file that any district names is spared.
            let picture = UploadFile("a.jpg", try UploadFile.picture("grey.jpg"))
            let refused = try await web.sendForm("/api/v1/public/matters", .object(body), [picture])
            #expect(refused.status == 422 && refused.code == "unknown_category", "\(refused.text)")
            let stored = web.folder()
            #expect(stored.files > 0 && stored.drafts == 0)
            let kept = try await web.fileOwn(with: [.init("b.png", try UploadFile.picture("clear.png"))])
            let swept = try await web.desk.sweep(web.city.engine, olderThan: .seconds(-60))
            #expect(swept.orphans == stored.files)
            #expect(try await web.own(Own(kept)).json["pictures"]?.array?.count == 1)
        }
    }
}

extension WebDistrict {
    /// Sends a form that holds a body of JSON and pictures.
    func sendForm(
        _ path: String,
        _ body: JSONValue?,
        _ files: [UploadFile],
        field: String = "files",
        headers: [String: String] = [:]
    ) async throws -> Answer {
        let texts = body.map { [("body", $0.canonicalText)] } ?? []
        return try await sendRaw(path, UploadFile.form(files, field: field, texts: texts), headers: headers)
    }

    /// Sends bytes as a form with files.
    func sendRaw(
        _ path: String,
        _ bytes: [UInt8],
        as account: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        try await send(
            .POST,
            path,
            as: account,
            headers: ["Content-Type": "multipart/form-data; boundary=\(UploadFile.boundary)"].merging(headers) { $1 },
            bytes: bytes
        )
    }

    /// Files a matter as a resident, with pictures.
    func fileOwn(with files: [UploadFile]) async throws -> Answer {
        try await sendForm("/api/v1/public/matters", Self.ownFiling, files)
    }
}
