import AsyncHTTPClient
import CityIdentity
import Dispatcher
import Foundation
import NIOCore
import NIOHTTP1
import Pages
import TestSupport
import Web
import Workflow
import PGStore

/// A test district with its pages before it, on a port of its own.
struct PageDistrict: Sendable {
    let city: TestDistrict
    let port: Int
    /// One that goes nowhere by itself.
    private let client: HTTPClient

    static let password = "三件事情 cold-lake 9"

    private static var goingNowhere: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        return configuration
    }

    /// Makes a district in which everybody named has a password, and serves it for the length of a closure.
    static func with<Value: Sendable>(
        passwordsOf accounts: [String] = ["desk"],
        also more: TestDistrict.More = TestDistrict.More(),
        limits: ServiceLimits = ServiceLimits(),
        keys: String? = TestDistrict.testKeys,
        policy: AccountPolicy = AccountPolicy(),
        takingFiles: Bool = true,
        providers: ProviderDesk? = nil,
        tiles: MapTiles? = nil,
        _ body: @Sendable (PageDistrict) async throws -> Value
    ) async throws -> Value {
        let kit = try PageKit(tiles: tiles)
        return try await TestDistrict.with(also: more, keys: keys) { city in
            let desk = Accounts(
                pool: city.engine.pool,
                policy: policy,
                sealer: city.engine.keys.map { SecretSealer($0) },
                logger: MigratedDatabase.quiet
            )
            for account in accounts {
                guard let person = city.configuration.people[account]?.party.person else { continue }
                try await desk.setPassword(
                    of: person,
                    account: account,
                    in: city.id,
                    to: password,
                    mustChange: false,
                    by: .program,
                    from: .program
                )
            }
            let folder = FileManager.default.temporaryDirectory.appending(path: "whistle-pages-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            let parts = ServiceParts(
                engine: city.engine,
                accounts: desk,
                district: city.id,
                limits: limits,
                attachments: takingFiles ? try AttachmentDesk(path: folder.path, engine: city.engine) : nil,
                providers: providers
            )
            let client = HTTPClient(configuration: goingNowhere)
            let result: Result<Value, any Error>
            do {
                let value = try await WebService.with(
                    parts,
                    pages: PageEndpoints.all(kit),
                    logger: MigratedDatabase.quiet
                ) { port in
                    try await body(PageDistrict(city: city, port: port, client: client))
                }
                result = .success(value)
            } catch {
                result = .failure(error)
            }
            try await client.shutdown()
            return try result.get()
        }
    }
}

/// A page as it came over the wire.
struct PageAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    func header(_ name: String) -> String? { headers.first(name: name) }

    /// The value of a hidden input.
    func hidden(_ name: String) -> String? {
        guard let at = text.range(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(text[at.upperBound...].prefix { $0 != "\"" })
    }
}

extension PageDistrict {
    /// Asks for a page.
    func get(_ path: String, _ headers: [String: String] = [:]) async throws -> PageAnswer {
        try await send(.GET, path, headers, nil)
    }

    /// Sends a form.
    func post(
        _ path: String,
        _ form: [String: String],
        _ headers: [String: String] = [:]
    ) async throws -> PageAnswer {
        try await post(path, many: form.map { ($0.key, $0.value) }, headers)
    }

    /// Sends a form in which names may stand several times.
    func post(
        _ path: String,
        many form: [(String, String)],
        _ headers: [String: String] = [:]
    ) async throws -> PageAnswer {
        let body = form.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
        let type = ["Content-Type": "application/x-www-form-urlencoded"]
        return try await send(.POST, path, type.merging(headers) { $1 }, Array(body.utf8))
    }

    /// Sends a form with files, as a browser does: where none is chosen, an empty one without a name.
    func post(
        _ path: String,
        _ form: [String: String],
        files: [(name: String, bytes: [UInt8])],
        as field: String = "files",
        _ headers: [String: String] = [:]
    ) async throws -> PageAnswer {
        let boundary = "----PageTest7f3a"
        var body: [UInt8] = []
        for (name, text) in form {
            body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(text)\r\n".utf8
        }
        for file in files.isEmpty ? [("", [])] : files {
            let head = "Content-Disposition: form-data; name=\"\(field)\"; filename=\"\(file.name)\""
            body += "--\(boundary)\r\n\(head)\r\nContent-Type: application/octet-stream\r\n\r\n".utf8
            body += file.bytes + Array("\r\n".utf8)
        }
        body += "--\(boundary)--\r\n".utf8
        let type = ["Content-Type": "multipart/form-data; boundary=\(boundary)"]
        return try await send(.POST, path, type.merging(headers) { $1 }, body)
    }

    /// A picture of the tests of `Media`.
    static func picture(_ name: String = "camera.jpg") throws -> [UInt8] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return Array(try Data(contentsOf: tests.appending(path: "MediaTests/Fixtures/Pictures/" + name)))
    }

    /// The headers of somebody who has signed in.
    func signIn(_ account: String = "desk") async throws -> [String: String] {
        let answer = try await post("/sign-in", ["account": account, "password": Self.password])
        guard answer.status == 303, let cookie = answer.header("Set-Cookie") else { throw Unexpected(answer) }
        return ["Cookie": String(cookie.prefix { $0 != ";" })]
    }

    func send(
        _ method: HTTPMethod,
        _ path: String,
        _ headers: [String: String],
        _ body: [UInt8]?
    ) async throws -> PageAnswer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        request.headers.add(name: "Accept", value: "text/html")
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await client.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 32 << 20)
        return PageAnswer(
            status: Int(response.status.code),
            headers: response.headers,
            bytes: Array(bytes.readableBytesView)
        )
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

/// A page that the test did not expect.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ answer: PageAnswer) { description = "\(answer.status) \(answer.text.prefix(3_000))" }
}
