import Dispatcher
import Foundation
import HTTPTypes
import PGStore
import TestSupport
import Testing
import Web
import Workflow

/// The document is true: schemathesis, which reads it and nothing else, finds nothing.
@Suite struct SchemathesisTests {
    @Test(.enabled(if: Schemathesis.isThere, "skipped: no schemathesis under var/venv; dev/setup installs it"))
    func `an independent reader of the document finds no answer that it does not say`() async throws {
        // Streams that nobody else would end are ended.
        var limits = ServiceLimits()
        limits.live = .milliseconds(50)
        limits.feed.idle = .milliseconds(50)
        limits.clients = .none
        // One address asks for everything.
        limits.residents = .endless
        try await WebDistrict.withServices(limits: limits) { web in
            let number = try await web.fileOpen()
            let sent = try await web.upload(number, [.init("a.pdf", UploadFile.pdf), .init("b.pdf", UploadFile.pdf)])
            let file = try #require(sent.first?["attachment"]?["id"]?.int)
            let document = try await web.get("/openapi.json", as: nil)
            let run = try await Schemathesis.run(
                document.bytes,
                port: web.port,
                token: web.tokens["desk"] ?? "",
                number: number,
                attachment: file
            )
            #expect(run.status == 0, "\(run.output.suffix(6_000))")
            let counts = try #require(run.output.firstMatch(of: /(\d+) generated, (\d+) passed/))
            #expect(counts.1 == counts.2)
            #expect(Int(counts.1) ?? 0 > 500)
            #expect(try await web.city.engine.verify(web.city.id).findings == [])
        }
    }

    @Test func `all that is served stands in the document, and nothing else`() async throws {
        try await WebDistrict.with { web in
            let document = try await web.get("/openapi.json", as: nil).json
            let paths = document["paths"]?.object ?? [:]
            let described = Set(paths.flatMap { path, methods in (methods.object?.keys ?? []).map { "\($0) \(path)" } })
            #expect(described == Set(Endpoints.all.map { "\($0.method.rawValue.lowercased()) \($0.path)" }))
            let ids = Endpoints.all.map(\.id)
            #expect(Set(ids).count == ids.count)
            #expect(try await web.get("/openapi.json", as: nil, headers: ["Accept-Language": "en"]).json != document)
        }
    }
}

/// The program, in the project's own Python environment.
private enum Schemathesis {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let program = root.appending(path: "var/venv/bin/schemathesis")

    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: program.path) }

    /// Runs it on a document: itself it would wait ten seconds for one, which is little beside all other tests.
    static func run(
        _ document: [UInt8],
        port: Int,
        token: String,
        number: String,
        attachment: Int64
    ) async throws -> (status: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "schemathesis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try configuration(number, attachment).write(
            to: folder.appending(path: "schemathesis.toml"),
            atomically: true,
            encoding: .utf8
        )
        try Data(document).write(to: folder.appending(path: "openapi.json"))
        let output = Pipe()
        let process = Process()
        process.executableURL = program
        process.currentDirectoryURL = folder
        process.arguments = [
            "--no-color", "run", "openapi.json", "--url", "http://127.0.0.1:\(port)", "--checks", "all", "--seed", "1",
            "--max-examples", "\(12 * PropertyRuns.factor)", "--continue-on-failure",
            // A form with pictures may wait for others on a machine that runs all tests at once.
            "--request-timeout", "60",
            "-H", "Authorization: Bearer \(token)",
        ]
        process.standardOutput = output
        process.standardError = output
        let ended = AsyncStream<Int32> { told in
            process.terminationHandler = {
                told.yield($0.terminationStatus)
                told.finish()
            }
        }
        try process.run()
        async let text = output.whole()
        var status: Int32 = -1
        for await code in ended { status = code }
        return (status, String(decoding: try await text, as: UTF8.self))
    }

    /// What fits the document may still be refused by the rules (a category that is none, a ticket that nobody filed): that
    /// is what 404, 409, 412 and 422 are for; and so may a password that is none (401).
    private static func configuration(_ number: String, _ attachment: Int64) -> String {
        """
        [parameters]
        "path.number" = "\(number)"
        "path.attachment" = \(attachment)

        [checks.positive_data_acceptance]
        expected-statuses = ["2xx", "401", "403", "404", "409", "412", "422", "429"]

        # GeoReport knows 400 for all of that.
        [[operations]]
        include-path-regex = "^/open311/"
        checks.positive_data_acceptance.expected-statuses = ["2xx", "400", "403", "404", "429"]

        [operations.parameters]
        "path.service_request_id" = "\(number)"
        "path.token" = "\(number)"
        "path.service_code" = "water"
        """
    }
}
