@testable import Media
import Testing

/// What is malformed or too much is refused by its name, before it costs anything.
@Suite struct MultipartRefusalTests {
    private static let heading = "--b\r\nContent-Disposition: form-data; name=f\r\n"

    @Test(
        arguments: [
            ("", .multipartCutOff), ("--b", .multipartCutOff), ("--b-", .multipartCutOff),
            ("--b\r\n", .multipartCutOff),
            (heading, .multipartCutOff), (heading + "\r\nx", .multipartCutOff),
            (heading + "\r\nx\r\n--b", .multipartCutOff),
            ("--b--\r", .multipartCutOff), ("--bb\r\n", .badBoundaryLine), ("--b-x", .badBoundaryLine),
            ("--b\n", .badBoundaryLine), ("--b--\n", .badBoundaryLine), ("--b--x", .badBoundaryLine),
            (heading + "\r\nx\r\n--bc--\r\n", .badBoundaryLine), ("--b\r\n\r\nx\r\n--b--", .badDisposition),
            ("--b\r\nContent-Disposition: attachment; name=f\r\n\r\n", .badDisposition),
            ("--b\r\nContent-Disposition: form-data\r\n\r\n", .badDisposition),
            ("--b\r\nContent-Disposition: form-data; name=\"f\r\n\r\n", .badDisposition),
            ("--b\r\nContent-Disposition: form-data; name=f; name=g\r\n\r\n", .badDisposition),
            ("--b\r\nContent-Disposition: form-data; name=f; filename*=x\r\n\r\n", .badDisposition),
            ("--b\r\nContent-Disposition: form-data; name=f; filename*=UTF-8''%zz\r\n\r\n", .badDisposition),
            ("--b\r\nContent-Disposition: form-data; name=f; filename*=GBK''%B5%C6\r\n\r\n", .nameNotUTF8),
            (heading + "Content-Disposition: form-data; name=g\r\n\r\n", .badHeader),
            (heading + "no colon\r\n\r\n", .badHeader),
            (heading + " folded: x\r\n\r\n", .badHeader), (heading + "A B: x\r\n\r\n", .badHeader),
            (heading + "A: x\rB: y\r\n\r\n", .badHeader), (heading + "A: x\nB: y\r\n\r\n", .badHeader),
            (heading + "A: \u{0}\r\n\r\n", .badHeader),
            (heading + "Content-Transfer-Encoding: base64\r\n\r\n", .transferEncoding),
        ] as [(String, MediaRefusal)]
    )
    func `what is malformed is refused, in one piece and byte by byte`(_ text: String, _ refusal: MediaRefusal) {
        #expect(throws: refusal) { try Form.parse(Array(text.utf8), "b") }
        #expect(throws: refusal) { try Form.parse(Array(text.utf8), "b", pieces: [1]) }
    }

    @Test func `a name in another encoding is refused`() {
        let bytes = Array("--b\r\nContent-Disposition: form-data; name=f; filename=\"".utf8) + [0xB5, 0xC6]
        #expect(throws: MediaRefusal.nameNotUTF8) { try Form.parse(bytes + Array("\"\r\n\r\n".utf8), "b") }
    }

