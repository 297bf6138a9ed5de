import Dispatcher
import PGStore
import Postgres
import TestSupport
import Testing
import Web
import Workflow

/// Open311: pictures that come with a request, and who may open them.
@Suite struct Open311PictureTests {
    private static func send(
        _ web: WebDistrict,
        _ more: [(String, String)] = [],
        _ files: [UploadFile],
        field: String = "media",
        as account: String? = WebDistrict.system
    ) async throws -> Answer {
        let bytes = UploadFile.form(files, field: field, texts: WebDistrict.request + more)
        return try await web.sendRaw("/open311/v2/requests.json", bytes, as: account)
    }

    @Test func `a picture comes with the request, and its own system opens it by a link of ours`() async throws {
        try await WebDistrict.withServices { web in
            let camera = UploadFile("a.jpg", try UploadFile.picture("camera.jpg"))
            let more = [("media_url", "https://example.org/1.jpg"), ("device_id", "phone-1")]
            let answer = try await Self.send(web, more, [camera])
            #expect(answer.status == 200, "\(answer.text)")
            let number = try #require(answer.numbers.first)
            // Both were sent: the link that can be opened is told, the other stays in the words.
            let own = try #require(try await web.open("requests/\(number).json", as: "parks").requests.first)
            #expect(own["description"]?.string?.contains("https://example.org/1.jpg") == true)
            let link = try #require(own["media_url"]?.string)
            #expect(link.hasPrefix("http://127.0.0.1:\(web.port)/open311/v2/media/"))
            let path = try #require(link.split(separator: "/open311/v2/").last).description
            let picture = try await web.open(path, as: "parks")
            #expect(picture.status == 200 && picture.header("Content-Type") == "image/jpeg")
            #expect(picture.bytes.prefix(2) == [0xFF, 0xD8] && picture.bytes != camera.bytes)
            #expect(try await web.open(path).status == 403)
            #expect(try await web.open(path, as: "grid").status == 404)
            #expect(try await web.open("media/999999999", as: "parks").status == 404)
            // The same request again is the same, and its picture one.
            #expect(try await Self.send(web, more, [camera]).numbers == [number])
            let files = try await web.get("/api/v1/matters/\(number)/attachments", as: "leader").json
            #expect(files["attachments"]?.array?.count == 1)
            // What is kept from others is not told any more, nor its picture.
            try await web.act("elevate", on: number, as: "leader")
            try await web.act("elevate", on: number, as: "grid")
            let restriction: JSONObject = ["restriction": "minor", "informed": ["desk"]]
            try await web.act("restrict", on: number, as: "desk", fields: restriction)
            #expect(try await web.open(path, as: "parks").status == 404)
            #expect(try await web.city.engine.verify(web.city.id, files: web.desk).findings == [])
        }
    }

    @Test func `others never hear of it`() async throws {
        try await WebDistrict.withServices { web in
            let camera = UploadFile("a.jpg", try UploadFile.picture("camera.jpg"))
            let number = try #require(try await Self.send(web, [], [camera]).numbers.first)
            try await web.end(number)
            let shown = try await web.open("requests/\(number).json").requests.first
            #expect(shown?["media_url"] == .null)
        }
    }

    @Test func `what is no picture, and a form whose key stands in it alone, is refused whole`() async throws {
        try await WebDistrict.withServices { web in
            let camera = UploadFile("a.jpg", try UploadFile.picture("camera.jpg"))
            let pdf = UploadFile("a.pdf", UploadFile.pdf)
            let key = try #require(web.tokens["parks"])
            for (answer, status, code) in [
                (try await Self.send(web, [], [camera, pdf]), 400, "pictures_only"),
                (try await Self.send(web, [], [camera], field: "file"), 400, "unexpected_field"),
                (try await Self.send(web, [], [camera], as: nil), 403, "key_needed"),
                (try await Self.send(web, [("api_key", key)], [camera], as: nil), 403, "key_needed"),
                (try await Self.send(web, [("attribute[depth]", "deep")], [camera]), 400, "wrong_form"),
            ] {
                #expect(answer.status == status && answer.text.contains("[\(code)]"), "\(code): \(answer.text)")
            }
            let filed: Query = "SELECT count(*) FROM ticket WHERE district_id = \(web.city.id.rawValue)"
            #expect(try await web.city.count(filed) == 0)
            let several = try await Self.send(web, [], [camera, camera], field: "media[]")
            #expect(several.status == 200, "\(several.text)")
        }
    }
}
