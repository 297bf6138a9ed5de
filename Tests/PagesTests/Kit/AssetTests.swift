import Foundation
import TestSupport
import Testing

@testable import Pages

/// Files for browsers.
@Suite struct AssetTests {
    @Test func `every file that pages name is there, is kept for a year, and goes out small`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let page = try await pages.get("/sign-in")
            let paths = page.text.matches(of: /(?:href|src)="(\/assets\/[^"]+)"/).map { String($0.1) }
            #expect(paths.count == 4)
            var wire = page.bytes.count
            for path in paths {
                let plain = try await pages.get(path, ["Accept-Encoding": "identity"])
                #expect(plain.status == 200)
                #expect(plain.header("Cache-Control") == "public, max-age=31536000, immutable")
                #expect(plain.header("Content-Encoding") == nil)
                let small = try await pages.get(path, ["Accept-Encoding": "gzip"])
                wire += small.header("Content-Encoding") == "gzip" ? small.bytes.count : plain.bytes.count
            }
            // The first page over the wire, with all that it needs.
            #expect(wire < 150_000)
            let old = try await pages.get("/assets/000000000000/whistle.css")
            #expect(old.status == 200)
            #expect(old.header("Cache-Control") == "no-cache")
            #expect(try await pages.get("/assets/000000000000/../sign-in.mustache").status == 404)
            #expect(try await pages.get("/assets/000000000000/none.css").status == 404)
        }
    }

    @Test func `what gzip made is what it was made of`() async throws {
        let text = Array(String(repeating: "小区吹哨、部门报到", count: 1_000).utf8)
        let small = try #require(Gzip.smaller(text))
        #expect(small.count < text.count / 10)
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).gz")
        try Data(small).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(Array(try await PythonOracle.output(of: "/usr/bin/gzip", ["-dc", file.path]).utf8) == text)
        #expect(Gzip.smaller([1, 2, 3]) == nil)
    }

    @Test func `a page lets a browser run nothing but files of this host`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let page = try await pages.get("/r")
            let policy = try #require(page.header("Content-Security-Policy"))
            #expect(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"))
            #expect(!policy.contains("unsafe"))
            #expect(page.header("X-Content-Type-Options") == "nosniff")
            #expect(page.header("Cache-Control") == "no-store")
        }
    }

    @Test func `where there is nothing a person reads so, and a program too`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let page = try await pages.get("/nowhere")
            #expect(page.status == 404)
            #expect(page.header("Content-Type") == "text/html; charset=utf-8")
            #expect(page.text.contains("no_such_path"))
            #expect(try await pages.get("/nowhere", ["Accept": "application/json"]).text.hasPrefix("{"))
            #expect(try await pages.get("/api/v1/nowhere").text.hasPrefix("{"))
        }
    }
}