    @Test func `limits hold to the byte`() throws {
        let limits = MultipartLimits(parts: 2, headerBytes: 60, headers: 2, fileBytes: 12, fieldBytes: 10, idleBytes: 8)
        func parse(_ text: String) throws(MediaRefusal) { _ = try Form.parse(Array(text.utf8), "b", limits: limits) }
        let one = Self.heading + "\r\n"
        try parse(one + "0123456789\r\n" + one + "\r\n--b--")
        #expect(throws: MediaRefusal.fieldTooLarge(limit: 10)) { try parse(one + "0123456789A\r\n--b--") }
        #expect(throws: MediaRefusal.fieldTooLarge(limit: 10)) { try parse(one + "012345678\r\n\r\n--b--") }
        let file = "--b\r\nContent-Disposition:form-data;name=f;filename=g\r\n\r\n"
        try parse(file + "0123456789AB\r\n--b--")
        #expect(throws: MediaRefusal.fileTooLarge(limit: 12)) { try parse(file + "0123456789ABC\r\n--b--") }
        #expect(throws: MediaRefusal.tooManyParts(limit: 2)) { try parse(one + "\r\n" + one + "\r\n" + one) }
        try parse(Self.heading + "A: 123456789\r\n\r\n\r\n--b--")
        #expect(throws: MediaRefusal.headersTooLarge(limit: 60)) {
            try parse(Self.heading + "A: 123456789ABCDEF\r\n\r\n")
        }
        #expect(throws: MediaRefusal.headersTooLarge(limit: 60)) { try parse(Self.heading + "A:\r\nB:\r\n\r\n") }
        try parse("12345678\r\n--b--")
        #expect(throws: MediaRefusal.strayBytes) { try parse("123456789\r\n--b--") }
        #expect(throws: MediaRefusal.strayBytes) { try parse("--b         \r\n") }
        #expect(throws: MediaRefusal.strayBytes) { try parse("--b--\r\n123456789") }
    }

    @Test func `a refusal stands`() throws {
        var parser = MultipartParser(try MultipartBoundary("b"))
        #expect(throws: MediaRefusal.badBoundaryLine) { _ = try parser.push(Array("--b?".utf8)) }
        #expect(throws: MediaRefusal.badBoundaryLine) { _ = try parser.push(Array("\r\n--b--\r\n".utf8)) }
        #expect(throws: MediaRefusal.badBoundaryLine) { _ = try parser.finish() }
    }

    @Test(arguments: [
        "\r", "\r\n", "\r\n--", "\r\n--aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "x",
    ])
    func `no content costs more than two looks a byte, however long`(_ near: String) throws {
        let boundary = try MultipartBoundary(String(repeating: "a", count: 70))
        for size in [1 << 20, 8 << 20] {
            let unit = Array(near.utf8)
            var chunk: [UInt8] = []
            while chunk.count < 65_536 { chunk += unit }
            var parser = MultipartParser(boundary)
            _ = try parser.push(
                Array("--\(boundary.text)\r\nContent-Disposition: form-data; name=f; filename=g\r\n\r\n".utf8)
            )
            var sent = 0
            var held = 0
            while sent < size {
                for case .bytes(let bytes) in try parser.push(chunk) { held += bytes.count }
                sent += chunk.count
            }
            #expect(parser.steps <= 2 * sent + 200)
            // All is given on but what may still become a boundary.
            #expect(sent - held < 74)
        }
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=abc", "abc"),
        ("Multipart/Form-Data; charset=utf-8; boundary=\"a b:c\"", "a b:c"),
        ("multipart/form-data;BOUNDARY=----WebKitFormBoundary7MA4YWxk", "----WebKitFormBoundary7MA4YWxk"),
        ("multipart/form-data; boundary=a/b=c?d(e)", "a/b=c?d(e)"),
    ])
    func `a boundary is taken from the request`(_ contentType: String, _ text: String) throws {
        #expect(try MultipartBoundary(contentType: contentType).text == text)
    }

    @Test(
        arguments: [
            ("application/json", .notMultipart), ("multipart/mixed; boundary=b", .notMultipart), ("", .notMultipart),
            ("multipart/form-data", .badBoundary), ("multipart/form-data; boundary=", .badBoundary),
            ("multipart/form-data; boundary=\"\"", .badBoundary),
            ("multipart/form-data; boundary=\"a \"", .badBoundary),
            ("multipart/form-data; boundary=a; boundary=b", .badBoundary),
            ("multipart/form-data; boundary=灯", .badBoundary),
            ("multipart/form-data; boundary=\"a\u{1}b\"", .badBoundary),
            ("multipart/form-data; boundary=" + String(repeating: "a", count: 71), .badBoundary),
        ] as [(String, MediaRefusal)]
    )
    func `a request without a good boundary is refused`(_ contentType: String, _ refusal: MediaRefusal) {
        #expect(throws: refusal) { try MultipartBoundary(contentType: contentType) }
    }
}
