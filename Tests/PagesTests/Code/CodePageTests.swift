import Foundation
import TestSupport
import Testing

@testable import Pages

/// QR codes: what a reader of codes reads from them is the address that they stand for.
@Suite struct CodePageTests {
    private static let reader = "/usr/bin/zbarimg"
    private static var hasReader: Bool { FileManager.default.isExecutableFile(atPath: reader) }

    /// Draws the runs of a picture's path, as a browser would, and has a reader of codes look at it.
    private static func read(_ svg: String, covering: Range<Int> = 0..<0) async throws -> String {
        let side = try #require(svg.firstMatch(of: /viewBox="0 0 (\d+) \1"/).flatMap { Int($0.1) })
        var dark = [[Bool]](repeating: [Bool](repeating: false, count: side), count: side)
        for run in svg.matches(of: /M(\d+) (\d+)h(\d+)v1h-\d+z/) {
            let (x, y, length) = (try #require(Int(run.1)), try #require(Int(run.2)), try #require(Int(run.3)))
            for place in x..<x + length { dark[y][place] = true }
        }
        for y in covering { for x in covering { dark[y][x] = true } }
        let scale = 6
        var image = Array("P5\n\(side * scale) \(side * scale)\n255\n".utf8)
        for row in dark {
            let line = row.flatMap { [UInt8](repeating: $0 ? 0 : 255, count: scale) }
            for _ in 0..<scale { image += line }
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "code-\(UUID().uuidString).pgm")
        try Data(image).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await PythonOracle.output(of: reader, ["--raw", "--quiet", file.path])
            .trimmingCharacters(in: .newlines)
    }

    @Test(.enabled(if: hasReader, "skipped: no zbarimg; dev/setup installs it"))
    func `a building's code leads to its page, and the page is there`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let picture = try await pages.get("/qr/B.svg")
            #expect(picture.status == 200)
            #expect(picture.header("Content-Type") == "image/svg+xml")
            #expect(picture.header("Cache-Control") == "public, max-age=86400")
            let address = try await Self.read(picture.text)
            #expect(address == "http://127.0.0.1:\(pages.port)/r/at/B")
            let path = try #require(URL(string: address)).path
            #expect(try await pages.get(path).text.contains("一号楼"))
            // By another name of the host it leads there: whoever prints it sees to what address.
            let other = try await pages.get("/qr/B.svg", ["Host": "12345.example.cn"])
            #expect(try await Self.read(other.text) == "http://12345.example.cn/r/at/B")
        }
    }

    @Test(.enabled(if: hasReader, "skipped: no zbarimg; dev/setup installs it"))
    func `it is read with dirt on it, and with Chinese in it`() async throws {
        let address = "https://chengfeng.example.gov.cn/r/at/LJ-%E4%B8%80%E5%8F%B7%E6%A5%BC-1"
        let code = try #require(QRCode(address))
        #expect(try await Self.read(code.svg(title: "一号楼")) == address)
        let dirt = code.width / 2
        #expect(try await Self.read(code.svg(title: "x"), covering: dirt..<dirt + 6) == address)
        #expect(QRCode("") == nil)
        #expect(QRCode(String(repeating: "x", count: 4_000)) == nil)
        #expect(code.svg(title: "a<b>&").contains("<title>a&lt;b>&amp;</title>"))
    }

    @Test func `a host that is none, a unit that is none, and another file are refused`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let (unit, file) = (try await pages.get("/qr/XX.svg"), try await pages.get("/qr/B.png"))
            #expect(unit.status == 404 && file.status == 404)
            let host = try await pages.get("/qr/B.svg", ["Host": "a\"b"])
            #expect(host.status == 400)
        }
    }

    @Test func `a sheet has a card for each building, with what to do and whom to call`() async throws {
        try await PageDistrict.with(passwordsOf: ["desk", "far"], also: .property) { pages in
            let session = try await pages.signIn()
            let choice = try await pages.get("/qr", session)
            #expect(choice.text.contains("href=\"/qr?under=C1\"") && choice.text.contains("href=\"/qr?under=G\""))
            #expect(!choice.text.contains("under=C2") && !choice.text.contains("under=S\""))
            let sheet = try await pages.get("/qr?under=C1", session)
            #expect(sheet.status == 200)
            #expect(sheet.text.matches(of: /class="card-qr"/).count == 1)
            #expect(sheet.text.contains("<h2>一号楼</h2>") && sheet.text.contains("src=\"/qr/B.svg\""))
            #expect(sheet.text.contains("一街道 › 一社区 › 一网格"))
            #expect(sheet.text.contains("http://127.0.0.1:\(pages.port)/r/at/B"))
            #expect(sheet.text.contains("119") && sheet.text.contains("110") && sheet.text.contains("120"))
            // Where no building is known, the unit has one itself.
            let whole = try await pages.get("/qr?under=C2", session)
            #expect(whole.text.contains("<h2>二社区</h2>") && whole.text.contains("src=\"/qr/C2.svg\""))
            #expect(try await pages.get("/qr?under=XX", session).status == 422)
            let far = try await pages.signIn("far")
            #expect(try await pages.get("/qr", far).text.contains("没有登记楼栋"))
            #expect(try await pages.get("/qr").status == 303)
        }
    }
}
