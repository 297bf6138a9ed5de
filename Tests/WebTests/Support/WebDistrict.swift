import AsyncHTTPClient
import CityIdentity
import Dispatcher
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Media
import NIOCore
import NIOHTTP1
import PGStore
import ServiceLifecycle
import TestSupport
import Testing
import Web
import Workflow

/// A test district with the service before it, on a port of its own: tests speak HTTP to it.
struct WebDistrict: Sendable {
    /// The district behind the service.
    let city: TestDistrict
    /// Who may come in.
    let accounts: Accounts
    /// Where the service listens.
    let port: Int
    /// Files of matters, in a folder of the test's own.
    let desk: AttachmentDesk
    /// A token for each account, and one that may only read for `account@read`.
    let tokens: [String: String]

    /// Makes a district and serves it for the length of a closure.
    static func with<Value: Sendable>(
        limits: ServiceLimits = ServiceLimits(),
        files: AttachmentLimits = AttachmentLimits(),
        filesOfResidents: AttachmentLimits = .ofResidents,
        pictures: PictureMaker = PictureMaker(),
        definition: WorkflowDefinition? = nil,
        also more: TestDistrict.More = TestDistrict.More(),
        providers: ProviderDesk? = nil,
        receipts: [String: ReceiptPlan] = [:],
        isSecure: Bool = false,
        _ body: @Sendable (WebDistrict) async throws -> Value
    ) async throws -> Value {
        try await TestDistrict.with(definition: definition, also: more) { city in
            let accounts = Accounts(pool: city.engine.pool, policy: AccountPolicy(), logger: MigratedDatabase.quiet)
            let folder = FileManager.default.temporaryDirectory.appending(path: "whistle-media-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            let desk = try AttachmentDesk(
                path: folder.path,
                engine: city.engine,
                limits: files,
                limitsOfResidents: filesOfResidents,
                pictures: pictures
            )
            let parts = ServiceParts(
                engine: city.engine,
                accounts: accounts,
                district: city.id,
                isSecure: isSecure,
                limits: limits,
                attachments: desk,
                providers: providers,
                receipts: receipts
            )
            return try await WebService.with(parts, logger: MigratedDatabase.quiet) { port in
                let tokens = try await Self.tokens(city, accounts)
                return try await body(
                    WebDistrict(city: city, accounts: accounts, port: port, desk: desk, tokens: tokens)
                )
            }
        }
    }
}

extension WebDistrict {
    private static func tokens(_ city: TestDistrict, _ accounts: Accounts) async throws -> [String: String] {
        var tokens: [String: String] = [:]
        for (account, person) in city.configuration.people {
            guard let id = person.party.person else { continue }
            func token(_ scopes: Set<TokenScope>) async throws -> String {
                try await accounts.makeToken(
                    of: id,
                    in: city.id,
                    title: "tests",
                    scopes: scopes,
                    by: nil,
                    from: .program
                ).text
            }
            tokens[account] = try await token(Set(TokenScope.allCases))
            tokens[account + "@read"] = try await token([.readMatters])
        }
        return tokens
    }
}

/// An answer as it came over the wire.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let bytes: [UInt8]

    /// The body as JSON; null where it is none.
    var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }

    /// The code of a problem document.
    var code: String? { json["code"]?.string }

    /// A header; nil where there is none.
    func header(_ name: String) -> String? { headers.first(name: name) }
    /// The body as it came.
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension WebDistrict {
    /// Sends a request and reads the whole answer.
    func send(
        _ method: HTTPMethod,
        _ path: String,
        as account: String? = "desk",
        headers: [String: String] = [:],
        bytes: [UInt8]? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        if let account { request.headers.add(name: "Authorization", value: "Bearer \(tokens[account] ?? account)") }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let bytes { request.body = .bytes(ByteBuffer(bytes: bytes)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 64 << 20)
        return Answer(
            status: Int(response.status.code),
            headers: response.headers,
            bytes: Array(body.readableBytesView)
        )
    }

    /// Asks for something.
    func get(_ path: String, as account: String? = "desk", headers: [String: String] = [:]) async throws -> Answer {
        try await send(.GET, path, as: account, headers: headers)
    }

    /// Sends JSON.
    func post(
        _ path: String,
        _ json: JSONValue,
        as account: String? = "desk",
        headers: [String: String] = [:]
    ) async throws -> Answer {
        let headers = ["Content-Type": "application/json"].merging(headers) { $1 }
        return try await send(.POST, path, as: account, headers: headers, bytes: json.canonicalBytes)
    }

    /// Files a matter by HTTP and gives its number.
    func file(text: String = "楼道漏水", as account: String = "desk", place: String = "C1") async throws -> String {
        let answer = try await post("/api/v1/matters", Self.filing(text: text, place: place), as: account)
        guard let number = answer.json["number"]?.string else { throw Refused(answer) }
        return number
    }

    /// The numbers of all matters of a list, page by page.
    func numbers(from first: String, as account: String? = "desk") async throws -> [String] {
        var (all, path): ([String], String?) = ([], first)
        while let next = path {
            let answer = try await get(next, as: account)
            #expect(answer.status == 200)
            all += answer.json["matters"]?.array?.compactMap { $0["number"]?.string } ?? []
            path = answer.header("Link").flatMap { $0.dropFirst().split(separator: ">").first.map(String.init) }
        }
        return all
    }

    /// Does an act by HTTP.
    @discardableResult
    func act(_ act: String, on number: String, as account: String, fields: JSONObject = [:]) async throws -> Answer {
        let answer = try await post(
            "/api/v1/matters/\(number)/acts",
            ["act": .string(act), "fields": .object(fields)],
            as: account
        )
        guard answer.status == 200 else { throw Refused(answer) }
        return answer
    }

    /// What files a matter.
    static func filing(text: String = "楼道漏水", place: String = "C1") -> JSONValue {
        ["fields": ["category": "水务", "place": .string(place), "text": .string(text)]]
    }
}

/// An answer that the test did not expect.
struct Refused: Error, CustomStringConvertible {
    let description: String

    init(_ answer: Answer) {
        description = "\(answer.status) \(String(decoding: answer.bytes, as: UTF8.self))"
    }
}
