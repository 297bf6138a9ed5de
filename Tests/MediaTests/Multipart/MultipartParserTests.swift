@testable import Media
import Testing

/// A form is read the same however it arrives, or refused by a name that stays.
@Suite struct MultipartParserTests {
    private func parse(_ text: String, limits: MultipartLimits = MultipartLimits()) throws(MediaRefusal) -> Form {
        try Form.parse(Array(text.utf8), "b", limits: limits)
    }

    private func part(_ heading: String, _ bytes: String = "x") -> String {
        "--b\r\nContent-Disposition: form-data; \(heading)\r\n\r\n\(bytes)\r\n--b--\r\n"
    }

    @Test(arguments: [1, 2, 3, 5, 7, 64, 1_000])
    func `the split of the bytes does not matter`(_ length: Int) throws {
        var generator = SeededGenerator(UInt64(length))
        for _ in 0..<60 {
            // Bytes that look like pieces of the delimiter, which is what could go wrong.
            let pieces = ["\r", "\n", "-", "--", "\r\n", "\r\n-", "\r\n--", "\r\n--b", "b", "\u{0}", "x", "\r\r\n--b"]
            let parts = (0..<Int.random(in: 0...4, using: &generator)).map { index in
                let text = (0..<Int.random(in: 0...30, using: &generator))
                    .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
                return Form.Part("f\(index)", fileName: index % 2 == 0 ? "n" : nil, Array(text.utf8))
            }
            let form = Form(parts: parts, isWhole: true)
            let lengths = [length, Int.random(in: 1...length, using: &generator)]
            let parsed = try Form.parse(form.written("bXb-'+:"), "bXb-'+:", pieces: lengths)
            #expect(parsed == form)
        }
    }

    @Test func `damage is refused or read, the same however it is split`() throws {
        var generator = SeededGenerator(20)
        let whole = try Fixture.bytes("Clients/curl.form")
        let line = try #require(whole.firstIndex(of: 0x0A))
        let boundary = try MultipartBoundary(contentType: String(decoding: whole[..<line], as: UTF8.self)).text
        let body = Array(whole[(line + 1)...])
        var refused = 0
        for _ in 0..<1_500 {
            let bytes = body.damaged(by: &generator)
            let pieces = [Int.random(in: 1...40, using: &generator), Int.random(in: 1...900, using: &generator)]
            let once = Result { () throws(MediaRefusal) in try Form.parse(bytes, boundary) }
            let split = Result { () throws(MediaRefusal) in try Form.parse(bytes, boundary, pieces: pieces) }
            #expect(once == split)
            if case .failure = once { refused += 1 }
        }
        #expect(refused > 300 && refused < 1_500)
    }

    @Test(arguments: ["requests", "urllib3", "curl", "curl-escape"])
    func `what real clients write is read`(_ client: String) throws {
        let bytes = try Fixture.bytes("Clients/\(client).form")
        let line = try #require(bytes.firstIndex(of: 0x0A))
        let boundary = try MultipartBoundary(contentType: String(decoding: bytes[..<line], as: UTF8.self))
        let form = try Form.parse(Array(bytes[(line + 1)...]), boundary.text, pieces: [1, 13])
        let photo = Array((0...255).map { UInt8($0) }.repeated(5)) + Array("\r\n--not the boundary\r\n-".utf8)
        #expect(
            form.parts == [
                Form.Part("note", Array("楼道灯不亮\r\n第二行".utf8)), Form.Part("quoted", Array("say \"hi\"".utf8)),
                .init(.init(name: "files", fileName: "路灯 照片.jpg", contentType: "image/jpeg"), photo),
                .init(.init(name: "files", fileName: "a\"b%.txt", contentType: "text/plain")),
            ]
        )
        #expect(form.isWhole)
    }

    @Test(arguments: [
        (#"name="f"; filename="C:\photos\灯.jpg""#, "灯.jpg"), (#"name=f; filename=plain.pdf"#, "plain.pdf"),
        (#"name="f"; filename="a\"b.jpg""#, #"a"b.jpg"#), (#"name="f"; filename="%E7%81%AF.jpg""#, "灯.jpg"),
        (#"name="f"; filename="100%.jpg""#, "100%.jpg"), (#"name="f"; filename="灯%20%22.jpg""#, #"灯%20".jpg"#),
        (#"name="f"; filename="x.jpg"; filename*=UTF-8''%e7%81%af%20.jpg"#, "灯 .jpg"),
        (#"name="f"; filename*=utf-8'zh'a.jpg; filename="b""#, "a.jpg"), (#"name="f"; filename="""#, ""),
        (#"name="f"; filename="../../etc/passwd""#, "passwd"), (#"name="f"; filename="a%00b%0D%0Ac.pdf""#, "abc.pdf"),
        ("name=\"f\"; filename=\"gpj.\u{202E}exe\"", "gpj.exe"), ("name=\"f\"; filename=\"👨‍👩‍👧.png\"", "👨‍👩‍👧.png"),
        (#"name="f"; filename="%+1%-2.jpg""#, "%+1%-2.jpg"), (#"NAME="f" ; FileName="x";"#, "x"),
    ])
    func `a file's name is what its owner called it`(_ heading: String, _ name: String) throws {
        let form = try parse(part(heading))
        #expect(form.parts.map(\.heading.fileName) == [name])
        #expect(form.parts.map(\.heading.name) == ["f"])
    }

    @Test func `a long name is cut between characters`() throws {
        let form = try parse(part("name=f; filename=\"\(String(repeating: "灯", count: 200))\""))
        #expect(form.parts.first?.heading.fileName == String(repeating: "灯", count: 85))
    }

    @Test(arguments: [
        "preamble\r\n--b\r\nContent-Disposition: form-data; name=f\r\n\r\nx\r\n--b--\r\nepilogue\r\n--b\r\n",
        "--b \t \r\nContent-Disposition:form-data;name=f\r\n\r\nx\r\n--b-- \r\n",
        "\r\n--b\r\ncontent-disposition: FORM-DATA; name=f\r\nX-Other: 1\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Transfer-Encoding: 8bit\r\nContent-Disposition: form-data; name=f\r\n\r\nx\r\n--b-- ",
    ])
    func `what the standards allow around parts changes nothing`(_ text: String) throws {
        #expect(try parse(text) == Form(parts: [Form.Part("f", Array("x".utf8))], isWhole: true))
    }

    @Test func `a form without parts and parts without bytes are whole`() throws {
        #expect(try parse("--b--") == Form(parts: [], isWhole: true))
        #expect(try parse(part("name=f", "")) == Form(parts: [Form.Part("f", [])], isWhole: true))
        let tight = "--b\r\nContent-Disposition: form-data; name=f\r\n\r\n--b--\r\n"
        #expect(try parse(tight) == Form(parts: [Form.Part("f", [])], isWhole: true))
    }
}

extension Collection {
    fileprivate func repeated(_ count: Int) -> [Element] { (0..<count).flatMap { _ in self } }
}
