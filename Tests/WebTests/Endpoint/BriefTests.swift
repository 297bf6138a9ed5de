import AsyncHTTPClient
import Dispatcher
import Foundation
import Hummingbird
import NIOCore
import TestSupport
import Testing
import Workflow

@testable import Web

/// What is brief is carried out on the thread of its connection's event loop; nothing else keeps that thread.
@Suite struct BriefTests {
    @Test func `only what is brief runs where all connections are looked after`() async throws {
        try await TestDistrict.with { city in
            let parts = ServiceParts(
                engine: city.engine,
                accounts: Accounts(
                    pool: city.engine.pool,
                    policy: AccountPolicy(),
                    logger: MigratedDatabase.quiet
                ),
                district: city.id
            )
            let pages = [
                Self.endpoint("brief", isBrief: true) { _ in Self.whole(Self.thread()) },
                Self.endpoint("usual", isBrief: false) { _ in Self.whole(Self.thread()) },
                Self.endpoint("streamed", isBrief: true) { _ in
                    Response(
                        status: .ok,
                        body: ResponseBody { writer in
                            try await writer.write(ByteBuffer(string: Self.thread()))
                            try await writer.finish(nil)
                        }
                    )
                },
            ]
            try await WebService.with(parts, pages: pages, logger: MigratedDatabase.quiet) { port in
                func text(_ name: String) async throws -> String {
                    let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/\(name)")
                    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
                    return String(buffer: try await response.body.collect(upTo: 1_000))
                }
                for _ in 0..<10 {
                    let (brief, usual, streamed) = (
                        try await text("brief"), try await text("usual"), try await text("streamed")
                    )
                    #expect(brief.contains("NIO-"))
                    #expect(!usual.isEmpty && !usual.contains("NIO-"))
                    #expect(!streamed.isEmpty && !streamed.contains("NIO-"))
                }
            }
        }
    }

    private static func endpoint(
        _ name: String,
        isBrief: Bool,
        respond: @escaping @Sendable (Call) async throws -> Response
    ) -> Endpoint {
        Endpoint(
            .get,
            "/" + name,
            id: name,
            tag: .service,
            summary: Bilingual(zh: "测试", en: "a test"),
            access: .open,
            isBrief: isBrief,
            answers: [],
            respond: respond
        )
    }

    private static func whole(_ text: String) -> Response {
        Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// What the thread is called that runs this.
    private static func thread() -> String {
        (try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)) ?? ""
    }
}
