import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// Photos and files in forms, as a browser without a script sends them.
@Suite struct FilePageTests {
    private static let filing = ["field[category]": "水务", "field[place]": "一社区", "field[text]": "楼道漏水"]

    /// Files with photos, and gives the number.
    private static func file(
        _ pages: PageDistrict,
        _ session: [String: String],
        files: [(name: String, bytes: [UInt8])] = []
    ) async throws -> String {
        let form = try await pages.get("/report", session)
        #expect(form.text.contains("enctype=\"multipart/form-data\""))
        let key = try #require(form.hidden("key"))
        let sent = try await pages.post("/report", filing.merging(["key": key]) { $1 }, files: files, session)
        guard sent.status == 200, let match = sent.text.firstMatch(of: /<dd>(\d{8}-\d+)<\/dd>/) else {
            throw Unexpected(sent)
        }
        return String(match.1)
    }

    private static func thumbnails(_ page: PageAnswer) -> [String] {
        page.text.matches(of: /<img src="(\/api\/v1\/attachments\/\d+\/thumbnail)"/).map { String($0.1) }
    }

    @Test func `photos come with a filing, and stand on the matter's page`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let picture = try PageDistrict.picture()
            let number = try await Self.file(pages, session, files: [("现场.jpg", picture), ("b.jpg", picture)])
            let page = try await pages.get("/matters/\(number)", session)
            let small = Self.thumbnails(page)
            #expect(small.count == 2)
            let image = try await pages.get(try #require(small.first), session)
            #expect(image.status == 200 && image.header("Content-Type") == "image/jpeg")
            #expect(page.text.contains("alt=\"现场.jpg\""))
            // Nobody who has not signed in sees it by its address.
            #expect(try await pages.get(try #require(small.first)).status == 401)
        }
    }

    @Test func `sent again under the same key neither matter nor photo is there twice`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let form = Self.filing.merging(["key": "the-same-key-each-time"]) { $1 }
            let files = [("a.jpg", try PageDistrict.picture())]
            let first = try await pages.post("/report", form, files: files, session)
            let second = try await pages.post("/report", form, files: files, session)
            #expect(first.status == 200 && second.status == 200)
            #expect(!second.text.contains("role=\"alert\""))
            let number = try #require(first.text.firstMatch(of: /<dd>(\d{8}-\d+)<\/dd>/)).1
            #expect(second.text.contains("<dd>\(number)</dd>"))
            #expect(Self.thumbnails(try await pages.get("/matters/\(number)", session)).count == 1)
        }
    }

    @Test func `a photo that is broken does not stop the filing, and is told by its name`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let whole = try PageDistrict.picture()
            let sent = try await pages.post(
                "/report",
                Self.filing,
                files: [("坏的.jpg", Array(whole.prefix(whole.count / 2))), ("好的.jpg", whole)],
                session
            )
            #expect(sent.status == 200)
            #expect(sent.text.contains("role=\"alert\"") && sent.text.contains("坏的.jpg"))
            #expect(!sent.text.contains("好的.jpg"))
            let number = try #require(sent.text.firstMatch(of: /<dd>(\d{8}-\d+)<\/dd>/)).1
            #expect(Self.thumbnails(try await pages.get("/matters/\(number)", session)).count == 1)
        }
    }

    @Test func `a refused filing with photos keeps what was typed`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let sent = try await pages.post(
                "/report",
                Self.filing.merging(["field[place]": "没有这里"]) { $1 },
                files: [("a.jpg", try PageDistrict.picture())],
                session
            )
            #expect(sent.status == 422)
            #expect(sent.text.contains("value=\"没有这里\"") && sent.text.contains("楼道漏水</textarea>"))
        }
    }

    @Test func `an act's photos belong to its step, also to one that ends the matter`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let number = try await Self.file(pages, session)
            let form = try await pages.get("/matters/\(number)/acts/resolve_here", session)
            let done = try await pages.post(
                "/matters/\(number)/acts/resolve_here",
                [
                    "key": try #require(form.hidden("key")), "seq": try #require(form.hidden("seq")),
                    "field[text]": "当场关了阀门",
                ],
                files: [("处置后.jpg", try PageDistrict.picture())],
                session
            )
            #expect(done.status == 303, "\(done.text.prefix(2_000))")
            let page = try await pages.get("/matters/\(number)", session)
            #expect(page.text.contains("自行处置") && page.text.contains("alt=\"处置后.jpg\""))
            #expect(try await pages.city.engine.verify(pages.city.id).findings == [])
        }
    }

    @Test func `files are added on their own by whoever may, and by nobody else`() async throws {
        try await PageDistrict.with(passwordsOf: ["desk", "water"]) { pages in
            let session = try await pages.signIn()
            let number = try await Self.file(pages, session)
            let pdf = Array("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n".utf8)
            let page = try await pages.get("/matters/\(number)", session)
            #expect(page.text.contains("action=\"/matters/\(number)/files\""))
            let key = try #require(page.hidden("key"))
            let sent = try await pages.post(
                "/matters/\(number)/files",
                ["key": key],
                files: [("证明.pdf", pdf)],
                session
            )
            #expect(sent.status == 303)
            #expect(sent.header("Location") == "/matters/\(number)?done=attach")
            let after = try await pages.get("/matters/\(number)?done=attach", session)
            #expect(after.text.contains("证明.pdf") && after.text.contains("已办：附件"))
            let none = try await pages.post("/matters/\(number)/files", ["key": key], files: [], session)
            #expect(none.status == 422 && none.text.contains("没有选择文件"))
            let odd = try await pages.post(
                "/matters/\(number)/files",
                [:],
                files: [("a.html", Array("<script>".utf8))],
                session
            )
            #expect(odd.status == 200 && odd.text.contains("a.html") && odd.text.contains("role=\"alert\""))
            let water = try await pages.signIn("water")
            let hidden = try await pages.post("/matters/\(number)/files", [:], files: [("证明.pdf", pdf)], water)
            #expect(hidden.status == 404)
        }
    }

    @Test func `a resident's photos come with the matter and later, and are theirs to see`() async throws {
        try await PageDistrict.with { pages in
            let form = try await pages.get("/r/at/B")
            let picture = try PageDistrict.picture()
            let filed = try await pages.post(
                "/r",
                [
                    "key": try #require(form.hidden("key")), "place": "B", "category": "水务",
                    "text": "楼道里一直漏水", "phone": "13900000000",
                ],
                files: [("门口.jpg", picture)]
            )
            let (number, code) = (try #require(filed.hidden("number")), try #require(filed.hidden("code")))
            let opening = ["number": number, "code": code]
            let page = try await pages.post("/r/status", opening)
            #expect(page.text.contains("src=\"data:image/jpeg;base64,"))
            #expect(!page.text.contains(code + "\" alt") && !page.text.contains("?code"))
            let path = try #require(page.text.firstMatch(of: /action="(\/r\/pictures\/\d+)"/)).1
            let whole = try await pages.post(String(path), opening)
            #expect(whole.status == 200 && whole.header("Content-Type") == "image/jpeg")
            let wrong = try await pages.post(String(path), ["number": number, "code": "AAAA-AAAA"])
            #expect(wrong.status == 404)
            let added = try await pages.post(
                "/r/acts/add_to",
                opening.merging(["key": "0123456789abcdef", "field[text]": "今天更大了"]) { $1 },
                files: [("今天.jpg", picture), ("不是图.jpg", Array("%PDF-1.7".utf8))]
            )
            #expect(added.status == 200 && added.text.contains("不是图.jpg"))
            #expect(added.text.matches(of: /src="data:image\/jpeg;base64,/).count == 2)
            let session = try await pages.signIn()
            #expect(Self.thumbnails(try await pages.get("/matters/\(number)", session)).count == 2)
        }
    }

    @Test func `where no files are kept nobody is asked for any`() async throws {
        try await PageDistrict.with(takingFiles: false) { pages in
            let session = try await pages.signIn()
            for path in ["/report", "/r/at/B"] {
                let page = try await pages.get(path, session)
                #expect(page.status == 200 && !page.text.contains("type=\"file\"") && !page.text.contains("multipart"))
            }
        }
    }
}
