import Foundation
import PGStore
import TestSupport
import Testing
import Workflow

@testable import Web

/// What others wrote reads what we answer: a client from PyPI, an XML parser, the standard's schemas.
@Suite struct Open311ClientTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    private static let repository = root.deletingLastPathComponent().deletingLastPathComponent()
    private static let python = repository.appending(path: "var/venv/bin/python")
    private static let schemas = repository.deletingLastPathComponent().appending(path: "shared/data/open311/schema")

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: python.path),
            "skipped: no Python packages under var/venv; dev/setup installs them"
        )
    )
    func `an independent client, parser and schemas agree with both writings`() async throws {
        try await WebDistrict.withServices { web in
            let ended = try await web.fileOpen(as: "leader")
            try await web.end(ended)
            var generator = SeededGenerator(seed: 311)
            let documents = (0..<(100 * PropertyRuns.factor)).map { _ in OpenDocument.random(&generator) }
            let hasSchemas = SharedData.has("open311/schema/requests.json")
            let given: JSONValue = [
                "root": .string("http://127.0.0.1:\(web.port)/open311/v2"),
                "key": .string(web.tokens[WebDistrict.system] ?? ""),
                "jurisdiction": .string(web.city.configuration.code), "ended": .string(ended),
                "schemas": hasSchemas ? .string(Self.schemas.path) : .null,
                "documents": .array(documents.map { ["xml": .string($0.xml), "json": $0.json] }),
            ]
            let said = try await Self.said(given)
            #expect(said == "ok", "\(said.suffix(4_000))")
        }
    }

    private static func said(_ given: JSONValue) async throws -> String {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = python
        process.arguments = [root.appending(path: "Oracle/open311_client.py").path]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        async let text = output.whole()
        try input.fileHandleForWriting.write(contentsOf: Data((given.canonicalText + "\n").utf8))
        try input.fileHandleForWriting.close()
        return String(decoding: try await text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// SplitMix64: the same documents each time.
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

extension OpenDocument {
    /// A list of requests of chance: texts hold what XML escapes, what it cannot hold, and what is far up in Unicode.
    fileprivate static func random(_ generator: inout SeededGenerator) -> OpenDocument {
        let count = Int.random(in: 0...3, using: &generator)
        let requests = (0..<count).map { _ in
            Node.members([
                Member("service_request_id", text(&generator)),
                Member("open", .flag(Bool.random(using: &generator))),
                Member("count", .number(Int.random(in: -9...9, using: &generator))), Member("nothing", nil),
                Member("values", .list("value", [.text("x" + text(&generator)), .text("y")])),
            ])
        }
        return OpenDocument(root: "service_requests", content: .list("request", requests))
    }

    private static func text(_ generator: inout SeededGenerator) -> String {
        let odd: [Unicode.Scalar] = [
            "<", ">", "&", "\"", "'", "]", "\t", "\n", "\r", "\u{0}", "\u{7}", "\u{1F}", "\u{85}", "\u{FFFE}",
            "\u{FFFF}",
            "\u{1F6B0}", "水", " ", "a",
        ]
        let count = Int.random(in: 0...12, using: &generator)
        // Something that XML holds first: a text of nothing else would be none.
        return "#"
            + String(String.UnicodeScalarView((0..<count).compactMap { _ in odd.randomElement(using: &generator) }))
    }
}
